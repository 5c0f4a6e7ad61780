"""The line between districts of one city that keep registers of retirees of their own."""
