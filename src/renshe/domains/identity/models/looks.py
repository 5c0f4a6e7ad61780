"""Looks at personal data: the ordinary ones, and those that broke the glass."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.identity.models.accounts import Account


class Look(models.Model):
    """One look at somebody's unmasked data.

    Purpose: the person looked at can see who looked, at what and why (PIPL 44, 51). Retention:
    three years after the look at least (PIPL 56 for records of handling). Append-only in the
    database.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="looks")
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    purpose = models.TextField()
    fields = models.JSONField()
    looked_at = models.DateTimeField()

    class Meta:
        db_table = "identity_look"
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id", "-looked_at"], name="identity_look_subject"
            ),
            models.Index(fields=["account", "-looked_at"], name="identity_look_account"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="identity_look_purpose_given"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.subject_kind} {self.subject_id}"


class Emergency(models.Model):
    """A staff member opened a record outside his powers, for a stated emergency, for thirty minutes.

    Purpose: what cannot wait can be done, and never in secret: the look stands in the person's own list,
    the audit administrator reads the report. Retention: with the looks. `look` is the look that opened it.
    """

    look = models.OneToOneField(Look, on_delete=models.PROTECT, related_name="emergency")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="emergencies")
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    report = models.TextField(default="", blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    judged = models.CharField(max_length=16, default="", blank=True)
    judged_by = models.CharField(max_length=64, default="", blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judgement = models.TextField(default="", blank=True)

    class Meta:
        db_table = "identity_emergency"
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id", "-opened_at"],
                name="identity_emergency_subject",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="identity_emergency_reason"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")), name="identity_emergency_times"
            ),
            models.CheckConstraint(
                condition=Q(judged__in=["", "justified", "unjustified"]),
                name="identity_emergency_judged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.subject_kind} {self.subject_id}"
