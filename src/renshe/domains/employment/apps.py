"""The Django app of this domain."""

from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    """Who works for whom, under which contract, as filed with the bureau."""

    name = "renshe.domains.employment"
    label = "employment"
    verbose_name = "劳动用工备案"
    default_auto_field = "django.db.models.BigAutoField"
