"""Banks that keep personal pension accounts: they report a year."""
