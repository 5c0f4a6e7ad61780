"""A relation on its way, what the other agency told of it year by year, the messages, and what is owed for double months."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from renshe.domains.transfers.states import OPEN, STATES
from renshe.foundation.fields import FenField

MILITARY = "000081"
"""The code under which the armed forces' insurance sends (ours: the platform's own was not seen)."""
SOURCES = {"province": "外省", "military": "军队"}


class ProvincialTransfer(models.Model):
    """One transfer of one person's pension relation, in or out, from the request to the last receipt.

    `place` is ours, `other_code` the other province (six digits) or the armed forces'. `letter_id` is the contact letter
    that every message answers. `step_due_on` is the last working day of the present step. Amounts: what moves; they stand
    once the form is in (in) or decided (out). Of the account `before_1998_fen` is the person's own part from before 1998
    with its interest; null where an old form did not tell it apart. `stays_fen` is the rest from before 1998, which does
    not move (out). Nothing is changed once booked. States in `states.py`.
    Basis: 国办发〔2009〕66号; 军人保险法 16. Purpose: years add up wherever they were paid. Retention: permanent.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=[("in", "转入"), ("out", "转出")])
    source = models.CharField(max_length=8, choices=SOURCES.items())
    place = models.CharField(max_length=12)
    other_code = models.CharField(max_length=6)
    other_agency = models.CharField(max_length=80)
    letter_id = models.CharField(max_length=64, unique=True)
    case_number = models.CharField(max_length=32, default="", db_default="")
    state = models.CharField(max_length=16)
    temporary = models.BooleanField(default=False, db_default=False)
    opened_on = models.DateField()
    step_due_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    pooled_fen = FenField(null=True)
    account_fen = FenField(null=True)
    before_1998_fen = FenField(null=True)
    stays_fen = FenField(default=0, db_default=0)
    refund_fen = FenField(default=0, db_default=0)
    months = models.IntegerField(null=True)
    facts = models.JSONField(default=dict)
    bank_ref = models.CharField(max_length=64, default="", db_default="")
    money_on = models.DateField(null=True)
    batch_id = models.BigIntegerField(null=True, unique=True)
    settled_on = models.DateField(null=True)
    refusal = models.CharField(max_length=255, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "transfers_transfer"
        indexes = [
            models.Index(fields=["person"], name="transfers_of_person"),
            models.Index(fields=["state", "step_due_on"], name="transfers_by_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "other_code", "direction"], condition=Q(state__in=OPEN),
                name="transfers_one_open_each_way",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["in", "out"], state__in=list(STATES))
                & Q(source__in=["province", "military"]),
                name="transfers_codes",
            ),
            models.CheckConstraint(
                condition=Q(refund_fen__gte=0)
                & (Q(account_fen__isnull=True) | Q(account_fen__gte=F("refund_fen"), pooled_fen__gte=0)),
                name="transfers_amounts",
            ),
            models.CheckConstraint(
                condition=Q(stays_fen__gte=0)
                & (Q(before_1998_fen__isnull=True) | Q(before_1998_fen__gte=0, account_fen__gte=F("before_1998_fen"))),
                name="transfers_before_1998",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["booked", "sent", "acknowledged"])
                | Q(batch_id__isnull=False, account_fen__isnull=False, months__isnull=False),
                name="transfers_booked_has_batch",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="transfers_refusal_has_reason"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"transfer {self.direction} {self.letter_id}"


class TransferYear(models.Model):
    """One year of the information form (信息表): the months paid elsewhere, with their bases (fen). Append-only.

    `place` is the province of these months where the form names another than its sender's; a year may so have several
    rows, no month in two. `paid_months` has bit 0 for January. Months that were paid here as well are in the transfer's
    `facts` once it is booked:
    `double` by year, and `left_out` (double ones and such as had left from here). Retention: permanent, as rights rest on it.
    """

    transfer = models.ForeignKey(ProvincialTransfer, models.PROTECT, related_name="years")
    year = models.SmallIntegerField()
    place = models.CharField(max_length=6, default="", db_default="")
    paid_months = models.IntegerField()
    base_fen = ArrayField(models.BigIntegerField(), size=12)

    class Meta:
        db_table = "transfers_year"
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "year", "place"], name="transfers_year_and_place_once"
            ),
            models.CheckConstraint(
                condition=Q(paid_months__gt=0, paid_months__lte=4095),
                name="transfers_year_mask",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} of transfer {self.transfer_id}"


class TransferMessage(models.Model):
    """One message that went or came, once by its id. Its words never change; `handed_over_at` is set once.

    `problem` says why a message that came was not used. `digest` is the SHA-256 of kind and body, so that the same id with
    other words is noticed. Retention: permanent.
    """

    transfer = models.ForeignKey(
        ProvincialTransfer, models.PROTECT, null=True, related_name="messages"
    )
    message_id = models.CharField(max_length=64, unique=True)
    direction = models.CharField(max_length=3, choices=[("in", "收到"), ("out", "发出")])
    kind = models.CharField(max_length=20)
    from_code = models.CharField(max_length=6)
    to_code = models.CharField(max_length=6)
    reference = models.CharField(max_length=64)
    made_on = models.DateField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    problem = models.CharField(max_length=255, default="", db_default="")
    recorded_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "transfers_message"
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=["in", "out"]), name="transfers_message_direction"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class TransferRefund(models.Model):
    """What a person has back for months paid at two places (重复缴费清退), owed with the booking, paid by another hand.

    Basis: 人社部规〔2016〕5号 (K). Retention: permanent.
    """

    transfer = models.OneToOneField(ProvincialTransfer, models.PROTECT, related_name="refund")
    amount_fen = FenField()
    owed_on = models.DateField()
    booked_by = models.CharField(max_length=80)
    paid_on = models.DateField(null=True)
    bank_ref = models.CharField(max_length=64, null=True, unique=True)
    paid_by = models.CharField(max_length=80, null=True)

    class Meta:
        db_table = "transfers_refund"
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="transfers_refund_positive"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True)
                | Q(bank_ref__isnull=False, paid_by__isnull=False) & ~Q(paid_by=F("booked_by")),
                name="transfers_refund_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"refund of transfer {self.transfer_id}"


# Django finds the tables of an app in this module; the answers to letters stand in one of their own.
from renshe.domains.transfers.models_answering import LetterAnswer  # noqa: E402, F401
