"""The Django app of this domain."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files as they came in and went out, found by the hash of their content."""

    name = "renshe.domains.documents"
    label = "documents"
    verbose_name = "文件"
    default_auto_field = "django.db.models.BigAutoField"
