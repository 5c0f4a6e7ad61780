"""Payments: the batch and its steps, the frozen roster, the lines, stops, and the bank's word."""

from django.db import models
from django.db.models import F, Q

from renshe.domains.pension.states import BATCH_STATES


class PaymentBatch(models.Model):
    """One payment of one month from one fund to many people (发放批次), from frozen roster to closed.

    `batch_id` is the id of its funds batch. `attempt` 1 pays the month; 2, 3, … pay what is left: either
    what the bank `returned` or what was `stopped` while still due (`pays`), never both in one batch, because the
    first is in suspense in the books and the second is not.
    Totals are sums of its rows, written by the step that made them and compared by the next.
    Basis: 社会保险基金财务制度 (财社〔2017〕144号) 第四十、四十一条. Retention: permanent.
    """

    PAYS = {"month": "当月与补发", "returned": "银行退回重发", "stopped": "解除停发重发"}

    batch_id = models.BigIntegerField(primary_key=True)
    fund = models.CharField(max_length=30)
    period = models.IntegerField()
    place = models.CharField(max_length=12)
    attempt = models.IntegerField()
    pays = models.CharField(max_length=10, choices=PAYS.items())
    accounting_month = models.IntegerField()
    state = models.CharField(max_length=20, choices=BATCH_STATES.items())
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=80)
    ruleset_hash = models.CharField(max_length=64, default="", db_default="")
    totals = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    planned_fen = models.BigIntegerField(null=True)
    reviewed_by = models.CharField(max_length=80, default="", db_default="")
    approved_by = models.CharField(max_length=80, default="", db_default="")
    funded_fen = models.BigIntegerField(null=True)
    funded_on = models.DateField(null=True)
    funded_reference = models.CharField(max_length=80, default="", db_default="")
    filed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "pension_payment_batch"
        constraints = [
            models.UniqueConstraint(
                name="pension_payment_batch_once_a_fund",
                fields=["fund", "place", "period", "attempt"],
            ),
            models.CheckConstraint(
                name="pension_payment_batch_attempt", condition=Q(attempt__gte=1)
            ),
            models.CheckConstraint(
                name="pension_payment_batch_two_people",
                condition=Q(approved_by="")
                | (
                    ~Q(approved_by=F("reviewed_by"))
                    & ~Q(approved_by=F("frozen_by"))
                    & ~Q(reviewed_by=F("frozen_by"))
                    & ~Q(reviewed_by="")
                ),
            ),
            models.CheckConstraint(
                name="pension_payment_batch_reviewed_before_money",
                condition=Q(state__in=["frozen", "checked", "planned"]) | ~Q(approved_by=""),
            ),
        ]


class RosterRow(models.Model):
    """One place on the frozen roster (冻结名册): who is to be paid for what, before amounts are drawn.

    Line numbers are given here and are for life: they are the second half of the instruction id.
    Deliberately absent: amounts (they belong to the award, which cannot change).
    The unique constraints are what makes it impossible to pay a month, a back payment or a retry twice.
    Purpose: paying. Retention: 30 years (payment detail).
    """

    pk = models.CompositePrimaryKey("batch_id", "line_no")
    batch_id = models.BigIntegerField()
    line_no = models.IntegerField()
    person_id = models.BigIntegerField()
    award_id = models.BigIntegerField()
    period = models.IntegerField()
    kind = models.CharField(max_length=10)
    arrears_id = models.BigIntegerField(null=True)
    attempt_of = models.CharField(max_length=40, null=True)

    class Meta:
        db_table = "pension_roster"
        constraints = [
            models.UniqueConstraint(
                name="pension_roster_month_once",
                fields=["award_id", "period"],
                condition=Q(kind="regular"),
            ),
            models.UniqueConstraint(
                name="pension_roster_arrears_once",
                fields=["arrears_id"],
                condition=Q(arrears_id__isnull=False),
            ),
            models.UniqueConstraint(
                name="pension_roster_retry_once",
                fields=["attempt_of"],
                condition=Q(attempt_of__isnull=False),
            ),
            models.CheckConstraint(
                name="pension_roster_kind",
                condition=Q(kind="regular", arrears_id__isnull=True, attempt_of__isnull=True)
                | Q(kind="arrears", arrears_id__isnull=False, attempt_of__isnull=True)
                | Q(kind="retry", arrears_id__isnull=True, attempt_of__isnull=False),
            ),
        ]


class PaymentLine(models.Model):
    """One person's pension for one month in one payment batch (发放明细). Partitioned by batch, append-only.

    Arrears may pay several `months` from `period` on that were owed alike; the amounts are those of all of them.

    Its instruction id is ``{batch_id}-{line_no}``, for life. Deliberately absent: whether it was paid, which is
    the bank's word (`BankResult`). A negative amount cannot be: money not due becomes an `Overpayment`.
    Basis: 社会保险法 第十六、十七条. Purpose: paying. Retention: 30 years (payment detail).
    """

    KINDS = {"regular": "当月", "arrears": "补发", "retry": "重发"}

    pk = models.CompositePrimaryKey("batch_id", "line_no")
    batch_id = models.BigIntegerField()
    line_no = models.IntegerField()
    person_id = models.BigIntegerField()
    award_id = models.BigIntegerField()
    period = models.IntegerField()
    months = models.IntegerField(default=1, db_default=1)
    kind = models.CharField(max_length=10, choices=KINDS.items())
    basic_fen = models.BigIntegerField()
    account_fen = models.BigIntegerField()
    transitional_fen = models.BigIntegerField()
    other_fen = models.BigIntegerField()
    deduction_fen = models.BigIntegerField()
    net_fen = models.BigIntegerField()
    payee_account_id = models.BigIntegerField(null=True)
    attempt_of = models.CharField(max_length=40, null=True)

    class Meta:
        db_table = "pension_payment_line"
        managed = False

    @property
    def instruction(self) -> str:
        """The id under which the bank knows this line."""
        return f"{self.batch_id}-{self.line_no}"


class PaymentStop(models.Model):
    """One frozen line stopped before the file (停发单笔). Append-only; the line itself stays as it was frozen.

    `still_due` tells a pension that must be paid later (account in doubt) from one that was never due (death).
    Basis: 社会保险经办条例 第二十五、二十六条. Retention: 30 years.
    """

    REASONS = {
        "death": "死亡",
        "custody": "服刑或羁押",
        "overdue_certification": "逾期未认证",
        "manual": "人工停发",
        "no_account": "无有效领取账户",
        "name_unwritable": "户名银行无法书写",
        "account_in_doubt": "账户存疑",
        "already_paid": "已发放",
    }

    batch_id = models.BigIntegerField()
    line_no = models.IntegerField()
    reason = models.CharField(max_length=30, choices=REASONS.items())
    still_due = models.BooleanField()
    note = models.TextField(default="", db_default="")
    stopped_by = models.CharField(max_length=80)
    stopped_at = models.DateTimeField()

    class Meta:
        db_table = "pension_payment_stop"
        constraints = [
            models.UniqueConstraint(
                name="pension_payment_stop_once", fields=["batch_id", "line_no"]
            ),
        ]


class PaymentFile(models.Model):
    """One file of instructions as sent to the bank (银行代发文件), a part of a batch's lines by number.

    The bytes are in documents under `sha256`; they can be made again from the lines, byte for byte.
    Basis: 社会保险基金财务制度 第四十一条. Retention: 30 years.
    """

    batch_id = models.BigIntegerField()
    part = models.IntegerField()
    first_line = models.IntegerField()
    last_line = models.IntegerField()
    rows = models.IntegerField()
    total_fen = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    file_id = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    returned_file_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "pension_payment_file"
        constraints = [
            models.UniqueConstraint(name="pension_payment_file_part", fields=["batch_id", "part"]),
        ]


class BankResult(models.Model):
    """The bank's word on one instruction (银行回盘). Append-only: 'unknown' may be followed by one final word.

    Deliberately absent: a word of ours. 'failed' comes from a bank return or statement and from nothing else.
    Basis: the bank's own file, kept in documents. Retention: 30 years (payment detail).
    """

    STATUSES = {"paid": "成功", "failed": "失败", "unknown": "状态未知"}

    instruction = models.CharField(max_length=40)
    batch_id = models.BigIntegerField()
    line_no = models.IntegerField()
    status = models.CharField(max_length=10, choices=STATUSES.items())
    reason_code = models.CharField(max_length=30, default="", db_default="")
    settled_on = models.DateField(null=True)
    file_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "pension_bank_result"
        constraints = [
            models.UniqueConstraint(
                name="pension_bank_result_one_final_word",
                fields=["batch_id", "line_no"],
                condition=Q(status__in=["paid", "failed"]),
            ),
            models.CheckConstraint(
                name="pension_bank_result_failure_has_reason",
                condition=~Q(status="failed") | ~Q(reason_code=""),
            ),
            models.CheckConstraint(
                name="pension_bank_result_paid_has_date",
                condition=~Q(status="paid") | Q(settled_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="pension_bank_result_unknown",
                fields=["batch_id", "line_no"],
                condition=Q(status="unknown"),
            ),
            models.Index(
                name="pension_bank_result_failed",
                fields=["batch_id", "line_no"],
                condition=Q(status="failed"),
            ),
        ]
