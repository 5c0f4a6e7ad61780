"""Paying annuities out: whereto, batches of a trustee, lines, the bank's words; and the trust's own double entry. Fen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class PayoutTarget(models.Model):
    """The account to which a payout goes: the person's, the heir's, or the insurer's. Append-only; the newest counts.

    Basis: 企业年金办法 24. Purpose: payment. Retention: permanent.
    """

    payout = models.ForeignKey("annuity.Payout", models.PROTECT, related_name="targets")
    bank_code = models.CharField(max_length=14)
    account_number = models.CharField(max_length=40)
    account_name = models.CharField(max_length=128)
    reason = models.CharField(max_length=255)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_payout_target"
        constraints = [
            models.CheckConstraint(
                condition=~Q(bank_code="") & ~Q(account_number="") & ~Q(account_name=""),
                name="annuity_target_whole",
            )
        ]

    def __str__(self) -> str:
        return f"target {self.pk} of payout {self.payout_id}"


class PayoutCancelled(models.Model):
    """A decision on a payout that was taken back before anything was paid. Append-only. Retention: permanent."""

    payout = models.OneToOneField("annuity.Payout", models.PROTECT, related_name="cancelled")
    reason = models.CharField(max_length=255)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_payout_cancelled"

    def __str__(self) -> str:
        return f"payout {self.payout_id} taken back"


class PayoutBatch(models.Model):
    """What one trustee pays out in one file: made by one, approved by another, filed once, closed when every word is in.

    `sha256` and `file_id` name the file as kept. Basis: 企业年金办法 24; 企业年金基金管理办法. Retention: permanent.
    """

    class State(models.TextChoices):
        MADE = "made", "已编制"
        APPROVED = "approved", "已批准"
        FILED = "filed", "已送盘"
        CLOSED = "closed", "已办结"
        WITHDRAWN = "withdrawn", "已撤回"

    trustee = models.CharField(max_length=120)
    period = models.IntegerField()
    state = models.CharField(max_length=12, choices=State.choices)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, default="", db_default="")
    approved_at = models.DateTimeField(null=True)
    pay_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64, default="", db_default="")
    file_id = models.BigIntegerField(null=True)
    withdrawn_why = models.CharField(max_length=255, default="", db_default="")

    class Meta:
        db_table = "annuity_payout_batch"
        constraints = [
            models.UniqueConstraint(
                fields=["trustee"], condition=Q(state__in=["made", "approved"]),
                name="annuity_one_batch_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["made", "withdrawn"]) | (~Q(approved_by="") & ~Q(approved_by=F("made_by"))),
                name="annuity_batch_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["made", "approved", "withdrawn"], sha256="")
                | (Q(state__in=["filed", "closed"], pay_on__isnull=False) & ~Q(sha256="")),
                name="annuity_batch_filed",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"batch {self.pk} of {self.trustee} for {self.period}"

    @property
    def bank_id(self) -> int:
        """Its number at the bank: far from those of the funds' batches, so that no instruction is ever named twice."""
        return 8_000_000_000 + self.pk


class PayoutLine(models.Model):
    """One payment of one payout for one due month, or (`attempt_of`) one that came back and goes out again. Append-only.

    `balance_fen` and `payments_left` are what the law divided. Retention: permanent.
    """

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="lines")
    line_no = models.IntegerField()
    payout = models.ForeignKey("annuity.Payout", models.PROTECT, related_name="lines")
    target = models.ForeignKey(PayoutTarget, models.PROTECT, related_name="+")
    period = models.IntegerField()
    amount_fen = models.BigIntegerField()
    balance_fen = models.BigIntegerField()
    payments_left = models.SmallIntegerField()
    attempt_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="attempts")

    class Meta:
        db_table = "annuity_payout_line"
        constraints = [
            models.UniqueConstraint(fields=["batch", "line_no"], name="annuity_line_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, amount_fen__lte=F("balance_fen"), payments_left__gt=0),
                name="annuity_line_amount",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"line {self.line_no} of batch {self.batch_id}"


class PayoutWord(models.Model):
    """What the bank said of a line: paid, failed, or not known yet. Append-only; paid and failed are final, once a line."""

    line = models.ForeignKey(PayoutLine, models.PROTECT, related_name="words")
    status = models.CharField(max_length=8)
    reason_code = models.CharField(max_length=20, default="", db_default="")
    settled_on = models.DateField(null=True)
    file_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_payout_word"
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(status__in=["paid", "failed"]), name="annuity_last_word_once"
            ),
            models.UniqueConstraint(fields=["line", "file_id"], name="annuity_word_of_file"),
            models.CheckConstraint(
                condition=Q(status="paid", settled_on__isnull=False) | Q(status__in=["failed", "unknown"]),
                name="annuity_word_status",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.status} for line {self.line_id}"


class TrustEntry(models.Model):
    """One amount from one account of a plan's trust to another: a debit and a credit of the same fen. Append-only.

    Annuities are trust assets, apart from every social-insurance fund: `custody` is what the custodian holds, `budget` what
    the budget only noted, `employer`, `personal` and `notional` are the people's, `enterprise` is what went back unvested,
    `payable` is drawn and not yet paid. Basis: 企业年金基金管理办法 5, 29. Retention: permanent.
    """

    class Code(models.TextChoices):
        CUSTODY = "custody", "托管资金"
        BUDGET = "budget", "应收财政记账款"
        EMPLOYER = "employer", "个人账户·单位缴费部分"
        PERSONAL = "personal", "个人账户·个人缴费部分"
        NOTIONAL = "notional", "个人账户·记账部分"
        ENTERPRISE = "enterprise", "企业账户"
        PAYABLE = "payable", "应付待遇"

    plan = models.ForeignKey("annuity.Plan", models.PROTECT, related_name="entries")
    period = models.IntegerField()
    debit = models.CharField(max_length=12, choices=Code.choices)
    credit = models.CharField(max_length=12, choices=Code.choices)
    amount_fen = models.BigIntegerField()
    cause = models.CharField(max_length=16)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_trust_entry"
        indexes = [models.Index(fields=["plan", "period"], name="annuity_trust_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(debit=F("credit")), name="annuity_trust_moves"
            )
        ]

    def __str__(self) -> str:
        return f"{self.debit} to {self.credit}: {self.amount_fen} in plan {self.plan_id}"
