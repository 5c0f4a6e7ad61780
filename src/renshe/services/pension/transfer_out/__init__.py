"""跨省转出: the relation goes to the province that asked for it."""
