"""Doors back: a payment taken for the wrong person at a counter, and a bridging that was an error after its money had moved."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.resident.bridging import Bridging


class PaymentCorrection(models.Model):
    """A payment that a counter took for the wrong person (收错更正): proposed with the reason, confirmed by a second person.

    While the teller's day is open the money is handed back (`hand_back`). Once it is closed the year is moved to the person
    who meant to pay (`move`), or what was paid is owed to the payer and goes by the bank (`refund`, to the account given).
    The payment itself stays as recorded. Basis: 社会保险经办条例 37; 会计法 17. Purpose: who paid what stands under the right
    name. Retention: permanent, with the account.
    """

    WAYS = {
        "hand_back": "当日退回现款",
        "move": "更正到实际缴费人",
        "refund": "退回缴费人账户",
    }
    STATES = {"proposed": "待复核", "confirmed": "已更正", "refused": "不予更正"}

    payment = models.ForeignKey(
        "resident.ResidentPayment", models.PROTECT, related_name="corrections"
    )
    way = models.CharField(max_length=10, choices=WAYS.items())
    reason = models.TextField()
    place = models.CharField(max_length=12)
    right_person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    bank_code = models.CharField(max_length=14, default="", db_default="", blank=True)
    account_number = models.CharField(max_length=34, default="", db_default="", blank=True)
    account_name = models.CharField(max_length=120, default="", db_default="", blank=True)
    state = models.CharField(
        max_length=10, choices=STATES.items(), default="proposed", db_default="proposed"
    )
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    decided_by = models.CharField(max_length=80, null=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(default="", db_default="", blank=True)
    new_payment = models.ForeignKey(
        "resident.ResidentPayment", models.PROTECT, null=True, related_name="+"
    )
    payout = models.ForeignKey(
        "resident.ResidentPayout", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        db_table = "resident_payment_correction"
        constraints = [
            models.UniqueConstraint(
                name="resident_payment_correction_once",
                fields=["payment"],
                condition=~Q(state="refused"),
            ),
            models.CheckConstraint(
                name="resident_payment_correction_two_people",
                condition=Q(state="proposed", decided_by__isnull=True)
                | Q(state__in=["confirmed", "refused"], decided_by__isnull=False)
                & ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="resident_payment_correction_whole",
                condition=~Q(reason="")
                & (
                    Q(way="hand_back")
                    | Q(way="move", right_person__isnull=False)
                    | Q(way="refund") & ~Q(account_number="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk} of payment {self.payment_id}"


class BridgingReturn(models.Model):
    """A bridging found wrong after its money had moved (衔接更正): proposed, confirmed by another, then the money goes back.

    Confirmed, the account leaves the scheme it had come to and waits for its money; moved, it stands where it came from.
    Nothing of it once a pension rests on the account. Basis: 社会保险经办条例 46. Purpose: one person, one account, the right
    one. Retention: permanent.
    """

    STATES = {
        "proposed": "待复核",
        "confirmed": "待划回资金",
        "moved": "已划回",
        "refused": "不予更正",
    }

    bridging = models.ForeignKey(Bridging, models.PROTECT, related_name="returns")
    reason = models.TextField()
    state = models.CharField(
        max_length=10, choices=STATES.items(), default="proposed", db_default="proposed"
    )
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, null=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(default="", db_default="", blank=True)
    moved_on = models.DateField(null=True)
    moved_by = models.CharField(max_length=80, null=True)

    class Meta:
        db_table = "resident_bridging_return"
        constraints = [
            models.UniqueConstraint(
                name="resident_bridging_return_once",
                fields=["bridging"],
                condition=~Q(state="refused"),
            ),
            models.CheckConstraint(
                name="resident_bridging_return_two_people",
                condition=Q(state="proposed", decided_by__isnull=True)
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")) & ~Q(state="proposed"),
            ),
            models.CheckConstraint(name="resident_bridging_return_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"return of bridging {self.bridging_id}"
