"""Casework: whoever handles, reviews and approves."""
