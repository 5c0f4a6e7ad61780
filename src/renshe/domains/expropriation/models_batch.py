"""Allowances that one project's old are granted together: proposed by one, decided by another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class BatchAward(models.Model):
    """One list of a project's old who are to be granted the allowance together (批量核定).

    `rows` are, person by person, the member, and either the fen a month or why not (`code`, `zh`, `en`): as tried when proposed,
    and as done when decided. Two people. Basis: 社会保险经办条例 第三十七条. Retention: permanent, with the awards.
    """

    STATES = {"proposed": "待复核", "done": "已核定", "refused": "未同意"}

    project = models.ForeignKey(
        "expropriation.ExpropriationProject", models.PROTECT, related_name="batch_awards"
    )
    state = models.CharField(
        max_length=8, choices=STATES.items(), default="proposed", db_default="proposed"
    )
    rows = models.JSONField()
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=255, default="", db_default="")

    class Meta:
        db_table = "expropriation_batch_award"
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state="proposed"),
                name="expropriation_batch_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True)
                | Q(
                    state__in=["done", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                & ~Q(decided_by=F("proposed_by")),
                name="expropriation_batch_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"batch award {self.pk} of project {self.project_id}"
