"""The Django app of this domain."""

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    """Who is insured through whom, in which insurance, from when to when."""

    name = "renshe.domains.enrolment"
    label = "enrolment"
    verbose_name = "参保登记"
    default_auto_field = "django.db.models.BigAutoField"
