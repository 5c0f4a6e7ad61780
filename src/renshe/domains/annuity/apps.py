"""The Django app of this domain."""

from django.apps import AppConfig


class AnnuityConfig(AppConfig):
    """Annuity plans, their accounts and payouts, and the personal pension."""

    name = "renshe.domains.annuity"
    label = "annuity"
    verbose_name = "年金和个人养老金"
    default_auto_field = "django.db.models.BigAutoField"
