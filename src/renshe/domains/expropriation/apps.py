"""The Django app of this domain."""

from django.apps import AppConfig


class ExpropriationConfig(AppConfig):
    """Projects, their people and money, town insurance, and the allowance of the old."""

    name = "renshe.domains.expropriation"
    label = "expropriation"
    verbose_name = "被征地人员保障"
    default_auto_field = "django.db.models.BigAutoField"
