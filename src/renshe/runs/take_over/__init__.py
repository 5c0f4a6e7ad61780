"""An old system hands over its people, careers, accounts, pensions and books; afterwards both are compared."""
