"""Premium help: programmes, named lists, what each owes, what was paid for whom."""
