"""Get overpaid money back (多发待遇追回)."""
