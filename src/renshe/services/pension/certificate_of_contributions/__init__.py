"""参保缴费凭证: what was paid here, for the agency of another province."""
