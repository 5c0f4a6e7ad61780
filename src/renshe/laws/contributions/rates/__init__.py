"""What employer and employee pay on the base, insurance by insurance."""
