"""灵活就业参保: somebody without an employer joins and pays on his own."""
