"""资助名单异议: somebody objects to a list while it is public."""
