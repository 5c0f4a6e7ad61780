"""Reads of the resident scheme."""
