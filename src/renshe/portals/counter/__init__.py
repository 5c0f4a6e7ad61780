"""The counter: whoever serves people who come in, by keyboard alone."""
