"""Powers given and watched: acting for family, the two-person rule, the quarterly review."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.identity.models.accounts import Account, Role


class Mandate(models.Model):
    """Somebody acts for a person: by that person's consent, or as guardian of a child or ward on evidence.

    Purpose: families help each other without sharing a password. Retention: ten years after its end, as evidence
    of who could act. `person_id` is a plain number because the registry lies above. A consent begins as an
    invitation whose code the person hands over himself (`code_digest`); a guardianship begins as a request and
    counts once staff confirmed the evidence (document `evidence_id`).
    """

    class Kind(models.TextChoices):
        CONSENT = "consent", "委托代办"
        GUARDIAN = "guardian", "监护代办"

    class State(models.TextChoices):
        INVITED = "invited", "待接受"
        REQUESTED = "requested", "待确认"
        ACTIVE = "active", "有效"
        REFUSED = "refused", "未通过"
        ENDED = "ended", "已终止"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices)
    person_id = models.BigIntegerField(db_index=True)
    person_shown = models.CharField(max_length=64)
    agent = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    relation = models.CharField(max_length=32)
    actions = models.JSONField()
    code_digest = models.CharField(max_length=64, default="", blank=True, db_index=True)
    evidence_id = models.BigIntegerField(null=True, blank=True)
    place = models.CharField(max_length=12, default="", blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64, default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=64, default="", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(default="", blank=True)

    class Meta:
        db_table = "identity_mandate"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="active") | Q(agent__isnull=False),
                name="identity_mandate_has_agent",
            ),
            models.CheckConstraint(
                condition=Q(kind="consent") | Q(evidence_id__isnull=False),
                name="identity_mandate_evidence",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="identity_mandate_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} for {self.person_id} ({self.state})"


class TwoPersonLimit(models.Model):
    """From a day on, an action on more than an amount needs a second person.

    Purpose: no single hand moves much money (社会保险经办条例 第三十七条). Retention: for ever; a new limit is a new row.
    """

    action = models.CharField(max_length=64)
    amount_fen = models.BigIntegerField()
    valid_from = models.DateField()
    set_by = models.CharField(max_length=64)
    set_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        db_table = "identity_two_person_limit"
        indexes = [
            models.Index(fields=["action", "-valid_from"], name="identity_two_person_action")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0), name="identity_two_person_amount"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="identity_two_person_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.action} > {self.amount_fen} from {self.valid_from}"


class RoleReview(models.Model):
    """In a quarter, somebody looked whether an account still needs a role: kept, or taken away.

    Purpose: powers do not outlive their need (GB/T 22239-2019 8.1.10.6). Retention: with the roles.
    """

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="reviews")
    quarter = models.CharField(max_length=6)
    kept = models.BooleanField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "identity_role_review"
        constraints = [
            models.UniqueConstraint(fields=["role", "quarter"], name="identity_role_review_once"),
            models.CheckConstraint(
                condition=Q(quarter__regex=r"^[0-9]{4}Q[1-4]$"), name="identity_role_review_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_id} {self.quarter}"
