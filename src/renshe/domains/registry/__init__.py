"""One register of people, employers and places."""
