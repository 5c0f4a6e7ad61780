"""Files as they came in and went out, found by the hash of their content."""
