"""The Django app of this domain."""

from django.apps import AppConfig


class PremiumHelpConfig(AppConfig):
    """Premiums that the government pays for named people in need."""

    name = "renshe.domains.premium_help"
    label = "premium_help"
    verbose_name = "困难人员参保资助"
    default_auto_field = "django.db.models.BigAutoField"
