"""What a month adds to the individual account."""
