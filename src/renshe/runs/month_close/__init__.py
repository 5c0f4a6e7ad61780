"""The end of a month: what must be settled is settled, then both books of every fund are closed."""
