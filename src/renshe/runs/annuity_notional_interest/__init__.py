"""A year's interest on what the budget has only noted of occupational annuities."""
