"""Who has proved when that a pension is still due, what comparisons found, and who was warned."""
