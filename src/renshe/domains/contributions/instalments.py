"""The tables of agreed instalments: an employer's arrears and the days on which it pays them off."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class InstalmentPlan(models.Model):
    """An agreement to pay arrears later, on security (延期缴费协议). It defers collection and forgives nothing.

    `bills` are the bills meant, `principal_fen` and `surcharge_fen` what they owed on `agreed_on`; surcharge goes on growing
    on what is open (社会保险法 86) and comes on top. `received_before_fen` is what the bills had received by then, principal
    and surcharge, so that money for the plan can be told from money before. Basis: 社会保险法 63. Purpose: collection.
    Retention: thirty years after its end, as voucher of a deferral.
    """

    class State(models.TextChoices):
        IN_FORCE = "in_force", "执行中"
        WITHDRAWN = "withdrawn", "已撤销"

    employer = models.ForeignKey("registry.Employer", on_delete=models.PROTECT, related_name="+")
    bills = ArrayField(models.BigIntegerField())
    agreed_on = models.DateField()
    principal_fen = models.BigIntegerField()
    surcharge_fen = models.BigIntegerField()
    received_before_fen = models.BigIntegerField()
    security = models.CharField(max_length=20)
    reference = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, db_default="in_force")
    agreed_by = models.CharField(max_length=200)
    agreed_at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, default="", db_default="")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(default="", db_default="")

    class Meta:
        db_table = "contributions_instalment_plan"
        constraints = [
            models.UniqueConstraint(
                fields=["employer"],
                condition=Q(state="in_force"),
                name="contributions_one_plan_in_force",
            ),
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, surcharge_fen__gte=0, received_before_fen__gte=0),
                name="contributions_plan_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state="in_force", ended_at__isnull=True)
                | (
                    Q(state="withdrawn", ended_at__isnull=False)
                    & ~Q(ended_by="")
                    & ~Q(ended_why="")
                ),
                name="contributions_plan_state",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk} of employer {self.employer_id} ({self.state})"


class Instalment(models.Model):
    """One day of a plan and what is to be paid by it (fen). Append-only. Retention: as the plan."""

    plan = models.ForeignKey(InstalmentPlan, on_delete=models.PROTECT, related_name="instalments")
    number = models.SmallIntegerField()
    due_on = models.DateField()
    amount_fen = models.BigIntegerField()

    class Meta:
        db_table = "contributions_instalment"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="contributions_instalment_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, number__gte=1),
                name="contributions_instalment_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"instalment {self.number} of plan {self.plan_id}"
