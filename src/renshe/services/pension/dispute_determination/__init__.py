"""Object to a determination sheet and have the pension determined again (核定表异议与重核)."""
