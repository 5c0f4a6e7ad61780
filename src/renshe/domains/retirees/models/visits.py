"""Visits at home, what is known of somebody's circumstances, and what was promised."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class CareCircumstance(models.Model):
    """Why a retiree is visited more often: lives alone, is ill or disabled. Sensitive: seen by the community's worker only.

    No diagnosis is kept. Basis: 个人信息保护法 第十三、二十八条. Purpose: the plan of visits. Retention: two years
    after its end (owner-default).
    """

    class Kind(models.TextChoices):
        LIVING_ALONE = "living_alone", "独居"
        ILL = "ill", "患病需要照顾"
        DISABLED = "disabled", "行动不便"

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "retirees_care_circumstance"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(until_on__isnull=True),
                name="retirees_circumstance_one_open",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["living_alone", "ill", "disabled"]),
                name="retirees_circumstance_kind",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="retirees_circumstance_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class HomeVisit(models.Model):
    """Somebody of the community went to a retiree's home or called; what was found. Append-only.

    `form_key` is the form's own number, so that one sent twice from a bad line is one visit. `checked` says how it was made
    sure who the person is, empty where that was not asked; a visit with it proves certification (its proof names the visit). The
    photograph is kept without place and device. Basis: 社会保险经办条例 第二十六、三十八条. Retention: with the certification.
    """

    class Outcome(models.TextChoices):
        SEEN = "seen", "见到本人"
        CALLED = "called", "电话联系上"
        NOT_HOME = "not_home", "不在家"
        MOVED = "moved", "已搬走"
        REPORTED_DEAD = "reported_dead", "家人告知已去世"

    NEEDS = {
        "none": "没有",
        "meals": "送餐",
        "medical": "就医、取药",
        "repairs": "修理",
        "company": "有人陪伴",
        "papers": "代办手续",
        "money": "生活困难",
    }

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    community = models.CharField(max_length=12)
    visited_on = models.DateField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    findings = models.TextField(default="", db_default="")
    needs = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    checked = models.CharField(max_length=12, default="", db_default="")
    photograph = models.ForeignKey("documents.File", models.PROTECT, null=True, related_name="+")
    form_key = models.CharField(max_length=36, unique=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "retirees_home_visit"
        indexes = [models.Index(fields=["person", "-visited_on"], name="retirees_visits_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["seen", "called", "not_home", "moved", "reported_dead"]),
                name="retirees_visit_outcome",
            ),
            models.CheckConstraint(
                condition=Q(checked="")
                | Q(
                    checked__in=["id_card", "known"],
                    outcome="seen",
                    photograph__isnull=False,
                ),
                name="retirees_visit_checked",
            ),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk} to {self.person_id} on {self.visited_on}"


class VisitFollowUp(models.Model):
    """Something promised at a visit, by when, and what became of it; closed once. Retention: with the visit."""

    visit = models.ForeignKey(HomeVisit, models.PROTECT, related_name="follow_ups")
    what = models.CharField(max_length=255)
    due_on = models.DateField()
    kept_on = models.DateField(null=True)
    kept_by = models.CharField(max_length=80, default="", db_default="")
    result = models.CharField(max_length=255, default="", db_default="")

    class Meta:
        db_table = "retirees_visit_follow_up"
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(kept_on__isnull=True),
                name="retirees_follow_ups_owed",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="retirees_follow_up_what"),
            models.CheckConstraint(
                condition=Q(kept_on__isnull=True) | ~Q(result="") & ~Q(kept_by=""),
                name="retirees_follow_up_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk} by {self.due_on}"
