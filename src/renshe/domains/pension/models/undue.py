"""The decision that a payment which did not arrive was never due, so that it leaves the queue and the books."""

from django.db import models
from django.db.models import F, Q


class UndueDecision(models.Model):
    """One payment that the bank returned, or that we stopped, found never due (不应发认定), through two hands.

    `instruction` is where it stands in the queue of failed payments; `batch_id` and `line_no` are the line that first
    owed it, whose parts are taken back: `account_fen` goes back into the individual account, `deduction_fen` is owed
    again by whoever it was set off for. `suspense` is the instruction under which the bank's money is held, none where
    it never left us. With an `overpayment` the month was already claimed as paid too much: then what came back settles
    the claim, and no part is taken back twice.
    Basis: 社会保险经办条例 第三十七、四十六条; 社会保险法 第十七条. Purpose: deciding. Retention: permanent.
    Deliberately absent: a decision about money that arrived (that is an overpayment) or whose fate is unknown.
    """

    GROUNDS = {
        "death": "死亡后的月份",
        "imprisoned": "服刑期间的月份",
        "award_ended": "待遇终止后的月份",
        "paid_already": "同一月份已另行发放",
    }
    STATES = {"handled": "已提出", "approved": "已批准", "refused": "不予认定"}

    instruction = models.CharField(max_length=40)
    batch_id = models.BigIntegerField()
    line_no = models.IntegerField()
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    period = models.IntegerField()
    place = models.CharField(max_length=12)
    suspense = models.CharField(max_length=40, null=True)
    overpayment = models.ForeignKey(
        "pension.Overpayment", models.PROTECT, null=True, related_name="+"
    )
    ground = models.CharField(max_length=20, choices=GROUNDS.items())
    net_fen = models.BigIntegerField()
    account_fen = models.BigIntegerField()
    deduction_fen = models.BigIntegerField()
    instrument = models.CharField(max_length=255)
    evidence = models.ForeignKey("documents.File", models.PROTECT, related_name="+")
    reason = models.TextField()
    state = models.CharField(
        max_length=10, choices=STATES.items(), default="handled", db_default="handled"
    )
    handled_by = models.CharField(max_length=80)
    handled_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, null=True)
    approved_at = models.DateTimeField(null=True)
    accounting_month = models.IntegerField(null=True)
    refused_by = models.CharField(max_length=80, null=True)
    refused_at = models.DateTimeField(null=True)
    refused_why = models.TextField(blank=True, default="", db_default="")

    class Meta:
        db_table = "pension_undue_decision"
        constraints = [
            models.UniqueConstraint(
                name="pension_undue_decision_once",
                fields=["batch_id", "line_no"],
                condition=Q(state__in=["handled", "approved"]),
            ),
            models.CheckConstraint(
                name="pension_undue_decision_amounts",
                condition=Q(net_fen__gt=0, account_fen__gte=0, deduction_fen__gte=0),
            ),
            models.CheckConstraint(
                name="pension_undue_decision_claimed_takes_nothing_back",
                condition=Q(overpayment__isnull=True) | Q(account_fen=0, deduction_fen=0),
            ),
            models.CheckConstraint(
                name="pension_undue_decision_two_people",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("handled_by")),
            ),
            models.CheckConstraint(
                name="pension_undue_decision_signed",
                condition=Q(state="handled")
                | Q(state="refused", refused_by__isnull=False)
                | Q(state="approved", approved_by__isnull=False, accounting_month__isnull=False),
            ),
        ]
