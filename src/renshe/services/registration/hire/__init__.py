"""招用: one form files the contract, registers the employment and insures the person."""
