"""The Django app of this domain."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    """Who has proved when that a pension is still due, what comparisons found, and who was warned."""

    name = "renshe.domains.certification"
    label = "certification"
    verbose_name = "待遇领取资格认证"
    default_auto_field = "django.db.models.BigAutoField"
