"""The employer's pages: this month on one page, the roster and its errors, bills, history."""
