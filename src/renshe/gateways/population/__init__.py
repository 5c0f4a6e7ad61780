"""What other bodies know of pensioners: deaths, custody, medical use, pensions drawn elsewhere."""
