"""What people without an employer pay on the base they choose."""
