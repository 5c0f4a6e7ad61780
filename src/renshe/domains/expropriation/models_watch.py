"""What is watched of the group: medical cover by year, the schemes' months, and what stood out."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.foundation.fields import FenField, MonthField


class ResidentMedicalYear(models.Model):
    """Somebody of the group is in the residents' medical insurance of a year, by the medical bureau's list. Append-only.

    The medical bureau keeps that insurance; here stands only who of the group is in it, so that the others are found.
    Basis: 社会保险法 第二十五条. Retention: ten years.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    year = models.IntegerField()
    source = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "expropriation_medical_year"
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="expropriation_medical_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.year}"


class SchemeMonth(models.Model):
    """How many people drew how much of a scheme at a place in a month, and what changed it. Append-only.

    `rise_fen` is the yearly rise of one head that took effect in this month, null where none did; `why_*` says what moved the
    average. Purpose: the ratio and the equal rise that the plan keeps in sight. Retention: permanent.
    """

    SCHEMES = {"rural": "农村（居民）养老金", "land": "征地养老生活费", "town": "镇保养老金"}

    place = models.CharField(max_length=12)
    month = MonthField()
    scheme = models.CharField(max_length=8, choices=SCHEMES.items())
    people = models.IntegerField()
    total_fen = FenField()
    rise_fen = FenField(null=True)
    rise_on = models.DateField(null=True)
    why_zh = models.CharField(max_length=200, default="", db_default="")
    why_en = models.CharField(max_length=200, default="", db_default="")
    source = models.CharField(max_length=120)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "expropriation_scheme_month"
        constraints = [
            models.UniqueConstraint(
                fields=["place", "month", "scheme"], name="expropriation_scheme_month_once"
            ),
            models.CheckConstraint(
                condition=Q(people__gt=0, total_fen__gte=0)
                & Q(scheme__in=["rural", "land", "town"])
                & (Q(rise_fen__isnull=True) | Q(rise_on__isnull=False)),
                name="expropriation_scheme_month_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.place} {self.month}"


class LandWatchMonth(models.Model):
    """What the watch found for the group at a place in a month: cover, money, and what stood out (征地保障监测). Append-only.

    Fen; `warnings` are the codes of what was off. Scheme figures stand in `SchemeMonth`. Purpose: the plan's indicators, month
    by month. Basis: owner-default. Retention: permanent.
    """

    place = models.CharField(max_length=12)
    month = MonthField()
    people = models.IntegerField()
    covered = models.IntegerField()
    accounts_fen = FenField()
    pool_fen = FenField()
    reserve_fen = FenField()
    predeposit_fen = FenField()
    monthly_fen = FenField()
    warnings = models.JSONField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "expropriation_watch_month"
        constraints = [
            models.UniqueConstraint(
                fields=["place", "month"], name="expropriation_watch_month_once"
            ),
            models.CheckConstraint(
                condition=Q(people__gte=F("covered")) & Q(covered__gte=0, monthly_fen__gte=0),
                name="expropriation_watch_month_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"watch {self.place} {self.month}"
