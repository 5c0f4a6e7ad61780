"""Reads of contributions, one file for each question people ask."""
