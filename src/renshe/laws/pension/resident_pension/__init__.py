"""The rural and resident pension: a basic part from the budget, and one's own account."""
