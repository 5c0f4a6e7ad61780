"""Official papers as PDF/A: a Typst template and its words become bytes, in a font that travels with the product."""
