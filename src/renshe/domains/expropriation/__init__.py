"""Expropriated people: projects, who belongs to them, who paid, accounts, town insurance and the living allowance."""
