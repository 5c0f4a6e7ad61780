"""Money that was paid but was not due, and how it comes back."""

from django.db import models
from django.db.models import F, Q


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
