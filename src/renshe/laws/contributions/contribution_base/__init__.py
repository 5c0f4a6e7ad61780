"""On which wage contributions are assessed: floors, caps and the contribution year."""
