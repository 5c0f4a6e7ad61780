"""A service item's form on a page: questions, values, what is wrong, and papers sent in with it."""
