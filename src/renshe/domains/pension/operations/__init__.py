"""Writes of the pension domain, one module for each act."""
