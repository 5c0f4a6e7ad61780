"""Plans as filed, accounts, what was paid into and out of them, and what banks report of personal pensions. Money in fen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

EMPLOYER_MOST, BOTH_MOST, VESTING_MOST = 800, 1200, 8
"""Hundredths of a percent and years (企业年金办法 15, 19); the law's own figures are asked before a plan is filed."""


class Plan(models.Model):
    """One annuity plan of one employer, as it was filed (年金方案). Ended, never changed; a changed plan is a new one.

    Rates are hundredths of a percent of the base. `full_vesting_years` is 0 where the employer's part is one's own at
    once. `notional` says that the employer's part is only noted and paid by the budget at retirement (全额供款单位).
    Basis: 企业年金办法 8, 9; 机关事业单位职业年金办法 4, 6. Purpose: caps, vesting, payout. Retention: permanent.
    """

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "企业年金"
        OCCUPATIONAL = "occupational", "职业年金"

    employer = models.ForeignKey("registry.Employer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    trustee = models.CharField(max_length=120)
    starts_month = models.IntegerField()
    ended_month = models.IntegerField(null=True)
    joins_after_months = models.SmallIntegerField()
    employer_rate = models.SmallIntegerField()
    personal_rate = models.SmallIntegerField()
    full_vesting_years = models.SmallIntegerField()
    notional = models.BooleanField(default=False, db_default=False)
    reference = models.CharField(max_length=64, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_plan"
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "kind"],
                condition=Q(ended_month__isnull=True),
                name="annuity_one_plan_in_force",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["enterprise", "occupational"]), name="annuity_plan_kind"
            ),
            models.CheckConstraint(
                condition=Q(employer_rate__gte=0, employer_rate__lte=EMPLOYER_MOST, personal_rate__gte=0)
                & Q(personal_rate__lte=BOTH_MOST - F("employer_rate")),
                name="annuity_plan_rates",
            ),
            models.CheckConstraint(
                condition=Q(full_vesting_years__gte=0, full_vesting_years__lte=VESTING_MOST),
                name="annuity_plan_vesting",
            ),
            models.CheckConstraint(
                condition=Q(ended_month__isnull=True) | Q(ended_month__gte=F("starts_month")),
                name="annuity_plan_months",
            ),
            models.CheckConstraint(
                condition=Q(notional=False) | Q(kind="occupational"), name="annuity_plan_notional"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Account(models.Model):
    """One person's account in one plan. `left_month` is the last month in the plan's employer.

    Deliberately absent: the balance, which is the sum of the movements. Retention: permanent.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="accounts")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    joined_month = models.IntegerField()
    left_month = models.IntegerField(null=True)

    class Meta:
        db_table = "annuity_account"
        constraints = [
            models.UniqueConstraint(fields=["plan", "person"], name="annuity_account_once"),
            models.CheckConstraint(
                condition=Q(left_month__isnull=True) | Q(left_month__gte=F("joined_month")),
                name="annuity_account_months",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="annuity_accounts_of")]

    def __str__(self) -> str:
        return f"account {self.pk} of {self.person_id} in plan {self.plan_id}"


class ContributionFile(models.Model):
    """One month's contributions of a plan, as the employer sent them. Append-only; a wrong one is reversed by another row.

    `payroll_fen` is the month's wages of the whole employer, from which the caps are counted. Retention: permanent.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="files")
    period = models.IntegerField()
    turn = models.SmallIntegerField()
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    payroll_fen = models.BigIntegerField()
    heads = models.IntegerField()
    employer_fen = models.BigIntegerField()
    personal_fen = models.BigIntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=255, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_contribution_file"
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "turn"], name="annuity_file_turn"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reason=""), name="annuity_file_reversed_why"
            ),
        ]

    def __str__(self) -> str:
        return f"file {self.pk} of plan {self.plan_id} for {self.period}"


class UnitValue(models.Model):
    """What a unit of a plan's fund was worth at the end of a month, as its trustee published it: ten-thousandths of a yuan.

    Append-only, once a month. Basis: 企业年金基金管理办法. Purpose: return of every account. Retention: permanent.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="values")
    period = models.IntegerField()
    value = models.IntegerField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_unit_value"
        constraints = [
            models.UniqueConstraint(fields=["plan", "period"], name="annuity_value_once"),
            models.CheckConstraint(condition=Q(value__gt=0), name="annuity_value_positive"),
        ]

    def __str__(self) -> str:
        return f"unit of plan {self.plan_id} in {self.period}: {self.value}"


class Payout(models.Model):
    """How somebody draws an account, as decided once: month by month, in instalments, at once, or into an insurance (领取).

    `months` is how many payments there are, one every `every_months`; 1 where it is drawn at once. `balance_fen` is what was
    there. Append-only; taken back by a row of its own while nothing was paid. Basis: 企业年金办法 24, 25;
    机关事业单位职业年金办法 9. Retention: permanent.
    """

    class Reason(models.TextChoices):
        RETIREMENT = "retirement", "退休"
        INCAPACITY = "incapacity", "完全丧失劳动能力"
        EMIGRATION = "emigration", "出国（境）定居"
        DEATH = "death", "死亡"

    class Way(models.TextChoices):
        MONTHLY = "monthly", "按月领取"
        INSTALMENTS = "instalments", "分次领取"
        LUMP = "lump", "一次领取"
        INSURANCE = "insurance", "购买商业养老保险"

    account = models.ForeignKey(Account, models.PROTECT, related_name="payouts")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    way = models.CharField(max_length=12, choices=Way.choices)
    starts_month = models.IntegerField()
    months = models.SmallIntegerField()
    every_months = models.SmallIntegerField(default=1, db_default=1)
    balance_fen = models.BigIntegerField()
    evidence = models.CharField(max_length=255)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_payout"
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=["retirement", "incapacity", "emigration", "death"]),
                name="annuity_payout_reason",
            ),
            models.CheckConstraint(
                condition=Q(way="monthly", months__gt=0, every_months=1)
                | Q(way="instalments", months__gt=1, every_months__gt=0)
                | (Q(way__in=["lump", "insurance"]) & Q(months=1, every_months=1)),
                name="annuity_payout_way",
            ),
            models.CheckConstraint(condition=Q(balance_fen__gte=0), name="annuity_payout_balance"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"payout of account {self.account_id}"


class Movement(models.Model):
    """One amount into or out of one part of an account, in one month. Append-only.

    `part` is the employer's, one's own, or the notional one that the budget has only noted. Purpose: balance, return,
    vesting and payout, all explained from here. Retention: permanent.
    """

    class Kind(models.TextChoices):
        CONTRIBUTION = "contribution", "缴费"
        RETURN = "return", "投资收益"
        INTEREST = "interest", "记账利息"
        FORFEITURE = "forfeiture", "未归属部分收回"
        TRANSFER_OUT = "transfer_out", "转出"
        TRANSFER_IN = "transfer_in", "转入"
        MADE_REAL = "made_real", "记实"
        PAYOUT = "payout", "领取"

    class Part(models.TextChoices):
        EMPLOYER = "employer", "单位缴费部分"
        PERSONAL = "personal", "个人缴费部分"
        NOTIONAL = "notional", "单位缴费记账部分"

    account = models.ForeignKey(Account, models.PROTECT, related_name="movements")
    period = models.IntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    part = models.CharField(max_length=12, choices=Part.choices)
    amount_fen = models.BigIntegerField()
    file = models.ForeignKey(ContributionFile, models.PROTECT, null=True, related_name="movements")
    reference = models.CharField(max_length=64, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_movement"
        indexes = [models.Index(fields=["account", "period"], name="annuity_movements_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=["employer", "personal", "notional"]), name="annuity_part"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "contribution", "return", "interest", "forfeiture", "transfer_out",
                        "transfer_in", "made_real", "payout",
                    ]
                ),
                name="annuity_movement_kind",
            ),
            models.CheckConstraint(condition=~Q(amount_fen=0), name="annuity_movement_moves"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_fen} on account {self.account_id}"


class PersonalPension(models.Model):
    """Somebody's personal pension account and the bank that keeps its money (个人养老金). One a person.

    Deliberately absent: the account's number, which is the bank's. Basis: 人社部发〔2022〕70号. Retention: permanent.
    """

    person = models.OneToOneField("registry.Person", models.PROTECT, related_name="+")
    bank = models.CharField(max_length=60)
    opened_on = models.DateField()
    reported_by = models.CharField(max_length=80)
    reported_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_personal_pension"

    def __str__(self) -> str:
        return f"personal pension of {self.person_id}"


class PersonalPensionReport(models.Model):
    """What a bank reported of one account for one year: paid, drawn, and the balance. Append-only.

    `drawn_for` is the law's case of what was drawn. The latest report of a bank for a year counts; who changed banks within a
    year is reported by both. `sha256` names the file that it came in. Retention: permanent.
    """

    pension = models.ForeignKey(PersonalPension, models.PROTECT, related_name="reports")
    bank = models.CharField(max_length=60, default="", db_default="")
    year = models.SmallIntegerField()
    paid_fen = models.BigIntegerField()
    drawn_fen = models.BigIntegerField()
    drawn_for = models.CharField(max_length=20, default="", db_default="")
    balance_fen = models.BigIntegerField()
    made_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    reported_by = models.CharField(max_length=80)
    reported_at = models.DateTimeField()

    class Meta:
        db_table = "annuity_personal_pension_report"
        constraints = [
            models.UniqueConstraint(fields=["pension", "sha256"], name="annuity_report_once"),
            models.CheckConstraint(
                condition=Q(paid_fen__gte=0, drawn_fen__gte=0, balance_fen__gte=0),
                name="annuity_report_amounts",
            ),
        ]

    def __str__(self) -> str:
        return f"report for {self.year} of {self.pension_id}"


# Django finds the tables of an app in this module; those of paying out stand in one of their own.
from renshe.domains.annuity.models_paying import (  # noqa: E402, F401
    PayoutBatch,
    PayoutCancelled,
    PayoutLine,
    PayoutTarget,
    PayoutWord,
    TrustEntry,
)
