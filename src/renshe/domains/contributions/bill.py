"""The table of bills: what one payer owes for one period and kind."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

FUNDS = ("pension", "medical", "unemployment", "injury")
COMPONENTS = tuple(f"{fund}_{share}" for fund in FUNDS for share in ("employer", "personal"))


class Bill(models.Model):
    """What one payer owes for one period and kind, split by fund and share.

    The payer is an employer, or a person who pays for himself. Maternity is in the medical amounts where it was
    merged. `received_fen` is principal received; `surcharge_fen` what was charged for lateness, split by the fund that
    gets it, of which `surcharge_received_fen` came in. Its state carries its lines' (`states.py`). A correction may be
    negative and names the bill it `corrects`. Payers are proven to exist when bills are written, all at once: a foreign
    key would look up each of a month's bills by itself and cost more than writing them. `batch_id` and
    `credited_batch_id` name rows of `funds_batch` without a key, proven by `checks.py`.
    Purpose: to collect. Retention: for ever. Absent: a due amount that changes; a correction is a further bill.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", "正常应缴"
        BACK_PAYMENT = "back_payment", "补缴"
        CORRECTION = "correction", "更正"

    class State(models.TextChoices):
        ASSESSED = "assessed", "已核定"
        SENT = "sent", "已推送税务"
        PART_RECEIVED = "part_received", "部分到账"
        RECEIVED = "received", "足额到账"
        CREDITED = "credited", "已记账"
        REFUNDED = "refunded", "已退费"
        WRITTEN_OFF = "written_off", "已核销"

    employer = models.ForeignKey(
        "registry.Employer",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    person = models.ForeignKey(
        "registry.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    period = models.IntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    batch_id = models.BigIntegerField()
    due_on = models.DateField()
    heads = models.IntegerField()
    pension_employer_fen = models.BigIntegerField(db_default=0)
    pension_personal_fen = models.BigIntegerField(db_default=0)
    medical_employer_fen = models.BigIntegerField(db_default=0)
    medical_personal_fen = models.BigIntegerField(db_default=0)
    unemployment_employer_fen = models.BigIntegerField(db_default=0)
    unemployment_personal_fen = models.BigIntegerField(db_default=0)
    injury_employer_fen = models.BigIntegerField(db_default=0)
    injury_personal_fen = models.BigIntegerField(db_default=0)
    total_fen = models.BigIntegerField()
    received_fen = models.BigIntegerField(db_default=0)
    surcharge_fen = models.BigIntegerField(db_default=0)
    pension_surcharge_fen = models.BigIntegerField(db_default=0)
    medical_surcharge_fen = models.BigIntegerField(db_default=0)
    unemployment_surcharge_fen = models.BigIntegerField(db_default=0)
    injury_surcharge_fen = models.BigIntegerField(db_default=0)
    surcharge_received_fen = models.BigIntegerField(db_default=0)
    state = models.CharField(max_length=16, choices=State.choices, db_default="assessed")
    sent_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    credited_batch_id = models.BigIntegerField(null=True, blank=True)
    corrects = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
        db_index=False,
    )

    class Meta:
        db_table = "contributions_bill"
        indexes = [
            models.Index(fields=["period", "state"], name="contributions_bill_period"),
            models.Index(fields=["batch_id"], name="contributions_bill_batch"),
            models.Index(
                fields=["employer"],
                condition=Q(employer__isnull=False),
                name="contributions_bill_employer",
            ),
            models.Index(
                fields=["person"],
                condition=Q(person__isnull=False),
                name="contributions_bill_person",
            ),
            models.Index(
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
                name="contributions_bill_corrects",
            ),
            models.Index(
                fields=["credited_batch_id"],
                condition=Q(credited_batch_id__isnull=False),
                name="contributions_bill_credited",
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=["assessed", "sent", "part_received"]),
                name="contributions_bill_arrears",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(employer__isnull=False, person__isnull=True)
                | Q(employer__isnull=True, person__isnull=False),
                name="contributions_bill_one_payer",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_fen=F("pension_employer_fen")
                    + F("pension_personal_fen")
                    + F("medical_employer_fen")
                    + F("medical_personal_fen")
                    + F("unemployment_employer_fen")
                    + F("unemployment_personal_fen")
                    + F("injury_employer_fen")
                    + F("injury_personal_fen")
                ),
                name="contributions_bill_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(kind="correction")
                | (
                    Q(pension_employer_fen__gte=0)
                    & Q(pension_personal_fen__gte=0)
                    & Q(medical_employer_fen__gte=0)
                    & Q(medical_personal_fen__gte=0)
                    & Q(unemployment_employer_fen__gte=0)
                    & Q(unemployment_personal_fen__gte=0)
                    & Q(injury_employer_fen__gte=0)
                ),
                name="contributions_bill_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(injury_personal_fen=0), name="contributions_bill_injury_employer_only"
            ),
            models.CheckConstraint(
                condition=Q(kind="correction")
                | (Q(received_fen__gte=0) & Q(received_fen__lte=F("total_fen"))),
                name="contributions_bill_received_within_total",
            ),
            models.CheckConstraint(
                condition=Q(
                    surcharge_fen=F("pension_surcharge_fen")
                    + F("medical_surcharge_fen")
                    + F("unemployment_surcharge_fen")
                    + F("injury_surcharge_fen")
                ),
                name="contributions_bill_surcharge_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(surcharge_received_fen__gte=0)
                & Q(surcharge_received_fen__lte=F("surcharge_fen")),
                name="contributions_bill_surcharge_within_charge",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["regular", "back_payment", "correction"]),
                name="contributions_bill_kind",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "assessed",
                        "sent",
                        "part_received",
                        "received",
                        "credited",
                        "refunded",
                        "written_off",
                    ]
                ),
                name="contributions_bill_state",
            ),
            models.UniqueConstraint(
                fields=["employer", "period", "kind", "batch_id"],
                condition=Q(employer__isnull=False) & ~Q(kind="correction"),
                name="contributions_bill_employer_once",
            ),
            models.UniqueConstraint(
                fields=["person", "period", "kind", "batch_id"],
                condition=Q(person__isnull=False) & ~Q(kind="correction"),
                name="contributions_bill_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"bill {self.pk}: period {self.period}, {self.kind}, {self.state}"
