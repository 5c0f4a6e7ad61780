"""The Django app of this domain."""

from django.apps import AppConfig


class InstitutionStaffConfig(AppConfig):
    """Staff of public bodies, what was paid for them, their accounts, and what a pension of theirs rests on."""

    name = "renshe.domains.institution_staff"
    label = "institution_staff"
    verbose_name = "机关事业单位基本养老保险"
    default_auto_field = "django.db.models.BigAutoField"
