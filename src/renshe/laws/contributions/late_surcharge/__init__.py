"""What an overdue contribution costs for each day."""
