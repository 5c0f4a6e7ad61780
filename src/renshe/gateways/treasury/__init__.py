"""The treasury (国库): its statement of each day."""
