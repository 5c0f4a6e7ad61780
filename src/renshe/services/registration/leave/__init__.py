"""减员: an employment ends, and with it the insurance through that employer."""
