"""Each month: which invalidity allowances become another, become the pension, or end."""
