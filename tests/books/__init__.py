"""The two books, with the flows that post into them."""
