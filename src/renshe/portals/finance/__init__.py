"""The fund accountant's pages: the month, the statements, and the way from a line down to one person and back."""
