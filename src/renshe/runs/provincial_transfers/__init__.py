"""The day's work of transfers between provinces."""
