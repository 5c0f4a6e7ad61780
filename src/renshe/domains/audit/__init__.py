"""Runs of the calendar and recorded acts."""
