"""The day of the cases: what is overdue, what was promised, what is sealed, what goes out."""
