"""Staff of public bodies, what was recognised of their service before the reform, months declared and paid, accounts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.foundation.fields import FenField, MonthField

REFORM = 2014 * 12 + 9
"""October 2014, the first month of the scheme (国发〔2015〕2号)."""


class StaffMember(models.Model):
    """One person on the establishment of one public body (编制内人员), until that ends.

    People on labour contracts with the same body are insured as employees and are not here. Deliberately absent: the balance
    and the months, which are sums. Basis: 国发〔2015〕2号 二. Purpose: who is in the scheme. Retention: permanent.
    """

    KINDS = {"civil_servant": "公务员和参公人员", "institution": "事业单位编制内人员"}
    ENDS = {
        "retired": "退休",
        "to_enterprise": "流动到企业",
        "to_public_body": "调到其他机关事业单位",
        "died": "去世",
        "by_mistake": "误登",
    }

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    employer = models.ForeignKey("registry.Employer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=KINDS.items())
    post = models.CharField(max_length=60, help_text="职务（岗位）")
    rank = models.CharField(max_length=60, help_text="级别（薪级）")
    hired_on = models.DateField(help_text="参加工作日期")
    from_month = MonthField()
    last_month = MonthField(null=True)
    why_ended = models.CharField(max_length=16, choices=ENDS.items(), default="", db_default="")
    reference = models.CharField(max_length=64, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "institution_staff_member"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(last_month__isnull=True),
                name="institution_staff_one_body",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["civil_servant", "institution"]),
                name="institution_staff_kind",
            ),
            models.CheckConstraint(
                condition=Q(from_month__gte=REFORM), name="institution_staff_since_the_reform"
            ),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True, why_ended="")
                | (Q(last_month__isnull=False) & ~Q(why_ended="")),
                name="institution_staff_ends_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True) | Q(last_month__gte=F("from_month") - 1),
                name="institution_staff_months",
            ),
        ]
        indexes = [models.Index(fields=["employer"], name="institution_staff_of")]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.post} at {self.employer_id}"


class ServiceBefore(models.Model):
    """What two people recognised of somebody's service before October 2014: months, index of the post, wage items.

    Index and percentage are ten-thousandths; the wage items are those of September 2014 from which the old method counts
    (fen). The latest row known on a day holds. Append-only. Basis: 国发〔2015〕2号 四. Retention: permanent.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    post = models.CharField(max_length=60)
    rank = models.CharField(max_length=60)
    deemed_months = models.SmallIntegerField()
    deemed_index = models.IntegerField()
    basic_wage_fen = FenField()
    old_method_percent = models.IntegerField()
    living_subsidy_fen = FenField()
    added_pay_fen = FenField()
    hardship_fen = FenField()
    basis = models.CharField(max_length=255)
    recognised_by = models.CharField(max_length=80)
    reviewed_by = models.CharField(max_length=80)
    known_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "institution_staff_service_before"
        constraints = [
            models.CheckConstraint(
                condition=Q(deemed_months__gt=0, deemed_months__lte=480),
                name="institution_before_months",
            ),
            models.CheckConstraint(
                condition=Q(deemed_index__gt=0, deemed_index__lte=100_000),
                name="institution_before_index",
            ),
            models.CheckConstraint(
                condition=Q(old_method_percent__gt=0, old_method_percent__lte=10_000),
                name="institution_before_percent",
            ),
            models.CheckConstraint(
                condition=Q(
                    basic_wage_fen__gt=0,
                    living_subsidy_fen__gte=0,
                    added_pay_fen__gte=0,
                    hardship_fen__gte=0,
                ),
                name="institution_before_wage",
            ),
            models.CheckConstraint(
                condition=~Q(recognised_by=F("reviewed_by")), name="institution_before_two_people"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="institution_before_of")]  # fmt: skip

    def __str__(self) -> str:
        return f"service of {self.person_id} before the reform"


class PastYear(models.Model):
    """One calendar year of somebody's paid months that no month file of ours holds: taken over, or moved in.

    Append-only. Purpose: months and bases of the average index. Basis: 国发〔2015〕2号 七. Retention: permanent.
    """

    SOURCES = {"take_over": "旧系统接管", "moved_in": "从企业职工养老保险转入"}

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    months = models.SmallIntegerField()
    base_sum_fen = FenField()
    source = models.CharField(max_length=12, choices=SOURCES.items())
    reference = models.CharField(max_length=64, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "institution_staff_past_year"
        constraints = [
            models.UniqueConstraint(fields=["person", "year", "source"], name="institution_past_year_once"),
            models.CheckConstraint(
                condition=Q(months__gt=0, months__lte=12, base_sum_fen__gt=0), name="institution_past_year_counts"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.months} months of {self.year}"


class MonthFile(models.Model):
    """One month of one public body as declared: its staff, wages, and what the law makes of them. Append-only.

    A wrong month is reversed by a row of its own before it is paid. Basis: 国发〔2015〕2号 三. Retention: permanent.
    """

    employer = models.ForeignKey("registry.Employer", models.PROTECT, related_name="+")
    period = MonthField()
    turn = models.SmallIntegerField()
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    heads = models.IntegerField()
    base_fen = FenField()
    employer_fen = FenField()
    personal_fen = FenField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=255, default="", db_default="")
    declared_on = models.DateField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "institution_staff_month_file"
        constraints = [
            models.UniqueConstraint(fields=["employer", "period", "turn"], name="institution_month_turn"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reason=""), name="institution_month_reversed_why"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"month {self.period} of {self.employer_id}"

    @property
    def due_fen(self) -> int:
        """What the body owes for the month, both parts."""
        return int(self.employer_fen + self.personal_fen)


class MonthRow(models.Model):
    """One person's month in a file: wage as declared, base by law, both parts (fen). Append-only, with its file."""

    file = models.ForeignKey(MonthFile, models.PROTECT, related_name="rows")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    period = MonthField()
    wage_fen = FenField()
    base_fen = FenField()
    employer_fen = FenField()
    personal_fen = FenField()

    class Meta:
        db_table = "institution_staff_month_row"
        constraints = [
            models.UniqueConstraint(fields=["file", "person"], name="institution_month_row_once")
        ]
        indexes = [models.Index(fields=["person", "period"], name="institution_months_of")]

    def __str__(self) -> str:
        return f"{self.period} of {self.person_id}"


class MonthReceipt(models.Model):
    """The money of one month's file, whole, under the collector's number. Append-only. Only then is the month credited.

    Basis: 劳办发〔1997〕116号 (a month in which a part is owed is not credited). Retention: permanent.
    """

    file = models.OneToOneField(MonthFile, models.PROTECT, related_name="receipt")
    amount_fen = FenField()
    received_on = models.DateField()
    external_ref = models.CharField(max_length=64, unique=True)
    accounting_month = MonthField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "institution_staff_month_receipt"
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="institution_receipt_positive")
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.external_ref


class AccountEntry(models.Model):
    """One amount into or out of somebody's account (个人账户), but for pensions paid from it, which are payment lines.

    Append-only. Interest is below zero where the rate of a year that was drawn on in advance came out lower. `cause` is that of
    the entry in the books. Basis: 国发〔2015〕2号 三. Retention: permanent.
    """

    KINDS = {
        "opening": "旧系统余额",
        "payment": "个人缴费",
        "interest": "记账利息",
        "moved_in": "转入",
        "moved_out": "转出",
    }

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    month = MonthField(help_text="记账月份")
    kind = models.CharField(max_length=12, choices=KINDS.items())
    amount_fen = FenField()
    cause = models.CharField(max_length=80)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "institution_staff_account_entry"
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="moved_out") & Q(amount_fen__lt=0))
                | (Q(kind="interest") & ~Q(amount_fen=0))
                | (~Q(kind__in=["moved_out", "interest"]) & Q(amount_fen__gt=0)),
                name="institution_account_signs",
            )
        ]
        indexes = [models.Index(fields=["person", "year"], name="institution_account_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_fen}"


class Move(models.Model):
    """Somebody's relation that went to an enterprise or came from one: months, account, pooled money. Append-only.

    Basis: 国发〔2015〕2号 七; 人社部规〔2017〕1号. Retention: permanent.
    """

    WAYS = {"to_enterprise": "转到企业职工养老保险", "from_enterprise": "从企业职工养老保险转入"}

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    way = models.CharField(max_length=16, choices=WAYS.items())
    months = models.SmallIntegerField()
    base_sum_fen = FenField()
    account_fen = FenField()
    pooled_fen = FenField()
    partner = models.CharField(max_length=120)
    reference = models.CharField(max_length=64)
    moved_on = models.DateField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "institution_staff_move"
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=["to_enterprise", "from_enterprise"]),
                name="institution_move_way",
            ),
            models.CheckConstraint(
                condition=Q(account_fen__gte=0, pooled_fen__gte=0, months__gt=0),
                name="institution_move_amounts",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="institution_moves_of")]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.way} of {self.person_id}"


# Django finds the tables of an app in this module; what is asked for the register stands in one of its own.
from renshe.domains.institution_staff.models_entering import (  # noqa: E402
    ServiceWithdrawn,  # noqa: F401
    StaffProposal,  # noqa: F401
)
