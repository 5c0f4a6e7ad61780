"""Custodians of annuities: they publish what a unit of each plan is worth."""
