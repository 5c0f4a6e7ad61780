"""The Django app of this domain."""

from django.apps import AppConfig


class RetireesConfig(AppConfig):
    """Which community looks after which retiree, who visited whom, and what people do together."""

    name = "renshe.domains.retirees"
    label = "retirees"
    verbose_name = "退休人员社会化管理"
    default_auto_field = "django.db.models.BigAutoField"
