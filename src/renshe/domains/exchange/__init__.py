"""What machines need to work with us safely: answers kept under a key, limits, and messages to their addresses."""
