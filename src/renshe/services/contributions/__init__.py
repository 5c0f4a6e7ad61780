"""Services around contributions."""
