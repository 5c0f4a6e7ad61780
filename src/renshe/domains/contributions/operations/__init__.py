"""Writes of contributions, one file for each thing that happens to what is owed."""
