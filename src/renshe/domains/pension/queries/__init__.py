"""Reads of the pension domain."""
