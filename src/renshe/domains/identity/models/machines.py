"""Machines that call the interface, and other systems that let people sign in through us."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Machine(models.Model):
    """What a client of OAuth2 may do here: its actions, within a place, until it is ended.

    Purpose: a payroll program or a bank's system acts under a name and with limits of its own. Retention: for
    ever, ended and never deleted, because recorded acts name it as `machine:<client id>`. A client of kind
    `sign_on` may only let people sign in through us (OpenID Connect) and holds no action.
    `employer_id` limits a machine to one employer's records; null is everything within the place, unless
    `institution` limits it to that institution's purposes.
    """

    class Kind(models.TextChoices):
        INTERFACE = "interface", "接口调用"
        SIGN_ON = "sign_on", "单点登录"

    application = models.OneToOneField(
        "oauth2_provider.Application", on_delete=models.PROTECT, related_name="machine"
    )
    kind = models.CharField(max_length=9, choices=Kind.choices)
    name = models.CharField(max_length=128)
    actions = models.JSONField(default=list)
    place = models.CharField(max_length=12)
    employer_id = models.BigIntegerField(null=True, blank=True)
    institution = models.ForeignKey(
        "identity.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="machines",
    )
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ended_by = models.CharField(max_length=64, default="", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_machine"
        constraints = [
            models.CheckConstraint(
                condition=Q(place="CN") | Q(place__regex=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"),
                name="identity_machine_place",
            ),
            models.CheckConstraint(
                condition=Q(employer_id__isnull=True) | Q(institution__isnull=True),
                name="identity_machine_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name
