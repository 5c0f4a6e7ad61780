"""Renshe (人社): labour and social security for a Chinese city, exact and explained."""

__version__ = "0.1.0"
