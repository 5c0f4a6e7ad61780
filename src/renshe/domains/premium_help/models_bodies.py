"""As which body an institution files lists: set by one, confirmed by another, ended by anybody of the two."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.premium_help.groups import ORIGINS


class FilingBody(models.Model):
    """An institution may file lists as one body (civil affairs, a street …) since it was confirmed, until it was ended.

    `document` is the text that gives the body its task. Who set it is not who confirmed it (database constraint). Purpose:
    nobody is named in need by a body that does not recognise need. Retention: permanent, because lists stand on it.
    """

    institution = models.ForeignKey("identity.Institution", models.PROTECT, related_name="+")
    origin = models.CharField(
        max_length=20, choices=[(code, words[0]) for code, words in ORIGINS.items()]
    )
    document = models.CharField(max_length=120)
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=80, null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=200, default="", db_default="", blank=True)

    class Meta:
        db_table = "premium_help_filing_body"
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "origin"], condition=Q(ended_at__isnull=True), name="premium_help_filing_body_once",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["civil_affairs", "disabled_federation", "state_assets_office", "street"])
                & ~Q(document=""),
                name="premium_help_filing_body_named",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("set_by")),
                name="premium_help_filing_body_two_people",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                name="premium_help_filing_body_ended",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.institution_id} as {self.origin}"

    @property
    def state(self) -> str:
        """set, confirmed or ended."""
        if self.ended_at is not None:
            return "ended"
        return "set" if self.confirmed_at is None else "confirmed"
