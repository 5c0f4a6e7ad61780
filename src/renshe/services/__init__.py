"""What somebody asked for: one folder for each service item."""
