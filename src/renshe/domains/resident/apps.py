"""The Django app of this domain."""

from django.apps import AppConfig


class ResidentConfig(AppConfig):
    """Who takes part in the resident scheme, what was paid for which year, and what stands in whose account."""

    name = "renshe.domains.resident"
    label = "resident"
    verbose_name = "城乡居民基本养老保险"
    default_auto_field = "django.db.models.BigAutoField"
