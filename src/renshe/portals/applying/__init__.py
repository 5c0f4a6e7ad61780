"""Applying for a service and following it: the same pages for insured people and for employers."""
