"""What is assessed where an employer did not declare."""
