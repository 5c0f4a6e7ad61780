"""WHAT does the law say? Dated and pure: no Django, no database, no clock; one folder per branch."""
