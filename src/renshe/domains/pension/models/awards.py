"""Entitlements: the award, its yearly adjustments, months still owed, where it is paid, what stops it."""

from django.db import models
from django.db.models import F, Q

from renshe.domains.pension.kinds import KINDS
from renshe.domains.pension.states import AWARD_STATES, IN_FORCE


class Award(models.Model):
    """One determination of one person's monthly benefit (待遇核定). It is never rewritten: a better one replaces it.

    `kind` says by which rules and from which fund (`kinds.py`).

    Deliberately absent: a running 'current amount'. What is paid is the award plus its `Adjustment` rows.
    Its money, facts and receipt cannot be changed by anybody (a trigger in the database says so).
    Basis: 社会保险法 第十六条; 国发〔2005〕38号. Purpose: paying the pension. Retention: permanent.
    """

    KINDS = {code: kind.zh for code, kind in KINDS.items()}

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=20, choices=KINDS.items(), default="old_age", db_default="old_age"
    )
    state = models.CharField(max_length=20, choices=AWARD_STATES.items())
    starts_month = models.IntegerField(help_text="首个应发月份序数 year*12+month-1")
    ends_month = models.IntegerField(null=True, help_text="最后一个应发月份（含）")
    place = models.CharField(max_length=12)
    basic_fen = models.BigIntegerField()
    account_fen = models.BigIntegerField()
    transitional_fen = models.BigIntegerField(default=0, db_default=0)
    other_fen = models.BigIntegerField(default=0, db_default=0)
    total_fen = models.BigIntegerField()
    facts = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    receipt = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        db_table = "pension_award"
        constraints = [
            models.CheckConstraint(
                name="pension_award_components_sum_to_total",
                condition=Q(
                    total_fen=F("basic_fen")
                    + F("account_fen")
                    + F("transitional_fen")
                    + F("other_fen")
                ),
            ),
            models.CheckConstraint(
                name="pension_award_amounts_not_negative",
                condition=Q(
                    basic_fen__gte=0, account_fen__gte=0, transitional_fen__gte=0, other_fen__gte=0
                ),
            ),
            models.CheckConstraint(
                name="pension_award_state_is_known", condition=Q(state__in=tuple(AWARD_STATES))
            ),
            models.CheckConstraint(
                name="pension_award_ended_has_last_month",
                condition=~Q(state="ended") | Q(ends_month__isnull=False),
            ),
            models.UniqueConstraint(
                name="pension_award_one_in_force",
                fields=["person", "kind"],
                condition=Q(state__in=IN_FORCE),
            ),
        ]
        indexes = [models.Index(name="pension_award_due", fields=["state", "starts_month"])]


class Recognition(models.Model):
    """One fact about a person that the administrative department recognised (认定), for use in a determination.

    `fact` is a name of `laws/pension/facts.yaml`, `value` its value as the law takes it (fen, months or a code). The
    latest one known on a day holds. `deemed_months` stands in place of the months that history rows carry, because the
    personal file was read again. Deliberately absent: facts that the career itself tells.
    Basis: 劳社部发〔1999〕8号; 社会保险经办条例 第十八条. Retention: permanent, with the award.
    """

    FACTS = (
        "deemed_workplace",
        "first_half_1998_base_sum",
        "deemed_account_balance",
        "virtual_account_balance",
        "local_addition",
        "account_balance",
        "deemed_months",
        "special_work_kind",
        "special_work_months",
    )

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    fact = models.CharField(max_length=40, choices=[(name, name) for name in FACTS])
    value = models.JSONField()
    basis = models.TextField()
    recognised_by = models.CharField(max_length=80)
    known_on = models.DateField()

    class Meta:
        db_table = "pension_recognition"
        constraints = [
            models.UniqueConstraint(
                name="pension_recognition_once_a_day", fields=["person", "fact", "known_on"]
            ),
        ]


class AwardEvent(models.Model):
    """One step in an award's life: who moved it, when, why. Append-only.

    Basis: 社会保险经办条例 第四十条 (internal control). Retention: permanent, with the award.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=30)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    reason = models.TextField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "pension_award_event"


class Adjustment(models.Model):
    """One rise (年度调整, 标准提高) of one award: what it adds to every month from `from_month` on, by the law's `target`.

    Deliberately absent: the amount after adjustment; it is the award plus all rows up to the month.
    Basis: 社会保险法 第十八条. Retention: permanent.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="adjustments")
    target = models.CharField(
        max_length=40, default="adjustment_increase", db_default="adjustment_increase"
    )
    year = models.IntegerField()
    from_month = models.IntegerField()
    amount_fen = models.BigIntegerField()
    receipt = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    known_on = models.DateField()

    class Meta:
        db_table = "pension_adjustment"
        constraints = [
            models.UniqueConstraint(
                name="pension_adjustment_once_a_month", fields=["award", "target", "from_month"]
            ),
        ]


class Arrears(models.Model):
    """Past months of one award that are still to be paid (补发), until a roster takes them or they are cancelled.

    The amounts are those of each of the `months` from `period` on: what is owed alike for many months, as a raise is, is one
    row and one payment. `rule` names the rule of a rise, since a benefit may rise by several for the same months. Months whose
    individual account was touched stand each by themselves, because its interest counts from the month. `roster_batch_id` and
    `roster_line_no` name the line that pays them; null while nobody does.
    Basis: 社会保险法 第十六条; 劳社厅函〔2001〕44号 (back-pay after acquittal). Retention: permanent.
    """

    CAUSES = {
        "first_award": "首次核定补发",
        "final_base": "计发基数公布后重算",
        "redetermined": "重核补发",
        "adjustment": "年度调整补发",
        "restored": "恢复发放补发",
        "acquitted": "未判刑补发",
        "hold_lifted": "停发解除补发",
    }

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    award = models.ForeignKey(Award, models.PROTECT, related_name="arrears")
    period = models.IntegerField()
    months = models.IntegerField(default=1, db_default=1)
    cause = models.CharField(max_length=20, choices=CAUSES.items())
    basic_fen = models.BigIntegerField(default=0, db_default=0)
    account_fen = models.BigIntegerField(default=0, db_default=0)
    transitional_fen = models.BigIntegerField(default=0, db_default=0)
    other_fen = models.BigIntegerField(default=0, db_default=0)
    rule = models.CharField(max_length=60, default="", db_default="")
    known_on = models.DateField()
    roster_batch_id = models.BigIntegerField(null=True)
    roster_line_no = models.IntegerField(null=True)
    cancelled_on = models.DateField(null=True)

    class Meta:
        db_table = "pension_arrears"
        constraints = [
            models.CheckConstraint(
                name="pension_arrears_positive",
                condition=Q(
                    basic_fen__gte=-(F("account_fen") + F("transitional_fen") + F("other_fen")) + 1
                ),
            ),
            models.CheckConstraint(
                name="pension_arrears_months",
                condition=Q(months=1) | Q(months__gt=1, account_fen=0),
            ),
            models.UniqueConstraint(
                name="pension_arrears_once_a_span",
                fields=["award", "period", "months", "cause", "rule", "known_on"],
            ),
        ]
        indexes = [
            models.Index(
                name="pension_arrears_open",
                fields=["period"],
                condition=Q(roster_batch_id__isnull=True, cancelled_on__isnull=True),
            )
        ]

    @property
    def covers(self) -> range:
        """The months that are owed."""
        return range(self.period, self.period + self.months)

    @property
    def total_fen(self) -> int:
        """What is owed in all."""
        each = self.basic_fen + self.account_fen + self.transitional_fen + self.other_fen
        return each * self.months


class PayeeAccount(models.Model):
    """Where a person's pension goes (领取账户): an account in his own name, verified before money moves.

    A change closes the old row and opens a new one. Deliberately absent: accounts of relatives or agents.
    Basis: 社会保险经办条例 第二十二条. Purpose: paying; the number is masked on screen. Retention: 50 years
    after the last payment.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    bank_code = models.CharField(max_length=14)
    account_number = models.CharField(max_length=34)
    account_name = models.CharField(max_length=120)
    verified_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "pension_payee_account"
        constraints = [
            models.UniqueConstraint(
                name="pension_payee_account_one_current",
                fields=["person"],
                condition=Q(valid_to__isnull=True),
            ),
            models.CheckConstraint(
                name="pension_payee_account_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]


class Hold(models.Model):
    """A stop or a deduction on a person's pension over months (`to_month` inclusive; open when null).

    A `deduction` has an amount a month and serves an overpayment; every other kind stops the whole pension.
    `joins_adjustments` is false for months whose yearly adjustment is lost for good (服刑, 缓刑).
    Basis: 社会保险经办条例 第二十五、二十六、四十六条; 劳社厅函〔2001〕44号. Retention: permanent.
    """

    KINDS = {
        "death": "死亡",
        "custody": "服刑或羁押",
        "community_correction": "管制、缓刑、监外执行",
        "overdue_certification": "逾期未认证",
        "manual": "人工停发",
        "deduction": "扣减",
    }
    STOPPING = ("death", "custody", "overdue_certification", "manual")

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=KINDS.items())
    from_month = models.IntegerField()
    to_month = models.IntegerField(null=True)
    monthly_fen = models.BigIntegerField(null=True)
    overpayment = models.ForeignKey(
        "pension.Overpayment", models.PROTECT, null=True, related_name="holds"
    )
    joins_adjustments = models.BooleanField(default=True, db_default=True)
    reason = models.TextField()
    recorded_by = models.CharField(max_length=80)
    known_on = models.DateField()
    cancelled_on = models.DateField(null=True)

    class Meta:
        db_table = "pension_hold"
        constraints = [
            models.CheckConstraint(
                name="pension_hold_months_in_order",
                condition=Q(to_month__isnull=True) | Q(to_month__gte=F("from_month") - 1),
            ),
            models.CheckConstraint(
                name="pension_hold_only_deductions_have_amounts",
                condition=Q(kind="deduction", monthly_fen__gt=0, overpayment__isnull=False)
                | (~Q(kind="deduction") & Q(monthly_fen__isnull=True, overpayment__isnull=True)),
            ),
            models.UniqueConstraint(
                name="pension_hold_one_death",
                fields=["person"],
                condition=Q(kind="death", cancelled_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                name="pension_hold_live",
                fields=["person", "kind", "from_month"],
                condition=Q(cancelled_on__isnull=True),
            )
        ]
