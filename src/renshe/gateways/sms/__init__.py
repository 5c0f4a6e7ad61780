"""The telephone company: notices as short messages."""
