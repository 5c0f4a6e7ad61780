"""The Django app of this domain."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Who may sign in, what they may do, and who looked at whose data."""

    name = "renshe.domains.identity"
    label = "identity"
    verbose_name = "账号与权限"
    default_auto_field = "django.db.models.BigAutoField"
