"""Who may sign in, what they may do, and who looked at whose data."""
