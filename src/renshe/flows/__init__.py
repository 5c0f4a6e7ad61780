"""WHAT happens next: one file per story that crosses domains."""
