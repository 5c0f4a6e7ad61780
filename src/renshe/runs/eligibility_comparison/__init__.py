"""A file of another body compared with everybody who draws a pension here."""
