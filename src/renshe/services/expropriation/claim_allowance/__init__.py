"""征地养老生活费申领: one of the old of a settled project claims the allowance."""
