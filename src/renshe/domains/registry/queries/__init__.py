"""What the registry tells: people, employers and places."""
