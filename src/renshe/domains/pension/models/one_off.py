"""One-off payments: the batch that pays grants once, its lines, and the bank's word on each."""

from django.db import models
from django.db.models import F, Q

ONE_OFF_STATES = {
    "made": "已编制",
    "approved": "已批准",
    "funded": "资金已到位",
    "filed": "已送银行",
    "returned": "银行已回盘",
    "closed": "已关账",
    "discarded": "已撤回",
}


class OneOffBatch(models.Model):
    """One payment of benefits that are paid once (一次性待遇发放批次), from made to closed, by two people.

    `batch_id` is the id of its funds batch, so that an instruction id is for life and never that of a monthly pension.
    First payments need the finance bureau's money (`plan_id`); what the bank returned is paid from suspense.
    `file_id` is the one file that went to the bank, kept byte for byte.
    Basis: 社会保险基金财务制度 (财社〔2017〕144号) 第四十、四十一条; 社会保险经办条例 第三十七、四十条. Retention: permanent.
    """

    STATES = ONE_OFF_STATES

    batch_id = models.BigIntegerField(primary_key=True)
    place = models.CharField(max_length=12)
    accounting_month = models.IntegerField()
    state = models.CharField(max_length=10, choices=ONE_OFF_STATES.items(), default="made")
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
        db_table = "pension_one_off_batch"
        constraints = [
            models.CheckConstraint(
                name="pension_one_off_batch_two_people",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="pension_one_off_batch_approved_before_money",
                condition=Q(state__in=["made", "discarded"]) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="pension_one_off_batch_file_is_kept",
                condition=Q(filed_on__isnull=True) | Q(file_id__isnull=False),
            ),
            models.CheckConstraint(
                name="pension_one_off_batch_amounts", condition=Q(rows__gt=0, total_fen__gt=0)
            ),
        ]


class OneOffLine(models.Model):
    """One benefit in one batch (一次性待遇发放明细): to which account, how much, and what has become of it.

    The instruction id is ``{batch_id}-{line_no}``, for life. A benefit has one line that is open or paid, for ever (a
    partial unique index): what is unknown to the bank is open, so no road leads to paying it again. `released` is a
    line of a batch that was taken back before it went to the bank. Amount and account never change (a trigger).
    Purpose: paying. Retention: 30 years (payment detail).
    """

    OUTCOMES = {
        "open": "待回盘",
        "unknown": "状态未知",
        "paid": "成功",
        "failed": "失败",
        "released": "已撤回",
    }
    OPEN = ("open", "unknown")

    batch = models.ForeignKey(OneOffBatch, models.PROTECT, related_name="lines")
    line_no = models.IntegerField()
    benefit = models.ForeignKey("pension.SurvivorsBenefit", models.PROTECT, related_name="lines")
    amount_fen = models.BigIntegerField()
    bank_code = models.CharField(max_length=14)
    account_number = models.CharField(max_length=34)
    account_name = models.CharField(max_length=120)
    attempt_of = models.CharField(max_length=40, null=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES.items(), default="open")

    class Meta:
        db_table = "pension_one_off_line"
        constraints = [
            models.UniqueConstraint(name="pension_one_off_line_no", fields=["batch", "line_no"]),
            models.UniqueConstraint(
                name="pension_one_off_line_benefit_once",
                fields=["benefit"],
                condition=Q(outcome__in=["open", "unknown", "paid"]),
            ),
            models.UniqueConstraint(
                name="pension_one_off_line_retry_once",
                fields=["attempt_of"],
                condition=Q(attempt_of__isnull=False) & ~Q(outcome="released"),
            ),
            models.CheckConstraint(
                name="pension_one_off_line_positive", condition=Q(amount_fen__gt=0)
            ),
        ]

    @property
    def instruction(self) -> str:
        """The id under which the bank knows this line."""
        return f"{self.batch_id}-{self.line_no}"


class OneOffResult(models.Model):
    """The bank's word on one instruction of a one-off batch (回盘). Append-only: 'unknown' may be followed by one final word.

    Deliberately absent: a word of ours. Basis: the bank's own file, kept in documents. Retention: 30 years.
    """

    STATUSES = {"paid": "成功", "failed": "失败", "unknown": "状态未知"}

    line = models.ForeignKey(OneOffLine, models.PROTECT, related_name="results")
    status = models.CharField(max_length=10, choices=STATUSES.items())
    reason_code = models.CharField(max_length=30, default="", db_default="")
    settled_on = models.DateField(null=True)
    file_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "pension_one_off_result"
        constraints = [
            models.UniqueConstraint(
                name="pension_one_off_result_one_final_word",
                fields=["line"],
                condition=Q(status__in=["paid", "failed"]),
            ),
            models.CheckConstraint(
                name="pension_one_off_result_failure_has_reason",
                condition=~Q(status="failed") | ~Q(reason_code=""),
            ),
            models.CheckConstraint(
                name="pension_one_off_result_paid_has_date",
                condition=~Q(status="paid") | Q(settled_on__isnull=False),
            ),
        ]
