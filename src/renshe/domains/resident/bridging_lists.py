"""Money of many bridgings between the two funds as one list with one transfer (划转清单)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.resident.bridging import Bridging
from renshe.foundation.fields import FenField, MonthField


class BridgingList(models.Model):
    """One list of a place and a direction: made by one person, approved by another, then one transfer with the bank's number.

    `direction` is the way of the money. `file_id` is the table with every person and amount that was approved, kept byte for
    byte. Basis: 人社部发〔2014〕17号 五、六; 财社〔2017〕144号 41; 社会保险经办条例 37. Retention: permanent.
    """

    DIRECTIONS = Bridging.DIRECTIONS
    STATES = {
        "made": "已编制",
        "approved": "已批准，待划款",
        "moved": "已划款",
        "discarded": "已撤回",
    }

    place = models.CharField(max_length=12)
    direction = models.CharField(max_length=24, choices=DIRECTIONS.items())
    period = MonthField()
    state = models.CharField(
        max_length=10, choices=STATES.items(), default="made", db_default="made"
    )
    rows = models.IntegerField()
    total_fen = FenField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, null=True)
    approved_at = models.DateTimeField(null=True)
    file_id = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, default="", db_default="", blank=True)
    bank_ref = models.CharField(max_length=64, null=True, unique=True)
    moved_by = models.CharField(max_length=80, null=True)
    moved_on = models.DateField(null=True)
    discarded_by = models.CharField(max_length=80, null=True)
    discarded_why = models.TextField(default="", db_default="", blank=True)

    class Meta:
        db_table = "resident_bridging_list"
        constraints = [
            models.CheckConstraint(
                name="resident_bridging_list_two_people",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="resident_bridging_list_steps",
                condition=Q(state__in=["made", "discarded"])
                | Q(state="approved", approved_by__isnull=False, file_id__isnull=False)
                | Q(state="moved", approved_by__isnull=False, bank_ref__isnull=False, moved_on__isnull=False),
            ),
            models.CheckConstraint(
                name="resident_bridging_list_amounts", condition=Q(rows__gt=0, total_fen__gt=0)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"list {self.pk} of bridgings"


class BridgingListLine(models.Model):
    """One bridging in a list: its amount, and what became of it. `back` is money that goes back where a bridging was an error.

    A bridging has one line that is open or moved each way (a partial unique index). Amounts never change (a trigger).
    Purpose: moving the money. Retention: permanent.
    """

    OUTCOMES = {"open": "待划款", "moved": "已划款", "released": "已撤回"}

    list = models.ForeignKey(BridgingList, models.PROTECT, related_name="lines")
    line_no = models.IntegerField()
    bridging = models.ForeignKey(Bridging, models.PROTECT, related_name="list_lines")
    back = models.BooleanField(default=False, db_default=False)
    amount_fen = FenField()
    outcome = models.CharField(
        max_length=10, choices=OUTCOMES.items(), default="open", db_default="open"
    )

    class Meta:
        db_table = "resident_bridging_list_line"
        constraints = [
            models.UniqueConstraint(
                name="resident_bridging_list_line_no", fields=["list", "line_no"]
            ),
            models.UniqueConstraint(
                name="resident_bridging_list_line_once",
                fields=["bridging", "back"],
                condition=Q(outcome__in=["open", "moved"]),
            ),
            models.CheckConstraint(
                name="resident_bridging_list_line_positive", condition=Q(amount_fen__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line_no} of list {self.list_id}"
