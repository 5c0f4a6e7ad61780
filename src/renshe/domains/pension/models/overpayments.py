"""Money that was paid but was not due, and how it comes back."""

from django.db import models
from django.db.models import F, Q

from renshe.domains.pension.kinds import EMPLOYEE_FUND, kind_of


class Overpayment(models.Model):
    """Money paid that was not due (多发待遇), a receivable of the fund until recovered.

    Deliberately absent: netting against arrears. Both are posted gross, then offset by notice
    (社会保险经办条例 第四十六条). Retention: permanent.
    """

    CAUSES = {
        "death_known_late": "死亡后领取",
        "custody_known_late": "服刑期间领取",
        "redetermined_lower": "重核后减少",
        "double_benefit": "重复领取",
        "ended_late": "待遇终止后领取",
        "fraud": "骗取",
        "agency_error": "经办差错",
    }
    STATES = {
        "open": "待追回",
        "agreed": "已签分期协议",
        "settled": "已追回",
        "written_off": "已核销",
    }

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    award = models.ForeignKey("pension.Award", models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=30, choices=CAUSES.items())
    from_month = models.IntegerField()
    to_month = models.IntegerField()
    principal_fen = models.BigIntegerField()
    recovered_fen = models.BigIntegerField(default=0, db_default=0)
    state = models.CharField(
        max_length=20, choices=STATES.items(), default="open", db_default="open"
    )
    known_on = models.DateField()
    notified_on = models.DateField(null=True)
    lines = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))

    class Meta:
        db_table = "pension_overpayment"
        constraints = [
            models.CheckConstraint(
                name="pension_overpayment_bounds",
                condition=Q(
                    principal_fen__gt=0, recovered_fen__gte=0, recovered_fen__lte=F("principal_fen")
                ),
            ),
            models.CheckConstraint(
                name="pension_overpayment_settled_when_recovered",
                condition=Q(state="settled", recovered_fen=F("principal_fen"))
                | (~Q(state="settled") & Q(recovered_fen__lt=F("principal_fen"))),
            ),
        ]

    @property
    def fund(self) -> str:
        """The fund that paid it; one without an award is from before funds other than the employees' paid."""
        return kind_of(self.award.kind).fund if self.award is not None else EMPLOYEE_FUND


class Instalment(models.Model):
    """One month's promise in a repayment agreement (分期退还协议). What was kept is in `Recovery`.

    Basis: 社会保险经办条例 第四十六条. Retention: permanent, with the overpayment.
    """

    overpayment = models.ForeignKey(Overpayment, models.PROTECT, related_name="instalments")
    due_month = models.IntegerField()
    amount_fen = models.BigIntegerField()

    class Meta:
        db_table = "pension_instalment"
        constraints = [
            models.UniqueConstraint(
                name="pension_instalment_once_a_month", fields=["overpayment", "due_month"]
            ),
            models.CheckConstraint(
                name="pension_instalment_positive", condition=Q(amount_fen__gt=0)
            ),
        ]


class Recovery(models.Model):
    """Money of an overpayment that came back, once, by one way. Append-only.

    A negative amount takes an offset back when the line that made it was stopped.

    Basis: 社会保险经办条例 第四十六条. Retention: permanent.
    """

    WAYS = {
        "refund": "本人退还",
        "instalment": "分期退还",
        "offset": "从后续待遇中抵扣",
        "account": "从个人账户余额抵扣",
        "recall": "银行协助追回",
        "estate": "遗属退还",
    }

    overpayment = models.ForeignKey(Overpayment, models.PROTECT, related_name="recoveries")
    way = models.CharField(max_length=20, choices=WAYS.items())
    amount_fen = models.BigIntegerField()
    received_on = models.DateField()
    reference = models.CharField(max_length=80, unique=True)
    batch_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "pension_recovery"
        constraints = [
            models.CheckConstraint(name="pension_recovery_not_zero", condition=~Q(amount_fen=0)),
        ]


class OverpaymentDecision(models.Model):
    """One decision about an overpayment that no money follows, through three hands: handled, reviewed, approved.

    `write_off` gives up what is still owed (核销); `account` sets it off against what the dead person left in the
    individual account (扣抵个人账户余额). `restored_fen` goes back into the account first: the account part of months that
    were paid after death was drawn for nothing. What is approved is booked at once, in `accounting_month`.
    Basis: 社会保险经办条例 第三十七、四十六条; 社会保险法 第十四条. Purpose: deciding. Retention: permanent.
    Deliberately absent: a change of what was asked (refuse it and ask anew); an automatic write-off.
    """

    KINDS = {"write_off": "核销", "account": "扣抵个人账户余额"}
    STATES = {
        "handled": "已受理",
        "reviewed": "已复核",
        "approved": "已批准",
        "refused": "不予办理",
    }

    overpayment = models.ForeignKey(Overpayment, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20, choices=KINDS.items())
    ground = models.CharField(max_length=30)
    amount_fen = models.BigIntegerField()
    restored_fen = models.BigIntegerField(default=0, db_default=0)
    instrument = models.CharField(max_length=255)
    evidence = models.ForeignKey("documents.File", models.PROTECT, related_name="+")
    reason = models.TextField()
    state = models.CharField(
        max_length=10, choices=STATES.items(), default="handled", db_default="handled"
    )
    handled_by = models.CharField(max_length=80)
    handled_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=80, null=True)
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=80, null=True)
    approved_at = models.DateTimeField(null=True)
    accounting_month = models.IntegerField(null=True)
    refused_by = models.CharField(max_length=80, null=True)
    refused_at = models.DateTimeField(null=True)
    refused_why = models.TextField(blank=True, default="", db_default="")

    class Meta:
        db_table = "pension_overpayment_decision"
        constraints = [
            models.UniqueConstraint(
                name="pension_overpayment_decision_one_open",
                fields=["overpayment"],
                condition=Q(state__in=["handled", "reviewed"]),
            ),
            models.CheckConstraint(
                name="pension_overpayment_decision_amounts",
                condition=Q(amount_fen__gt=0, restored_fen__gte=0)
                & (Q(kind="account") | Q(restored_fen=0)),
            ),
            models.CheckConstraint(
                name="pension_overpayment_decision_three_people",
                condition=(Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("handled_by")))
                & (
                    Q(approved_by__isnull=True)
                    | (~Q(approved_by=F("handled_by")) & ~Q(approved_by=F("reviewed_by")))
                ),
            ),
            models.CheckConstraint(
                name="pension_overpayment_decision_signed",
                condition=Q(state="handled")
                | Q(state="reviewed", reviewed_by__isnull=False)
                | Q(state="refused", refused_by__isnull=False)
                | Q(
                    state="approved",
                    reviewed_by__isnull=False,
                    approved_by__isnull=False,
                    accounting_month__isnull=False,
                ),
            ),
        ]


class PaymentDeduction(models.Model):
    """The part of one payment line's deduction that one hold took (扣减明细). Append-only.

    Deliberately absent: lines without deduction, which are nearly all.
    Basis: 社会保险经办条例 第四十六条. Retention: permanent.
    """

    batch_id = models.BigIntegerField()
    line_no = models.IntegerField()
    hold = models.ForeignKey("pension.Hold", models.PROTECT, related_name="deductions")
    amount_fen = models.BigIntegerField()

    class Meta:
        db_table = "pension_payment_deduction"
        constraints = [
            models.UniqueConstraint(
                name="pension_payment_deduction_once", fields=["batch_id", "line_no", "hold"]
            ),
            models.CheckConstraint(
                name="pension_payment_deduction_positive", condition=Q(amount_fen__gt=0)
            ),
        ]
