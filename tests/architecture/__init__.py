"""The house keeps itself: imports, rooms, names, lengths, the glossary. Each failure prints the recipe."""
