"""The Django app of this domain."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Runs of the calendar and recorded acts."""

    name = "renshe.domains.audit"
    label = "audit"
    verbose_name = "运行与留痕"
    default_auto_field = "django.db.models.BigAutoField"
