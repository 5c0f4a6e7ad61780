"""Pensions of government and public institutions since October 2014."""
