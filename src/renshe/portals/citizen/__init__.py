"""An insured person's own pages: contributions, individual account, pension, and why each amount is what it is."""
