"""Contracts as filed, and what was recorded about them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Contract(models.Model):
    """One employment of one person at one employer, as the employer filed it.

    `began_on` is the first day of work, with which employment begins whether or not a paper is signed (劳动合同法 7);
    `ends_on` the last day agreed. `ended_on` is the last day in fact, empty while it lasts. `wage_fen` is a month's pay as
    agreed, for part-time work an hour's. Purpose: employment registration and the proof of employment. Retention: two years
    after its end with the employer (50), here as the person's record of work.
    """

    class Kind(models.TextChoices):
        FIXED = "fixed", "固定期限"
        OPEN = "open_ended", "无固定期限"
        TASK = "task", "以完成一定工作任务为期限"
        PART_TIME = "part_time", "非全日制用工"

    class Hours(models.TextChoices):
        STANDARD = "standard", "标准工时制"
        COMPREHENSIVE = "comprehensive", "综合计算工时制"
        IRREGULAR = "irregular", "不定时工作制"

    employer = models.ForeignKey("registry.Employer", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    began_on = models.DateField()
    signed_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    probation_months = models.SmallIntegerField()
    occupation = models.CharField(max_length=60)
    work_place = models.CharField(max_length=12)
    hours = models.CharField(max_length=16, choices=Hours.choices)
    wage_fen = models.BigIntegerField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=32, default="", db_default="")
    withdrawn = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "employment_contract"
        indexes = [models.Index(fields=["employer", "began_on"], name="employment_of_employer")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "employer"],
                condition=Q(ended_on__isnull=True, withdrawn=False),
                name="employment_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["fixed", "open_ended", "task", "part_time"]),
                name="employment_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind="fixed") | Q(ends_on__isnull=False),
                name="employment_fixed_term_has_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(ends_on__isnull=True) | Q(ends_on__gte=F("began_on")))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on"))),
                name="employment_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="employment_end_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(probation_months__gte=0, probation_months__lte=6)
                & (~Q(kind__in=["task", "part_time"]) | Q(probation_months=0)),
                name="employment_probation",
            ),
            models.CheckConstraint(condition=Q(wage_fen__gt=0), name="employment_wage"),
        ]

    def __str__(self) -> str:
        return f"contract {self.pk}: person {self.person_id} at {self.employer_id}"


class ContractAct(models.Model):
    """One act on a contract: what, from when, known when, by whom, why, and from which case. Append-only.

    Purpose: evidence, and what was known on a day. Retention: as the contract.
    """

    class Kind(models.TextChoices):
        FILED = "filed", "备案"
        ENDED = "ended", "终止或解除"
        REOPENED = "reopened", "恢复"
        WITHDRAWN = "withdrawn", "误报撤销"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    effective_on = models.DateField()
    known_on = models.DateField()
    reason = models.CharField(max_length=255)
    reference = models.CharField(max_length=64)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "employment_contract_act"
        indexes = [models.Index(fields=["contract"], name="employment_acts")]

    def __str__(self) -> str:
        return f"{self.kind} of contract {self.contract_id} on {self.effective_on}"
