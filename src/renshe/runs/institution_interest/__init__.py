"""A year's interest on the accounts of public bodies' staff."""
