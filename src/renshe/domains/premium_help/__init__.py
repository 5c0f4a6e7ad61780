"""Premiums paid for people in need: programmes, named lists, what each owes, what must go back."""
