"""A parameter was published late or corrected: whose amounts differ, by how much for each month, and what follows."""
