"""Pension relations that come from another province, or go there."""
