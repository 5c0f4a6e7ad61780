"""The tables of money received: receipts, what they were given to, refunds, write-offs, exchanged files."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

INSURANCE_FUNDS = ["pension", "medical", "unemployment", "injury"]


class Receipt(models.Model):
    """Money that came in for contributions, once: `external_ref` is the collector's number of the payment.

    Purpose: to pay bills with it. Retention: for ever. What is not allocated and not refunded of `amount_fen`
    lies in suspense (暂收款). `payer_uscc` is the payer as the collector wrote it: an employer's credit code, or
    the id number of a person who pays for himself; it may be unknown to us.
    """

    class State(models.TextChoices):
        NEW = "new", "待分配"
        ALLOCATED = "allocated", "已分配"
        SUSPENSE = "suspense", "暂收"
        REFUNDED = "refunded", "已退还"

    source_file = models.ForeignKey(
        "documents.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    external_ref = models.CharField(max_length=64, unique=True)
    payer_uscc = models.CharField(max_length=32)
    received_on = models.DateField()
    accounting_month = models.IntegerField()
    amount_fen = models.BigIntegerField()
    period = models.IntegerField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, db_default="new")

    class Meta:
        db_table = "contributions_receipt"
        indexes = [
            models.Index(
                fields=["received_on"],
                condition=Q(state__in=["new", "suspense"]),
                name="contributions_receipt_open",
            ),
            models.Index(fields=["received_on"], name="contributions_receipt_day"),
            models.Index(fields=["payer_uscc"], name="contributions_receipt_payer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="contributions_receipt_positive"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "allocated", "suspense", "refunded"]),
                name="contributions_receipt_state",
            ),
        ]

    def __str__(self) -> str:
        return f"receipt {self.external_ref} of {self.received_on} ({self.state})"


class Allocation(models.Model):
    """Part of a receipt given to one share of one insurance of a bill. Append-only; a negative row takes back.

    Purpose: to know which money paid what. Retention: for ever. Without keys in the database because a day of a
    city makes hundreds of thousands of rows; `checks.py` proves them. `batch_id` names the posting that carried
    it into the books.
    """

    class Share(models.TextChoices):
        EMPLOYER = "employer", "单位部分"
        PERSONAL = "personal", "个人部分"
        SURCHARGE = "surcharge", "滞纳金"

    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, related_name="allocations", db_constraint=False
    )
    bill = models.ForeignKey(
        "contributions.Bill",
        on_delete=models.PROTECT,
        related_name="allocations",
        db_constraint=False,
    )
    insurance = models.CharField(max_length=16)
    share = models.CharField(max_length=16, choices=Share.choices)
    amount_fen = models.BigIntegerField()
    batch_id = models.BigIntegerField()

    class Meta:
        db_table = "contributions_allocation"
        indexes = [models.Index(fields=["batch_id"], name="contributions_allocation_batch")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_fen=0), name="contributions_allocation_not_zero"
            ),
            models.CheckConstraint(
                condition=Q(insurance__in=INSURANCE_FUNDS)
                & Q(share__in=["employer", "personal", "surcharge"]),
                name="contributions_allocation_codes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_fen} fen of receipt {self.receipt_id} to bill {self.bill_id}"


class Refund(models.Model):
    """Money given back: from suspense, or principal of a bill that should not have been paid.

    Decided by two people (`requested_by`, `approved_by`). A bill's refund takes back allocations (negative rows)
    and then returns the freed money of the same receipts, so a refund always names its receipt. No interest is
    refunded. Retention: for ever.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="refunds")
    bill = models.ForeignKey(
        "contributions.Bill",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="refunds",
    )
    amount_fen = models.BigIntegerField()
    reason = models.TextField()
    requested_by = models.CharField(max_length=200)
    approved_by = models.CharField(max_length=200)
    decided_on = models.DateField()
    accounting_month = models.IntegerField()
    batch_id = models.BigIntegerField()

    class Meta:
        db_table = "contributions_refund"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="contributions_refund_positive"
            ),
            models.CheckConstraint(
                condition=~Q(requested_by=F("approved_by")), name="contributions_refund_two_people"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="contributions_refund_reason"),
        ]

    def __str__(self) -> str:
        return f"refund of {self.amount_fen} fen from receipt {self.receipt_id}"


class WriteOff(models.Model):
    """What is given up of a bill, proposed by one person and approved by another, on a named instrument.

    Retention: for ever. `approved_by` is empty while it waits. Absent: an automatic write-off after years.
    """

    bill = models.ForeignKey(
        "contributions.Bill", on_delete=models.PROTECT, related_name="write_offs"
    )
    principal_fen = models.BigIntegerField()
    surcharge_fen = models.BigIntegerField()
    instrument = models.CharField(max_length=255)
    reason = models.TextField()
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=200, null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    batch_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "contributions_write_off"
        constraints = [
            models.UniqueConstraint(fields=["bill"], name="contributions_write_off_once"),
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0) & Q(surcharge_fen__gte=0),
                name="contributions_write_off_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(proposed_by=F("approved_by")),
                name="contributions_write_off_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(instrument=""),
                name="contributions_write_off_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"write-off of bill {self.bill_id}"


class ExchangedFile(models.Model):
    """One file exchanged with the tax bureau or the treasury, in the order of its sequence number.

    Purpose: to refuse a file twice, a gap and a file out of order. Retention: ten years with the file.
    `business_on` is the day the file speaks of; totals are those printed in the file, which were checked.
    """

    class Partner(models.TextChoices):
        TAX = "tax_bureau", "税务部门"
        TREASURY = "treasury", "国库"

    class Direction(models.TextChoices):
        IN = "in", "收到"
        OUT = "out", "发出"

    partner = models.CharField(max_length=16, choices=Partner.choices)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    place = models.CharField(max_length=12)
    kind = models.CharField(max_length=32)
    sequence_no = models.IntegerField()
    business_on = models.DateField()
    rows = models.IntegerField()
    amount_fen = models.BigIntegerField()
    file = models.ForeignKey("documents.File", on_delete=models.PROTECT, related_name="+")
    batch_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "contributions_exchanged_file"
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "direction", "place", "kind", "sequence_no"],
                name="contributions_exchanged_file_in_order",
            ),
            models.UniqueConstraint(
                fields=["partner", "file"], name="contributions_exchanged_file_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.direction} {self.kind} no. {self.sequence_no}"


class Reconciliation(models.Model):
    """The three-way comparison of one day at a place: agency, tax bureau, treasury.

    `totals` holds rows and fen of each side and of what agrees; `differences` one entry per reference that does
    not, with its reason. Made again for the same day it replaces the former result. Retention: ten years.
    """

    place = models.CharField(max_length=12)
    day = models.DateField()
    agrees = models.BooleanField()
    totals = models.JSONField()
    differences = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "contributions_reconciliation"
        constraints = [
            models.UniqueConstraint(
                fields=["place", "day"], name="contributions_reconciliation_once"
            )
        ]

    def __str__(self) -> str:
        return f"reconciliation of {self.place} on {self.day}"


class RegisterImport(models.Model):
    """How far the import of a large register has come: everything up to `next_row` is committed.

    The cursor moves in the same transaction as its rows, so a kill loses and doubles nothing. `resume_key` is the
    caller's name for the import; another file under the same key is refused. Retention: ten years.
    """

    class State(models.TextChoices):
        RUNNING = "running", "导入中"
        DONE = "done", "完成"

    resume_key = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    next_row = models.IntegerField()
    rows_good = models.IntegerField()
    rows_bad = models.IntegerField()
    state = models.CharField(max_length=16, choices=State.choices)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "contributions_register_import"
        constraints = [
            models.CheckConstraint(
                condition=Q(next_row__gte=0) & Q(rows_good__gte=0) & Q(rows_bad__gte=0),
                name="contributions_register_import_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resume_key}: {self.rows_good} good, {self.rows_bad} bad ({self.state})"


class RegisterImportError(models.Model):
    """One row of a register that could not be imported, with its errors as in `DeclaredRow`."""

    register_import = models.ForeignKey(
        RegisterImport, on_delete=models.PROTECT, related_name="errors"
    )
    row_number = models.IntegerField()
    id_number = models.TextField()
    errors = models.JSONField()

    class Meta:
        db_table = "contributions_register_import_error"
        constraints = [
            models.UniqueConstraint(
                fields=["register_import", "row_number"], name="contributions_register_error_once"
            )
        ]

    def __str__(self) -> str:
        return f"row {self.row_number} of import {self.register_import_id}"
