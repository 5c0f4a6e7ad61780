"""The entrance: sign in, sign out, how pages look, and where each role begins."""
