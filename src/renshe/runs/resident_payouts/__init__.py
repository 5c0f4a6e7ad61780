"""The batch run that pays refunds, inheritances and balances of resident accounts by the bank's file."""
