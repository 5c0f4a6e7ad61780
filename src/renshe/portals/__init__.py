"""Portals: WHO is at the screen? One package per audience, one module and one template per page."""
