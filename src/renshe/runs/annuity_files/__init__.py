"""Files of custodians and of banks about annuities and personal pensions."""
