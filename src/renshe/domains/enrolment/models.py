"""Spells of insurance, the changes that made them, and the past months that a change reached."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


class Insurance(models.IntegerChoices):
    """The five insurances, by the number kept in `enrolment_spell.insurance`."""

    PENSION = 1, "职工基本养老保险"
    MEDICAL = 2, "职工基本医疗保险"
    UNEMPLOYMENT = 3, "失业保险"
    INJURY = 4, "工伤保险"
    MATERNITY = 5, "生育保险"


class Spell(models.Model):
    """One person insured through one employer (or on their own: no employer) in one insurance,
    without a break.

    Purpose: to know who owes and who is covered in a month. Retention: for ever, as the source of
    benefit rights. `span` is half-open and both ends are the first day of a month: `[2025-10-01,
    2026-01-01)` is October to December; no upper end means still insured. `status` holds for the
    whole span: a suspension ends the active spell and begins a suspended one. A spell
    recorded by mistake is cancelled, not deleted, and then stands in nobody's way.

    The database refuses overlap. Only work injury may run at several employers at once, because
    each of them must insure the person (实施《社会保险法》若干规定 九); there the same employer may
    not overlap with itself.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", "参保缴费"
        SUSPENDED = "suspended", "暂停缴费"
        CANCELLED = "cancelled", "误登作废"

    class PersonKind(models.TextChoices):
        EMPLOYEE = "employee", "职工"
        FLEXIBLE = "flexible", "灵活就业人员"
        CIVIL_SERVICE = "civil_service", "机关事业单位工作人员"
        RETIREE_INJURY_ONLY = "retiree_injury_only", "超龄从业人员（单工伤）"

    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(
        "registry.Employer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    insurance = models.SmallIntegerField(choices=Insurance.choices)
    span = DateRangeField()
    status = models.CharField(max_length=16, choices=Status.choices)
    person_kind = models.CharField(max_length=24, choices=PersonKind.choices)
    join_reason = models.CharField(max_length=32)
    leave_reason = models.CharField(max_length=32, null=True, blank=True)
    known_on = models.DateField()
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "enrolment_spell"
        constraints = [
            ExclusionConstraint(
                name="enrolment_spell_no_overlap",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("insurance"), RangeOperators.EQUAL),
                    (F("span"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(insurance=4) & ~Q(status="cancelled"),
            ),
            ExclusionConstraint(
                name="enrolment_spell_no_overlap_injury",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (Coalesce(F("employer_id"), 0), RangeOperators.EQUAL),
                    (F("span"), RangeOperators.OVERLAPS),
                ],
                condition=Q(insurance=4) & ~Q(status="cancelled"),
            ),
            models.CheckConstraint(
                condition=Q(insurance__gte=1) & Q(insurance__lte=5),
                name="enrolment_spell_insurance",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "suspended", "cancelled"]),
                name="enrolment_spell_status",
            ),
            models.CheckConstraint(
                condition=Q(
                    person_kind__in=["employee", "flexible", "civil_service", "retiree_injury_only"]
                ),
                name="enrolment_spell_person_kind",
            ),
            models.CheckConstraint(
                condition=Q(span__isempty=False, span__lower_inf=False, span__lower_inc=True)
                & Q(span__startswith__day=1)
                & (Q(span__upper_inf=True) | Q(span__upper_inc=False, span__endswith__day=1)),
                name="enrolment_spell_whole_months",
            ),
            models.CheckConstraint(
                condition=Q(span__upper_inf=True, leave_reason__isnull=True)
                | Q(span__upper_inf=False, leave_reason__isnull=False),
                name="enrolment_spell_end_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(employer__isnull=False) | Q(person_kind="flexible"),
                name="enrolment_spell_own_payer_is_flexible",
            ),
        ]
        indexes = [
            models.Index(fields=["employer", "insurance"], name="enrolment_spell_employer"),
        ]

    def __str__(self) -> str:
        return f"spell {self.pk}: person {self.person_id}, insurance {self.insurance}"


class Change(models.Model):
    """One change as recorded: what happened to which spell, from when, known when, by whom and why.

    Purpose: evidence and reconstruction of what was known on a day. Retention: as the spell.
    Append-only.
    """

    class Kind(models.TextChoices):
        JOIN = "join", "新增参保"
        LEAVE = "leave", "减员"
        SUSPEND = "suspend", "暂停缴费"
        RESUME = "resume", "恢复缴费"
        DIE = "die", "死亡"
        MOVE = "move", "单位间转移"
        ABSORB = "absorb", "单位合并转入"
        CANCEL = "cancel", "误登作废"

    spell = models.ForeignKey(Spell, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    effective_on = models.DateField()
    known_on = models.DateField()
    reason = models.CharField(max_length=255)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    evidence_file = models.ForeignKey(
        "documents.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "enrolment_change"
        indexes = [models.Index(fields=["effective_on"], name="enrolment_change_effective")]

    def __str__(self) -> str:
        return f"{self.kind} of spell {self.spell_id} on {self.effective_on}"


class LateMonth(models.Model):
    """One month of one person at one employer (or on their own) that a change reached after it had begun.

    Purpose: the work list of months whose contributions may have been assessed otherwise than the
    spells now say; `runs/enrolment_corrections` compares and settles them. Retention: as the change
    that it explains. Written in the transaction of the change, one row for each change and month,
    so two changes of a month are two rows and neither can hide the other.

    `open` waits to be compared, `waiting` differs and cannot be settled yet (`why` is the reason's
    code), `agrees` needed nothing, `corrected` was settled by the batch `batch_id`, `closed` was
    settled by hand (`why` in a person's words).
    """

    class State(models.TextChoices):
        OPEN = "open", "待核对"
        WAITING = "waiting", "待处理"
        AGREES = "agrees", "无需更正"
        CORRECTED = "corrected", "已更正"
        CLOSED = "closed", "人工办结"

    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(
        "registry.Employer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    period = models.IntegerField()
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="late_months")
    state = models.CharField(max_length=16, choices=State.choices, db_default="open")
    why = models.CharField(max_length=200, db_default="")
    batch_id = models.BigIntegerField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, db_default="")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "enrolment_late_month"
        indexes = [
            models.Index(
                fields=["period"],
                condition=Q(state__in=["open", "waiting"]),
                name="enrolment_late_month_todo",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "waiting", "agrees", "corrected", "closed"]),
                name="enrolment_late_month_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "closed"]) | ~Q(why=""),
                name="enrolment_late_month_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="corrected", batch_id__isnull=False)
                | (~Q(state="corrected") & Q(batch_id__isnull=True)),
                name="enrolment_late_month_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} at {self.employer_id}, month {self.period}: {self.state}"
