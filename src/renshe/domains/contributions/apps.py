"""The Django app of this domain."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """What is declared, owed, received and credited for each person and month."""

    name = "renshe.domains.contributions"
    label = "contributions"
    verbose_name = "社会保险费征缴"
    default_auto_field = "django.db.models.BigAutoField"
