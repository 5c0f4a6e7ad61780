"""Pages of the community portal."""
