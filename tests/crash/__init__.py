"""Runs that are really killed, at named points, and begun again."""
