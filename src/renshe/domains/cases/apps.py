"""The Django app of this domain."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases: what somebody asked for, who holds it, by when, and what was decided."""

    name = "renshe.domains.cases"
    label = "cases"
    verbose_name = "办件"
    default_auto_field = "django.db.models.BigAutoField"
