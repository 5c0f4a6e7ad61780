"""The API: everything a page can do, for machines, under /api/v1/."""
