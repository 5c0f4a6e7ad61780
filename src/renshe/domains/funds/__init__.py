"""Funds: the two books of every social-insurance fund, one engine."""
