"""Deadlines to enrol and fines after an order."""
