"""The tables of what is set right afterwards: requests in three hands, waivers, accounts, and years put together."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class CorrectionRequest(models.Model):
    """One request to set right what was paid or owed, through its hands: handled, reviewed, approved, posted.

    What is asked stands here from the first day; books, lines and bills move only when it is posted, with all requests
    of its kind in one batch. `periods` are the months meant, `bills` the bills; `amount_fen` is what the handler found
    and the approver signed: principal that goes back, moves or is given up, or surcharge that is waived. `totals` holds
    its parts by fund, the account credit and the interest taken back. A request that can no longer be done when it is
    posted is refused with the reason, and the others go on.
    Basis: 社会保险经办条例 37 (separate hands). Purpose: deciding. Retention: for ever, as voucher of a posting.
    Absent: a change of what was asked (refuse it and ask anew); an automatic approval.
    """

    class Kind(models.TextChoices):
        SUSPENSE_REFUND = "suspense_refund", "退还暂收款"
        MONTH_REFUND = "month_refund", "误缴退费"
        MONTH_MOVE = "month_move", "误缴更正至本人"
        WRITE_OFF = "write_off", "欠费核销"
        SURCHARGE_WAIVER = "surcharge_waiver", "滞纳金减免"

    class State(models.TextChoices):
        HANDLED = "handled", "已受理"
        REVIEWED = "reviewed", "已复核"
        APPROVED = "approved", "已批准"
        POSTED = "posted", "已入账"
        REFUSED = "refused", "不予办理"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    ground = models.CharField(max_length=30)
    claimed_by = models.CharField(
        max_length=10,
        choices=[("employer", "用人单位"), ("person", "参保人"), ("agency", "经办机构")],
    )
    employer = models.ForeignKey(
        "registry.Employer", null=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "registry.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    right_person = models.ForeignKey(
        "registry.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    receipt = models.ForeignKey(
        "contributions.Receipt", null=True, on_delete=models.PROTECT, related_name="+"
    )
    periods = ArrayField(models.IntegerField(), default=list, db_default=[])
    bills = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    amount_fen = models.BigIntegerField()
    totals = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    instrument = models.CharField(max_length=255, blank=True)
    evidence = models.ForeignKey("documents.File", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, db_default="handled")
    handled_by = models.CharField(max_length=200)
    handled_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=200, null=True)
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=200, null=True)
    approved_at = models.DateTimeField(null=True)
    posted_by = models.CharField(max_length=200, null=True)
    posted_at = models.DateTimeField(null=True)
    batch_id = models.BigIntegerField(null=True)
    refused_by = models.CharField(max_length=200, null=True)
    refused_at = models.DateTimeField(null=True)
    refused_why = models.TextField(blank=True)

    class Meta:
        db_table = "contributions_correction_request"
        indexes = [
            models.Index(
                fields=["kind", "state"],
                condition=Q(state__in=["handled", "reviewed", "approved"]),
                name="contributions_request_open",
            ),
            models.Index(fields=["batch_id"], name="contributions_request_batch"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="contributions_request_positive"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="contributions_request_reason"),
            models.CheckConstraint(
                condition=(Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("handled_by")))
                & (
                    Q(approved_by__isnull=True)
                    | (~Q(approved_by=F("handled_by")) & ~Q(approved_by=F("reviewed_by")))
                )
                & (
                    Q(posted_by__isnull=True)
                    | (~Q(posted_by=F("handled_by")) & ~Q(posted_by=F("approved_by")))
                ),
                name="contributions_request_separate_hands",
            ),
            models.CheckConstraint(
                condition=Q(state="handled")
                | Q(state="refused", refused_by__isnull=False)
                | Q(state="reviewed", reviewed_by__isnull=False)
                | Q(state="approved", reviewed_by__isnull=False, approved_by__isnull=False)
                | Q(
                    state="posted",
                    reviewed_by__isnull=False,
                    approved_by__isnull=False,
                    posted_by__isnull=False,
                    batch_id__isnull=False,
                ),
                name="contributions_request_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}: {self.kind}, {self.state}"


class SurchargeWaiver(models.Model):
    """Surcharge of a bill that is given up up to a day, by fund, on an instrument of law or a court. Append-only.

    What was charged before is lowered by it and is not charged again; what principal is open after `until_on` goes on
    bearing surcharge. Basis: 社会保险法 86; waived only by law or by a notice of the state. Retention: for ever.
    """

    request = models.ForeignKey(CorrectionRequest, on_delete=models.PROTECT, related_name="waivers")
    bill = models.ForeignKey("contributions.Bill", on_delete=models.PROTECT, related_name="waivers")
    until_on = models.DateField()
    pension_fen = models.BigIntegerField()
    medical_fen = models.BigIntegerField()
    unemployment_fen = models.BigIntegerField()
    injury_fen = models.BigIntegerField()

    class Meta:
        db_table = "contributions_surcharge_waiver"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "bill"], name="contributions_waiver_once_a_bill"
            ),
            models.CheckConstraint(
                condition=Q(
                    pension_fen__gte=0,
                    medical_fen__gte=0,
                    unemployment_fen__gte=0,
                    injury_fen__gte=0,
                ),
                name="contributions_waiver_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"waiver of bill {self.bill_id} until {self.until_on}"


class AccountCorrection(models.Model):
    """What one correction does to one individual account in one account year, beside its lines' credit. Append-only.

    `amount_fen` is interest of closed years that is taken back (negative) or given; it counts in `year`, the year of
    the books that posted it. `product_fen` is fen × months that the year's interest is counted on more or less, so that
    the year closes as if the money had never been booked, or been booked rightly from the start. A batch with rows here
    has dated its lines back to the bills that they correct.
    Basis: 劳办发〔1997〕116号. Purpose: the account's balance. Retention: for life and beyond. Without keys, as lines.
    """

    batch_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    year = models.SmallIntegerField()
    amount_fen = models.BigIntegerField()
    product_fen = models.BigIntegerField()

    class Meta:
        db_table = "contributions_account_correction"
        indexes = [
            models.Index(fields=["person_id", "year"], name="contributions_account_person"),
            models.Index(fields=["batch_id"], name="contributions_account_batch"),
        ]

    def __str__(self) -> str:
        return f"account of person {self.person_id} in {self.year} by batch {self.batch_id}"


class YearCover(models.Model):
    """One crediting batch whose lines of one year are in that year's rows of `contributions_year`. Append-only.

    `batch_id` is the batch of the rows. A career takes lines that no row covers, so what is credited or corrected after
    a year was closed counts at once, and nothing counts twice. Rows of a batch that stands nowhere here are history of
    an older system, behind which there are no lines.
    Purpose: reading careers. Retention: as the lines.
    """

    year = models.SmallIntegerField()
    credited_batch_id = models.BigIntegerField()
    batch_id = models.BigIntegerField()

    class Meta:
        db_table = "contributions_year_cover"
        indexes = [models.Index(fields=["batch_id"], name="contributions_cover_batch")]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "credited_batch_id"], name="contributions_cover_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: batch {self.credited_batch_id} in rows of batch {self.batch_id}"
