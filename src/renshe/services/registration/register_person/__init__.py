"""个人参保登记: a human being is entered in the register once."""
