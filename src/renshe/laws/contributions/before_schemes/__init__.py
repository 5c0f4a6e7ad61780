"""Months before an insurance existed: nothing was due to a fund."""
