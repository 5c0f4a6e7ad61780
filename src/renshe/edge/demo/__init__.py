"""The demonstration city: invented people, employers and careers from a seed number. See README.md."""
