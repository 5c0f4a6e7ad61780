"""Registers the shared layout so that Django finds its templates, tags, static files and translations."""

from django.apps import AppConfig


class LayoutConfig(AppConfig):
    """The shared layout; it has no tables."""

    name = "renshe.portals.layout"
    label = "portal_layout"
    verbose_name = "Portal layout"
