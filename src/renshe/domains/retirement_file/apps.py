"""The Django app of this domain."""

from django.apps import AppConfig


class RetirementFileConfig(AppConfig):
    """What a personal file proves before somebody retires, who recognised it, and what the person said to it."""

    name = "renshe.domains.retirement_file"
    label = "retirement_file"
    verbose_name = "档案预审"
    default_auto_field = "django.db.models.BigAutoField"
