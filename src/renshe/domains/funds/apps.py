"""Django application of the funds domain."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """Funds: journals, batches, bank accounts, individual-account sub-ledger."""

    name = "renshe.domains.funds"
    label = "funds"
    verbose_name = "基金账"
    default_auto_field = "django.db.models.BigAutoField"
