"""Tables of the two books. Guards that matter live in the database (migration 0002)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

BOOKS = (("cash", "财政部会计账 Statutory cash book"), ("rights", "权益账 Rights book"))
KINDS = (
    ("asset", "资产 Asset"),
    ("liability", "负债 Liability"),
    ("net_assets", "净资产 Net assets"),
    ("income", "收入 Income"),
    ("expenditure", "支出 Expenditure"),
)


class Fund(models.Model):
    """One row is one social-insurance fund, kept and reported apart from every other (社会保险法 64)."""

    code = models.CharField(max_length=32, primary_key=True)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64)
    ordinal = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["ordinal"]


class Account(models.Model):
    """One row is one line of a book's chart; every fund uses the same chart.

    The cash chart follows 财会〔2017〕28号; ``confidence`` marks codes that could not be confirmed against
    the official annex. A balance is deliberately absent: it is the sum of lines.
    """

    book = models.CharField(max_length=6, choices=BOOKS)
    code = models.CharField(max_length=12)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=KINDS)
    confidence = models.CharField(max_length=2)
    is_money = models.BooleanField(default=False)

    class Meta:
        ordering = ["book", "code"]
        constraints = [
            models.UniqueConstraint(fields=["book", "code"], name="funds_account_code_unique")
        ]


class Month(models.Model):
    """One row is one month of one book of one fund: open, or closed with its control totals for good."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    book = models.CharField(max_length=6, choices=BOOKS)
    accounting_month = models.IntegerField()
    state = models.CharField(
        max_length=6, choices=(("open", "未结 Open"), ("closed", "已结 Closed")), default="open"
    )
    totals = models.JSONField(default=dict)
    closed_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "book", "accounting_month"], name="funds_month_unique"
            )
        ]


class Batch(models.Model):
    """One row is one posting of one run: its rows, control totals, and the hash of the law that made it.

    ``run_key`` is unique, so a run that is started again finds its batch. Errors are corrected by
    another batch, never here.
    """

    kind = models.CharField(max_length=40)
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, related_name="+")
    accounting_month = models.IntegerField()
    period = models.IntegerField(null=True)
    run_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(
        max_length=6,
        choices=(("staged", "已备 Staged"), ("posted", "已记 Posted")),
        default="staged",
    )
    rows = models.BigIntegerField(default=0)
    totals = models.JSONField(default=dict)
    ruleset_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["accounting_month", "kind"], name="funds_batch_month")]


class Entry(models.Model):
    """One row is one journal entry: balanced, with a reason and a cause, in an open month, unchangeable.

    It is undone only by an entry that names it in ``reverses``. Personal data is deliberately absent.
    """

    book = models.CharField(max_length=6, choices=BOOKS)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    accounting_month = models.IntegerField()
    entry_on = models.DateField()
    reason = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)
    cause_kind = models.CharField(max_length=40)
    cause_id = models.CharField(max_length=120)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    posted_by = models.CharField(max_length=150)
    posted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["fund", "book", "accounting_month"], name="funds_entry_month"),
            models.Index(fields=["cause_kind", "cause_id"], name="funds_entry_cause"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "fund", "reason", "cause_kind", "cause_id"],
                name="funds_entry_posted_once",
            ),
        ]


class Line(models.Model):
    """One row is one side of an entry: a debit or a credit in fen on one account.

    ``subject`` names the open item on accounts that are cleared item by item (suspense by receipt, the
    bank's returned payments by instruction).
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    debit_fen = models.BigIntegerField(default=0)
    credit_fen = models.BigIntegerField(default=0)
    subject = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["account", "subject"], name="funds_line_subject", condition=~Q(subject="")
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(debit_fen__gte=0, credit_fen__gte=0)
                & (Q(debit_fen=0) ^ Q(credit_fen=0)),
                name="funds_line_one_side",
            ),
        ]


class BankAccount(models.Model):
    """One row is one account of a fund at a bank, the treasury or the finance bureau (收支两条线)."""

    ROLES = (
        ("income", "收入户 Income account"),
        ("treasury", "国库 Treasury"),
        ("fiscal", "财政专户 Fiscal special account"),
        ("expenditure", "支出户 Expenditure account"),
    )
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=ROLES)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    bank_name = models.CharField(max_length=64)
    number = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)


class StatementLine(models.Model):
    """One row is one line of a bank's or the treasury's statement; ``amount_fen`` is positive when money came in."""

    bank_account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+")
    external_ref = models.CharField(max_length=80)
    booked_on = models.DateField()
    amount_fen = models.BigIntegerField()
    counterparty = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    cause_id = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank_account", "external_ref"], name="funds_statement_once"
            )
        ]
        indexes = [models.Index(fields=["bank_account", "booked_on"], name="funds_statement_day")]


class FundUsePlan(models.Model):
    """One row is one request of the agency to the finance bureau for money to pay with (用款计划).

    Prepared, approved and transferred by different people; the transfer is an entry.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    accounting_month = models.IntegerField()
    purpose = models.CharField(max_length=40)
    cause_id = models.CharField(max_length=120)
    amount_fen = models.BigIntegerField()
    state = models.CharField(
        max_length=11,
        default="prepared",
        choices=(
            ("prepared", "已编 Prepared"),
            ("approved", "已批 Approved"),
            ("transferred", "已拨 Transferred"),
            ("rejected", "已退 Rejected"),
        ),
    )
    prepared_by = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="funds_plan_positive"),
            models.CheckConstraint(
                condition=~Q(prepared_by=F("approved_by")), name="funds_plan_two_people"
            ),
            models.UniqueConstraint(fields=["purpose", "cause_id", "fund"], name="funds_plan_once"),
        ]
