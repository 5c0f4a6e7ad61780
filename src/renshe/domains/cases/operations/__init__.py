"""Writes: opening, handling, deciding, papers and notices."""
