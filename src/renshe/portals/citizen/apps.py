"""Registers the citizen portal, and what other schemes say in the picture of old age."""

from django.apps import AppConfig


class CitizenConfig(AppConfig):
    """The citizen portal; it has no tables."""

    name = "renshe.portals.citizen"
    label = "citizen"
    verbose_name = "Citizen portal"

    def ready(self) -> None:
        """The residents' scheme and the expropriated farmers' join the picture, once the apps are there."""
        from renshe.portals.citizen.tellers import join_picture

        join_picture()
