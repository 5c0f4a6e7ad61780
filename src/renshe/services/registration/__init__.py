"""Registering employers and people, and reporting who joined, left or paused."""
