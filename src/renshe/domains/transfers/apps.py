"""The Django app of this domain."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Transfers of pension relations between provinces, their messages and money."""

    name = "renshe.domains.transfers"
    label = "transfers"
    verbose_name = "养老保险关系转移接续"
    default_auto_field = "django.db.models.BigAutoField"
