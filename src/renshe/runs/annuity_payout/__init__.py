"""Annuities paid out: a trustee's batch through the bank and back."""
