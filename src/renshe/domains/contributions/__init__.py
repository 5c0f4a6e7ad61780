"""What is declared, owed, received and credited for each person and month."""
