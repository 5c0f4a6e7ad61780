"""Premium help: somebody in need asks to be helped; somebody objects to a public list."""
