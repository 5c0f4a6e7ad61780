"""The pension domain as a Django app."""

from django.apps import AppConfig


class PensionConfig(AppConfig):
    """Awards, payments and overpayments of the old-age pension."""

    name = "renshe.domains.pension"
    label = "pension"
    verbose_name = "养老金"
    default_auto_field = "django.db.models.BigAutoField"
