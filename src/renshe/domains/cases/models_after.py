"""The tables around a decision: a limit that was lengthened, the draw and the checks of quality, the applicant's rating."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

BAD = 2
"""A rating of this grade or below is a bad one (差评): it must be followed up."""


class Extension(models.Model):
    """One lengthening of a case's limit: asked by the handler, decided by somebody else, at most once granted.

    `days` are of the clock's unit. Purpose: to decide in time and to tell why not. Retention: as the case.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="extensions")
    days = models.SmallIntegerField()
    words = models.TextField()
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    due_before = models.DateField()
    granted = models.BooleanField(null=True)
    decided_by = models.CharField(max_length=64, default="", db_default="")
    decided_at = models.DateTimeField(null=True)
    decided_words = models.TextField(default="", db_default="")

    class Meta:
        app_label = "cases"
        db_table = "cases_extension"
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(granted__isnull=True),
                name="cases_extensions_asked",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=~Q(granted=False), name="cases_extended_once"
            ),
            models.CheckConstraint(condition=Q(days__gte=1), name="cases_extension_days"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True)
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by="")),
                name="cases_extension_by_another",
            ),
        ]


class SampleDraw(models.Model):
    """The draw of one item and month: how many were decided and taken in each stratum, and the seed that repeats it.

    Append-only. Purpose: to prove that nobody chose what was checked. Retention: ten years.
    """

    item = models.CharField(max_length=80)
    month = models.IntegerField()
    seed = models.CharField(max_length=64)
    strata = models.JSONField()
    drawn_at = models.DateTimeField()

    class Meta:
        app_label = "cases"
        db_table = "cases_sample_draw"
        constraints = [
            models.UniqueConstraint(fields=["item", "month"], name="cases_draw_once"),
        ]


class QualityCheck(models.Model):
    """A decided case that is looked at again by somebody who had no hand in it, and what came of that.

    `place` is where it was decided. `finding` is empty until the checker has answered every line of the list, then ok, formal
    or wrong; `settled_how` says how a finding was dealt with: answered, reversed or upheld. Purpose: to find faults of the
    work, not to rank people. Retention: as the case.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="quality")
    draw = models.ForeignKey(SampleDraw, on_delete=models.PROTECT, related_name="checks")
    item = models.CharField(max_length=80)
    place = models.CharField(max_length=12)
    stratum = models.CharField(max_length=10)
    checker = models.CharField(max_length=64, default="", db_default="")
    assigned_at = models.DateTimeField(null=True)
    marks = models.JSONField(default=dict)
    finding = models.CharField(max_length=8, default="", db_default="")
    words = models.TextField(default="", db_default="")
    found_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, default="", db_default="")
    answer = models.TextField(default="", db_default="")
    settled_at = models.DateTimeField(null=True)
    settled_how = models.CharField(max_length=10, default="", db_default="")

    class Meta:
        app_label = "cases"
        db_table = "cases_quality_check"
        indexes = [
            models.Index(
                fields=["checker", "id"], condition=Q(finding=""), name="cases_checks_open"
            ),
            models.Index(
                fields=["finding", "id"],
                condition=Q(settled_at__isnull=True) & ~Q(finding=""),
                name="cases_checks_to_settle",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=["", "ok", "formal", "wrong"]), name="cases_check_finding"
            ),
        ]


class Rating(models.Model):
    """What somebody says of the service in a finished case, once (好差评), and how a bad rating was followed up.

    `grade` is 5 (best) to 1; `answer_due_on` is set for a bad one alone. Purpose: to improve the service. Who handled the case
    does not learn who rated it (国办发〔2019〕51号: the rater is protected). Retention: five years.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="rating")
    item = models.CharField(max_length=80)
    place = models.CharField(max_length=12)
    grade = models.SmallIntegerField()
    labels = models.JSONField(default=list)
    words = models.TextField(default="", db_default="")
    channel = models.CharField(max_length=12)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    answer_due_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=64, default="", db_default="")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(default="", db_default="")

    class Meta:
        app_label = "cases"
        db_table = "cases_rating"
        indexes = [
            models.Index(fields=["item"], name="cases_ratings_of_item"),
            models.Index(
                fields=["answer_due_on"],
                condition=Q(grade__lte=BAD, answered_at__isnull=True),
                name="cases_ratings_to_answer",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=5), name="cases_rating_grade"
            ),
            models.CheckConstraint(
                condition=Q(grade__gt=BAD) | Q(answer_due_on__isnull=False),
                name="cases_bad_rating_has_a_day",
            ),
        ]
