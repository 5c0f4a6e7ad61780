"""What government staff and their bodies pay in, and what moves on with them."""
