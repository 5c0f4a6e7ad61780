"""What is owed once and paid by the bank's file: batch, lines and the bank's words, as each domain that owes it keeps them.

Abstract: a domain makes its three tables of these and names them, `paid_once.py` takes the steps on them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, F, Q, UniqueConstraint

STATES = {
    "made": "已编制",
    "approved": "已批准",
    "funded": "资金已到位",
    "filed": "已送银行",
    "returned": "银行已回盘",
    "closed": "已关账",
    "discarded": "已撤回",
}
OUTCOMES = {
    "open": "待回盘",
    "unknown": "状态未知",
    "paid": "成功",
    "failed": "失败",
    "released": "已撤回",
}
STATUSES = {"paid": "成功", "failed": "失败", "unknown": "状态未知"}


class BatchPaidOnce(models.Model):
    """One payment of what is owed once, from made to closed, by two people.

    `batch_id` is the id of its funds batch, so that an instruction id is for life and never that of a monthly pension.
    First payments need the finance bureau's money (`plan_id`); what the bank returned is paid from suspense.
    `file_id` is the one file that went to the bank, kept byte for byte.
    Basis: 社会保险基金财务制度 (财社〔2017〕144号) 第四十、四十一条; 社会保险经办条例 第三十七、四十条. Retention: permanent.
    """

    STATES = STATES

    batch_id = models.BigIntegerField(primary_key=True)
    place = models.CharField(max_length=12)
    accounting_month = models.IntegerField()
    state = models.CharField(max_length=10, choices=STATES.items(), default="made")
    rows = models.IntegerField()
    total_fen = models.BigIntegerField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, null=True)
    approved_at = models.DateTimeField(null=True)
    plan_id = models.BigIntegerField(null=True)
    funded_on = models.DateField(null=True)
    filed_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64, default="", db_default="")
    file_id = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    returned_file_id = models.BigIntegerField(null=True)
    closed_on = models.DateField(null=True)
    discarded_by = models.CharField(max_length=80, null=True)
    discarded_why = models.TextField(default="", db_default="", blank=True)

    class Meta:
        abstract = True


class LinePaidOnce(models.Model):
    """One amount in one batch: to which account, how much, and what has become of it.

    A table of it has `batch` (related name `lines`) and a key to what is owed besides. The instruction id is
    ``{batch_id}-{line_no}``, for life. What is owed has one line that is open or paid, for ever (a partial unique index):
    what is unknown to the bank is open, so no road leads to paying it again. `released` is a line of a batch that was taken
    back before it went to the bank. Amount and account never change (a trigger). Retention: 30 years (payment detail).
    """

    OUTCOMES = OUTCOMES
    OPEN = ("open", "unknown")

    line_no = models.IntegerField()
    amount_fen = models.BigIntegerField()
    bank_code = models.CharField(max_length=14)
    account_number = models.CharField(max_length=34)
    account_name = models.CharField(max_length=120)
    attempt_of = models.CharField(max_length=40, null=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES.items(), default="open")

    class Meta:
        abstract = True

    @property
    def instruction(self) -> str:
        """The id under which the bank knows this line."""
        return f"{self.batch_id}-{self.line_no}"  # type: ignore[attr-defined]


class WordPaidOnce(models.Model):
    """The bank's word on one instruction (回盘). Append-only: 'unknown' may be followed by one final word.

    A table of it has `line` (related name `results`). Deliberately absent: a word of ours. Basis: the bank's own file, kept
    in documents. Retention: 30 years.
    """

    STATUSES = STATUSES

    status = models.CharField(max_length=10, choices=STATUSES.items())
    reason_code = models.CharField(max_length=30, default="", db_default="")
    settled_on = models.DateField(null=True)
    file_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


def batch_constraints(table: str) -> list[BaseConstraint]:
    """Two people, no money before approval, no filing without the file kept."""
    return [
        CheckConstraint(
            name=f"{table}_two_people",
            condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
        ),
        CheckConstraint(
            name=f"{table}_approved_before_money",
            condition=Q(state__in=["made", "discarded"]) | Q(approved_by__isnull=False),
        ),
        CheckConstraint(
            name=f"{table}_file_is_kept",
            condition=Q(filed_on__isnull=True) | Q(file_id__isnull=False),
        ),
        CheckConstraint(name=f"{table}_amounts", condition=Q(rows__gt=0, total_fen__gt=0)),
    ]


def line_constraints(table: str, *, owed: str) -> list[BaseConstraint]:
    """What is owed (`owed` names the key) has one line open or paid, and what failed is tried again once."""
    return [
        UniqueConstraint(name=f"{table}_no", fields=["batch", "line_no"]),
        UniqueConstraint(
            name=f"{table}_{owed}_once",
            fields=[owed],
            condition=Q(outcome__in=["open", "unknown", "paid"]),
        ),
        UniqueConstraint(
            name=f"{table}_retry_once",
            fields=["attempt_of"],
            condition=Q(attempt_of__isnull=False) & ~Q(outcome="released"),
        ),
        CheckConstraint(name=f"{table}_positive", condition=Q(amount_fen__gt=0)),
    ]


def word_constraints(table: str) -> list[BaseConstraint]:
    """One final word on a line; a failure has a reason, a payment its day."""
    return [
        UniqueConstraint(
            name=f"{table}_one_final_word",
            fields=["line"],
            condition=Q(status__in=["paid", "failed"]),
        ),
        CheckConstraint(
            name=f"{table}_failure_has_reason",
            condition=~Q(status="failed") | ~Q(reason_code=""),
        ),
        CheckConstraint(
            name=f"{table}_paid_has_date",
            condition=~Q(status="paid") | Q(settled_on__isnull=False),
        ),
    ]
