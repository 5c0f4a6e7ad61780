"""The bureau of casework, seen from the counter."""

from renshe.portals.casework.conftest import bureau, offered

__all__ = ["bureau", "offered"]
