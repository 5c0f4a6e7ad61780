"""Government and institution pension: the staff register, contributions, accounts, and the facts of an award."""
