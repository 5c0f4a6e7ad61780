"""Acts of the resident scheme: each changes its tables and nothing else; the books are a flow's."""
