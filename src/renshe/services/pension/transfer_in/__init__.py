"""跨省转入: the relation of another province, or of the forces, comes here."""
