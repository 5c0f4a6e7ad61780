"""Programmes that pay premiums for people in need, their named lists, what was owed and paid, and what must go back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.premium_help.groups import INSURANCES, ORIGINS, SOURCES
from renshe.domains.premium_help.models_bodies import FilingBody as FilingBody
from renshe.foundation.fields import FenField, MonthField


class HelpProgramme(models.Model):
    """One programme: which insurance, whose premium, out of whose money, how much in all and in which months.

    `place` is the division whose people it helps. `fixed_fen` is a fixed sum a head and month (or year), null where the
    law's amount holds. `groups` are codes of `groups.py`. `budget_fen` is for the whole time; `public_days` the days a list
    is public, 0 where `instrument` asks for none. Two people: who proposes it does not open it. Purpose: nobody is helped
    without a programme, no programme without its money. Retention: permanent.
    """

    STATES = {"proposed": "待启用", "open": "启用", "closed": "已结束"}

    place = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    insurance = models.CharField(
        max_length=20, choices=[(code, words[0]) for code, words in INSURANCES.items()]
    )
    groups = models.JSONField()
    source = models.CharField(
        max_length=20, choices=[(code, words[0]) for code, words in SOURCES.items()]
    )
    payer_name = models.CharField(max_length=120)
    fixed_fen = FenField(null=True)
    budget_fen = FenField()
    from_month = MonthField()
    to_month = MonthField()
    public_days = models.SmallIntegerField()
    instrument = models.CharField(max_length=160)
    state = models.CharField(max_length=12, default="proposed", db_default="proposed")
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80, null=True)
    opened_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    closed_why = models.CharField(max_length=255, default="", db_default="", blank=True)

    class Meta:
        db_table = "premium_help_programme"
        indexes = [models.Index(fields=["place", "insurance"], name="premium_help_of_place")]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="premium_help_programme_named"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "open", "closed"])
                & Q(insurance__in=["medical", "resident_pension"])
                & Q(source__in=["state_assets", "city_budget", "district_budget", "street_budget"]),
                name="premium_help_programme_codes",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed")
                | Q(opened_by__isnull=False, opened_at__isnull=False)
                & ~Q(opened_by=F("proposed_by")),
                name="premium_help_two_open",
            ),
            models.CheckConstraint(
                condition=Q(budget_fen__gt=0, public_days__gte=0, from_month__lte=F("to_month"))
                & (Q(fixed_fen__isnull=True) | Q(fixed_fen__gt=0))
                & ~Q(instrument=""),
                name="premium_help_programme_terms",
            ),
        ]

    def __str__(self) -> str:
        return f"programme {self.pk} {self.name}"


class HelpList(models.Model):
    """One list of names for a programme, from the body that knows who is in need; public where the rules ask.

    `document` is the body's own number, `from_month` the first month helped. Who files it does not approve it. A list that
    an institution filed through its portal names it, and somebody of the office checks it before it is public or approved;
    who checked it does not approve it. Purpose: named people only. Retention: permanent.
    """

    STATES = {
        "filed": "待公示或批准",
        "public": "公示中",
        "approved": "已批准",
        "refused": "已退回",
    }

    programme = models.ForeignKey(HelpProgramme, models.PROTECT, related_name="lists")
    origin = models.CharField(
        max_length=20, choices=[(code, words[0]) for code, words in ORIGINS.items()]
    )
    institution = models.ForeignKey(
        "identity.Institution", models.PROTECT, null=True, related_name="+"
    )
    document = models.CharField(max_length=80)
    from_month = MonthField()
    state = models.CharField(max_length=12, default="filed", db_default="filed")
    public_from = models.DateField(null=True)
    public_to = models.DateField(null=True)
    filed_by = models.CharField(max_length=80)
    filed_at = models.DateTimeField()
    checked_by = models.CharField(max_length=80, null=True)
    checked_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=80, null=True)
    approved_on = models.DateField(null=True)
    refused_why = models.CharField(max_length=255, default="", db_default="", blank=True)
    reference = models.CharField(max_length=64, default="", db_default="", blank=True)

    class Meta:
        db_table = "premium_help_list"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "document"], condition=~Q(state="refused"), name="premium_help_list_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["filed", "public", "approved", "refused"]) & ~Q(document=""),
                name="premium_help_list_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(approved_by__isnull=False, approved_on__isnull=False)
                & ~Q(approved_by=F("filed_by")),
                name="premium_help_list_two_approve",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refused_why=""), name="premium_help_list_refusal",
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=True) | Q(state__in=["filed", "refused"])
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="premium_help_list_checked",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | Q(approved_by__isnull=True) | ~Q(approved_by=F("checked_by")),
                name="premium_help_list_checker_apart",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"list {self.document} of programme {self.programme_id}"


class HelpedPerson(models.Model):
    """Somebody on a programme's list: of which group, from which month, and until when with the reason.

    `last_month` is the last month helped; before `from_month` for whoever was struck off before anything was paid.
    Nobody is on two programmes of one insurance at a time (database constraint). The group tells of need or disability:
    shown to the person and to the office alone. Basis: 国发〔2014〕8号 四. Retention: permanent.
    """

    programme = models.ForeignKey(HelpProgramme, models.PROTECT, related_name="people")
    list = models.ForeignKey(HelpList, models.PROTECT, related_name="people")
    insurance = models.CharField(max_length=20)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    group = models.CharField(max_length=32)
    from_month = MonthField()
    last_month = MonthField(null=True)
    left_why = models.CharField(max_length=255, default="", db_default="", blank=True)
    left_by = models.CharField(max_length=80, null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "premium_help_person"
        indexes = [models.Index(fields=["person"], name="premium_help_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "insurance"], condition=Q(last_month__isnull=True),
                name="premium_help_once_an_insurance",
            ),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True)
                | Q(last_month__gte=F("from_month") - 1, left_by__isnull=False, left_at__isnull=False)
                & ~Q(left_why=""),
                name="premium_help_leaving_has_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"person {self.person_id} in programme {self.programme_id}"


class HelpObjection(models.Model):
    """What somebody said against a list while it was public, and the answer. Retention: permanent, with the list."""

    STATES = {"open": "待答复", "upheld": "成立", "rejected": "不成立"}

    list = models.ForeignKey(HelpList, models.PROTECT, related_name="objections")
    words = models.CharField(max_length=400)
    raised_on = models.DateField()
    raised_by = models.CharField(max_length=80)
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=64, default="", db_default="", blank=True)
    state = models.CharField(max_length=12, default="open", db_default="open")
    answer = models.CharField(max_length=400, default="", db_default="", blank=True)
    answered_by = models.CharField(max_length=80, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "premium_help_objection"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answer="")
                | Q(state__in=["upheld", "rejected"], answered_by__isnull=False) & ~Q(answer=""),
                name="premium_help_objection_answered",
            )
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"


class HelpClaim(models.Model):
    """What a programme asks of its funding source for one month or year: the sum of its lines, some of them negative.

    Who makes it does not approve it. `received_on` and the bank's number once the money came, or went back where the sum is
    negative; `accounting_month` is the month of the books. Withdrawn, its lines are all taken back. Retention: permanent.
    """

    STATES = {"made": "待批准", "approved": "待到账", "settled": "已到账", "withdrawn": "已撤回"}

    programme = models.ForeignKey(HelpProgramme, models.PROTECT, related_name="claims")
    number = models.CharField(max_length=40, unique=True)
    period = MonthField()
    people = models.IntegerField()
    amount_fen = FenField()
    state = models.CharField(max_length=12, default="made", db_default="made")
    due_on = models.DateField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, null=True)
    approved_at = models.DateTimeField(null=True)
    received_on = models.DateField(null=True)
    bank_ref = models.CharField(max_length=64, null=True, unique=True)
    accounting_month = MonthField(null=True)
    settled_by = models.CharField(max_length=80, null=True)

    class Meta:
        db_table = "premium_help_claim"
        indexes = [models.Index(fields=["programme", "-period"], name="premium_help_claims_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["made", "approved", "settled", "withdrawn"]),
                name="premium_help_claim_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "settled"])
                | Q(approved_by__isnull=False) & ~Q(approved_by=F("made_by")),
                name="premium_help_claim_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled")
                | Q(
                    received_on__isnull=False,
                    bank_ref__isnull=False,
                    accounting_month__isnull=False,
                ),
                name="premium_help_claim_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.number}"


class HelpLine(models.Model):
    """One person's month (or year) that a programme pays, or takes back. Append-only: a mistake is reversed by another row.

    `facts` are what the law was asked with, so that the amount is explained again. `turn` counts how often the same month
    was helped anew after it was taken back; the database refuses the same turn twice. Retention: permanent.
    """

    claim = models.ForeignKey(HelpClaim, models.PROTECT, related_name="lines")
    helped = models.ForeignKey(HelpedPerson, models.PROTECT, related_name="lines")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    insurance = models.CharField(max_length=20)
    period = MonthField()
    turn = models.SmallIntegerField()
    amount_fen = FenField()
    facts = models.JSONField()
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    reason = models.CharField(max_length=255, default="", db_default="", blank=True)

    class Meta:
        db_table = "premium_help_line"
        indexes = [models.Index(fields=["helped", "period"], name="premium_help_lines_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "insurance", "period", "turn"], condition=Q(reverses__isnull=True),
                name="premium_help_month_once",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount_fen__gt=0)
                | Q(reverses__isnull=False, amount_fen__lt=0) & ~Q(reason=""),
                name="premium_help_line_sign",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.period} of person {self.person_id}"


class HelpFinding(models.Model):
    """Something that speaks against a month that was helped: found by comparison or told by people, then decided.

    Upheld, the next claim takes the month back; kept, it stays with the reason. Decided by somebody else than found it.
    Basis: 社会保险经办条例 37. Retention: permanent.
    """

    KINDS = {
        "died": "当期以前已经死亡",
        "employed": "同月已经由单位参保",
        "no_longer_in_need": "不再符合条件",
        "not_credited": "款到时不能记入",
    }
    STATES = {"open": "待核实", "upheld": "退回", "kept": "不退"}

    line = models.ForeignKey(HelpLine, models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=20, choices=KINDS.items())
    evidence = models.CharField(max_length=255)
    found_on = models.DateField()
    found_by = models.CharField(max_length=80)
    state = models.CharField(max_length=12, default="open", db_default="open")
    reason = models.CharField(max_length=255, default="", db_default="", blank=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "premium_help_finding"
        constraints = [
            models.UniqueConstraint(fields=["line", "kind"], name="premium_help_finding_once"),
            models.CheckConstraint(
                condition=Q(state="open")
                | Q(state__in=["upheld", "kept"], decided_by__isnull=False)
                & ~Q(decided_by=F("found_by"))
                & ~Q(reason=""),
                name="premium_help_finding_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.kind} about line {self.line_id}"
