"""Pages of applying."""
