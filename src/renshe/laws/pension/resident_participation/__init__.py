"""Joining the residents' scheme and paying into it."""
