"""The mail server: notices as e-mails, and what could not be delivered coming back."""
