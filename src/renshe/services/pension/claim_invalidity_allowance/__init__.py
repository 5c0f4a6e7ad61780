"""Claim an invalidity allowance on a committee's finding of complete loss of work capacity (病残津贴)."""
