"""Pages of premium help."""
