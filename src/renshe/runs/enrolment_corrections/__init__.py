"""Months already assessed that a late change of enrolment made wrong: taken back, billed, or waiting for a reason."""
