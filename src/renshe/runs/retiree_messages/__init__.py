"""Each day: hand-overs of retirees to and from districts of the same city, by message."""
