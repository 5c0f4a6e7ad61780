"""Who takes part in the resident scheme, what was paid for which year, and what stands in whose account from which source.

Imported here for Django: the way into the other scheme (`bridging.py`, lists of its money in `bridging_lists.py`), a teller's
day (`teller.py`), bank batches of payouts (`payout_batches.py`), and the doors back (`corrections.py`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.resident.bridging import Bridging
from renshe.domains.resident.bridging_lists import BridgingList, BridgingListLine
from renshe.domains.resident.corrections import BridgingReturn, PaymentCorrection
from renshe.domains.resident.payout_batches import PayoutBatch, PayoutLine, PayoutResult
from renshe.domains.resident.teller import TellerDay
from renshe.foundation.fields import FenField, MonthField

__all__ = [
    "SOURCES", "Bridging", "BridgingList", "BridgingListLine", "BridgingReturn", "NamedHelp", "Participation",
    "PaymentCorrection", "PaymentOrder", "PayoutBatch", "PayoutLine", "PayoutResult", "ResidentCredit", "ResidentPayment",
    "ResidentPayout", "TellerDay", "TierChoice",
]  # fmt: skip

SOURCES = (("own", "个人缴费"), ("government", "政府补贴"), ("collective", "集体补助"))
"""From whom the money in an account came; kept apart for ever (国发〔2014〕8号 五)."""


class Participation(models.Model):
    """One person in the resident scheme of a place, from the day of joining until it ends.

    `place` is the district that administers it, `community` the village or community that calls on the person each year.
    Deliberately absent: years and balance, which are sums of payments and credits. Basis: 国发〔2014〕8号 三. Purpose: to
    know whom the yearly campaign concerns and to whom an account belongs. Retention: permanent, with the account.
    """

    ENDS = {
        "died": "去世",
        "account_inherited": "账户已继承",
        "moved_away": "转到外地",
        "to_employee_scheme": "转入职工养老保险",
        "double_benefit": "重复领取清理",
        "by_mistake": "误登",
    }

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    place = models.CharField(max_length=12)
    community = models.CharField(max_length=12)
    joined_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=24, default="", db_default="", blank=True)
    reference = models.CharField(max_length=64, default="", db_default="", blank=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "resident_participation"
        indexes = [models.Index(fields=["community"], name="resident_participation_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on__isnull=True),
                name="resident_participation_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="")
                | Q(ended_on__gte=F("joined_on"))
                & Q(
                    ended_why__in=[
                        "died",
                        "account_inherited",
                        "moved_away",
                        "to_employee_scheme",
                        "double_benefit",
                        "by_mistake",
                    ]
                ),
                name="resident_participation_end",
            ),
        ]

    def __str__(self) -> str:
        return f"participation {self.pk} of person {self.person_id}"


class TierChoice(models.Model):
    """The tier (yuan a year) that somebody chose from a year on; the last one for a year counts. Append-only.

    Basis: 国发〔2014〕8号 四 (one chooses freely). Retention: permanent, with the account.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="choices")
    from_year = models.SmallIntegerField()
    tier = models.IntegerField()
    reference = models.CharField(max_length=64, default="", db_default="", blank=True)
    chosen_by = models.CharField(max_length=80)
    chosen_at = models.DateTimeField()

    class Meta:
        db_table = "resident_tier_choice"
        indexes = [models.Index(fields=["participation", "from_year"], name="resident_choices_of")]
        constraints = [
            models.CheckConstraint(condition=Q(tier__gt=0), name="resident_tier_choice_positive")
        ]

    def __str__(self) -> str:
        return f"tier {self.tier} from {self.from_year}"


class PaymentOrder(models.Model):
    """What somebody means to pay for one year, under a number that the tax bureau's file brings back (缴费单). Append-only.

    It owes nobody anything: who does not pay within the year simply has not paid it. Retention: ten years.
    """

    number = models.CharField(max_length=32, unique=True)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="orders")
    year = models.SmallIntegerField()
    tier = models.IntegerField()
    amount_fen = FenField()
    is_back_payment = models.BooleanField()
    reference = models.CharField(max_length=64, default="", db_default="", blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "resident_payment_order"
        indexes = [models.Index(fields=["participation", "year"], name="resident_orders_of")]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="resident_order_positive")
        ]

    def __str__(self) -> str:
        return f"order {self.number}"


class ResidentPayment(models.Model):
    """One year that was paid: by the person, or by the government for somebody in need. Append-only.

    `external_ref` is the number on the receipt of the tax bureau or of the finance bureau's transfer. A year is paid once;
    one given back has a `ResidentCredit` of kind `refunded` that names it. Basis: 国发〔2014〕8号 四. Retention: permanent.
    """

    CHANNELS = {
        "tax_file": "税务部门到账文件",
        "counter": "窗口代收",
        "government": "政府代缴",
        "take_over": "旧系统",
        "corrected": "收错更正转入",
    }

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="payments")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    tier = models.IntegerField()
    amount_fen = FenField()
    is_back_payment = models.BooleanField()
    channel = models.CharField(max_length=12, choices=CHANNELS.items())
    external_ref = models.CharField(max_length=80)
    order = models.OneToOneField(PaymentOrder, models.PROTECT, null=True, related_name="payment")
    paid_on = models.DateField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "resident_payment"
        indexes = [models.Index(fields=["person", "year"], name="resident_payments_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_ref"], name="resident_payment_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    channel__in=["tax_file", "counter", "government", "take_over", "corrected"]
                ),
                name="resident_payment_channel",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, tier__gt=0), name="resident_payment_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"payment of {self.year} by person {self.person_id}"


class NamedHelp(models.Model):
    """Somebody on a named list of a year: the village adds money, or the government pays for the person. Append-only.

    `amount_fen` is what the village decided; of the poor and the severely disabled it is the law's amount when listed.
    `instrument` is the resolution or list that names the person. Basis: 国发〔2014〕8号 四. Purpose: money for named people
    only. Retention: permanent. The kind tells of need or disability: shown to the person and to the office alone.
    """

    KINDS = {"collective": "集体补助", "poor": "困难人员代缴", "disabled": "重度残疾人代缴"}

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="help")
    year = models.SmallIntegerField()
    kind = models.CharField(max_length=12, choices=KINDS.items())
    amount_fen = FenField()
    instrument = models.CharField(max_length=120)
    listed_by = models.CharField(max_length=80)
    listed_at = models.DateTimeField()

    class Meta:
        db_table = "resident_named_help"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "year", "kind"], name="resident_named_help_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["collective", "poor", "disabled"]),
                name="resident_named_help_kind",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(instrument=""),
                name="resident_named_help_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} help in {self.year}"


class ResidentCredit(models.Model):
    """One amount credited to (or, negative, taken from) an account, from one source. Append-only: the account is their sum.

    `year` is the year that was paid or that bore interest, `accounting_month` the month of the books, `cause` the entry's
    cause there. Money of a payment names it, help its list, interest neither. Basis: 国发〔2014〕8号 五. Retention: permanent.
    """

    KINDS = {
        "payment": "本人缴费",
        "help": "政府代缴",
        "subsidy": "政府缴费补贴",
        "collective": "集体补助",
        "interest": "利息",
        "converted": "原农保转入",
        "opening": "旧系统余额",
        "refunded": "退费",
        "restored": "撤销付款后恢复",
        "inherited": "继承",
        "pension": "发放养老金",
        "bridged": "制度衔接转移",
        "set_off": "抵扣重复领取的基础养老金",
        "returned": "重复领取清理退还",
        "corrected": "收错更正",
    }

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    source = models.CharField(max_length=12, choices=SOURCES)
    kind = models.CharField(max_length=12, choices=KINDS.items())
    amount_fen = FenField()
    accounting_month = MonthField()
    booked_on = models.DateField()
    payment = models.ForeignKey(ResidentPayment, models.PROTECT, null=True, related_name="credits")
    help = models.ForeignKey(NamedHelp, models.PROTECT, null=True, related_name="credits")
    cause = models.CharField(max_length=80)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "resident_credit"
        indexes = [models.Index(fields=["person", "year"], name="resident_credits_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "kind", "source"],
                condition=Q(payment__isnull=False) & Q(kind__in=["payment", "help", "subsidy"]),
                name="resident_credit_of_payment_once",
            ),
            models.UniqueConstraint(
                fields=["help", "kind"],
                condition=Q(help__isnull=False) & Q(kind__in=["collective", "help"]),
                name="resident_credit_of_help_once",
            ),
            models.UniqueConstraint(
                fields=["person", "year", "source"],
                condition=Q(kind="interest"),
                name="resident_credit_interest_once",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["own", "government", "collective"]),
                name="resident_credit_source",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "payment",
                        "help",
                        "subsidy",
                        "collective",
                        "interest",
                        "converted",
                        "opening",
                        "refunded",
                        "restored",
                        "inherited",
                        "pension",
                        "bridged",
                        "set_off",
                        "returned",
                        "corrected",
                    ]
                )
                & ~Q(amount_fen=0),
                name="resident_credit_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_fen} of person {self.person_id}"


class ResidentPayout(models.Model):
    """Money out of an account that is to be paid once: a refund, or what a dead person left. Owed, then paid or cancelled.

    It goes by the bank's file; `paid_how` says what a file could not carry and `how_why` why (empty for one settled before
    there were files). Whoever pays is not who approved. `case_number` names the case that holds the papers, or the
    correction of a wrong payment. Basis: 国发〔2014〕8号 六, 人社部发〔2014〕17号 七. Purpose: to
    pay the person or the heir; the account number is masked on screen. Retention: permanent.
    """

    KINDS = {
        "refund": "重复缴费退费",
        "inheritance": "个人账户继承",
        "returned": "重复领取清理退还",
        "taken_wrong": "收错退费",
    }
    WAYS = {"bank_file": "银行文件", "cash": "窗口现金", "cheque": "支票"}
    STATES = {"owed": "待付", "paid": "已付", "cancelled": "已撤销"}

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS.items())
    amount_fen = FenField()
    case_number = models.CharField(max_length=64, unique=True)
    place = models.CharField(max_length=12)
    bank_code = models.CharField(max_length=14)
    account_number = models.CharField(max_length=34)
    account_name = models.CharField(max_length=120)
    state = models.CharField(
        max_length=10, choices=STATES.items(), default="owed", db_default="owed"
    )
    owed_on = models.DateField()
    approved_by = models.CharField(max_length=80)
    settled_on = models.DateField(null=True)
    settled_by = models.CharField(max_length=80, null=True)
    external_ref = models.CharField(max_length=80, null=True, unique=True)
    paid_how = models.CharField(
        max_length=10, choices=WAYS.items(), default="", db_default="", blank=True
    )
    how_why = models.CharField(max_length=200, default="", db_default="", blank=True)

    class Meta:
        db_table = "resident_payout"
        indexes = [
            models.Index(
                fields=["owed_on"], condition=Q(state="owed"), name="resident_payouts_owed"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["owed", "paid", "cancelled"])
                & Q(kind__in=["refund", "inheritance", "returned", "taken_wrong"])
                & Q(amount_fen__gt=0),
                name="resident_payout_shape",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid")
                | Q(settled_on__isnull=False, external_ref__isnull=False)
                & ~Q(settled_by=F("approved_by")),
                name="resident_payout_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"payout {self.pk}: {self.kind}"
