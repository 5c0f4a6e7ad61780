"""What changes the registry: registering, changing, merging and closing."""
