"""The Django app of this domain."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Exchange: kept answers, limits, subscriptions and deliveries."""

    name = "renshe.domains.exchange"
    label = "exchange"
    verbose_name = "接口交换"
    default_auto_field = "django.db.models.BigAutoField"
