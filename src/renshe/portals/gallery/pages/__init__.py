"""The gallery's one page."""
