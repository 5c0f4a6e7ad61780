"""The Django app of this domain."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """One register of people, employers and places."""

    name = "renshe.domains.registry"
    label = "registry"
    verbose_name = "人员、单位与区划"
    default_auto_field = "django.db.models.BigAutoField"
