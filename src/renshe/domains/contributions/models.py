"""The tables of contributions: windows, declarations, bills. Money that came in is in `money.py`, what is set right
afterwards in `correcting.py`, the partitioned person-level tables in `subledger.py`; all are imported here for Django."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.contributions.bill import COMPONENTS, FUNDS, Bill
from renshe.domains.contributions.correcting import (
    AccountCorrection,
    CorrectionRequest,
    SurchargeWaiver,
    YearCover,
)
from renshe.domains.contributions.counted import CountedMonth
from renshe.domains.contributions.instalments import Instalment, InstalmentPlan
from renshe.domains.contributions.money import (
    Allocation,
    ExchangedFile,
    Receipt,
    Reconciliation,
    Refund,
    RegisterImport,
    RegisterImportError,
    WriteOff,
)
from renshe.domains.contributions.subledger import Line, YearRecord

__all__ = [
    "COMPONENTS",
    "FUNDS",
    "AccountCorrection",
    "Allocation",
    "Bill",
    "CorrectionRequest",
    "CountedMonth",
    "Declaration",
    "DeclaredRow",
    "DeclaredWage",
    "ExchangedFile",
    "Instalment",
    "InstalmentPlan",
    "Line",
    "Mode",
    "Receipt",
    "Reconciliation",
    "Refund",
    "RegisterImport",
    "RegisterImportError",
    "SurchargeWaiver",
    "Window",
    "WriteOff",
    "YearCover",
    "YearRecord",
]

PLACE_CODE = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"


class Mode(models.TextChoices):
    """Who assesses and who collects at a place in a period. Dated data, never a constant of the code."""

    AGENCY = "agency", "经办机构核定并征收"
    AGENCY_ASSESSES = "agency_assesses_tax_collects", "经办机构核定、税务征收"
    DECLARED_TO_TAX = "declared_to_tax", "用人单位向税务申报缴纳"


class Window(models.Model):
    """The declaration window of a period at a place: from when, until when, due when, and who collects.

    A declaration after `cut_off_on` is late: it is accepted with a flag and assessed with the next run.
    Retention: for ever, because surcharge is counted from `due_on`.
    """

    place = models.CharField(max_length=12)
    period = models.IntegerField()
    opens_on = models.DateField()
    cut_off_on = models.DateField()
    due_on = models.DateField()
    mode = models.CharField(max_length=32, choices=Mode.choices)

    class Meta:
        db_table = "contributions_window"
        constraints = [
            models.UniqueConstraint(fields=["place", "period"], name="contributions_window_once"),
            models.CheckConstraint(
                condition=Q(place__regex=PLACE_CODE), name="contributions_window_place"
            ),
            models.CheckConstraint(
                condition=Q(cut_off_on__gte=F("opens_on")) & Q(due_on__gte=F("opens_on")),
                name="contributions_window_dates",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=Mode.values), name="contributions_window_mode"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.period}: {self.opens_on} to {self.cut_off_on}"


class DeclaredWage(models.Model):
    """A person's monthly average wage declared by an employer (or by the person: no employer) for a contribution
    year, which begins in `year_start_month`.

    Purpose: the base of contributions. Retention: for ever, as proof of the base. A correction is a further row;
    the one recorded last counts. `person` and `employer` have no key in the database because rows come by the
    million; `checks.py` proves them, and people and employers are never deleted.
    """

    person = models.ForeignKey(
        "registry.Person",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    employer = models.ForeignKey(
        "registry.Employer",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    year_start_month = models.IntegerField()
    wage_fen = models.BigIntegerField()
    source = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "contributions_declared_wage"
        indexes = [
            models.Index(
                fields=["year_start_month", "employer", "person"],
                name="contributions_wage_employer",
            ),
            models.Index(fields=["person", "year_start_month"], name="contributions_wage_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(wage_fen__gte=0), name="contributions_wage_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} at {self.employer_id} from {self.year_start_month}"


class Declaration(models.Model):
    """One roster as an employer sent it, or as it was carried forward for an employer that sent none.

    Purpose: evidence of what was declared, when and by whom. Retention: ten years with its file.
    `resubmits` leads from a roster of mended rows to the one in which they failed. The employer's word is kept
    unchanged; what is owed for it is a bill.
    """

    class Channel(models.TextChoices):
        EXCEL = "excel", "Excel 花名册"
        CSV = "csv", "CSV 花名册"
        API = "api", "接口"
        COUNTER = "counter", "窗口"
        CARRY_FORWARD = "carry_forward", "未申报结转"

    class State(models.TextChoices):
        RECEIVED = "received", "已接收"
        CHECKED = "checked", "已校验"
        ACCEPTED = "accepted", "已受理"
        PARTLY_ACCEPTED = "partly_accepted", "部分受理"
        REJECTED = "rejected", "不予受理"
        ASSESSED = "assessed", "已核定"

    employer = models.ForeignKey("registry.Employer", on_delete=models.PROTECT, related_name="+")
    period = models.IntegerField()
    channel = models.CharField(max_length=16, choices=Channel.choices)
    file = models.ForeignKey(
        "documents.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_by = models.CharField(max_length=200)
    submitted_at = models.DateTimeField()
    rows_total = models.IntegerField()
    rows_good = models.IntegerField()
    rows_bad = models.IntegerField()
    state = models.CharField(max_length=16, choices=State.choices)
    late = models.BooleanField(db_default=False)
    resubmits = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="resubmissions"
    )

    class Meta:
        db_table = "contributions_declaration"
        indexes = [
            models.Index(fields=["employer", "-period"], name="contributions_declaration_unit"),
            models.Index(fields=["period", "state"], name="contributions_declaration_todo"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_good__gte=0)
                & Q(rows_bad__gte=0)
                & Q(rows_total=F("rows_good") + F("rows_bad")),
                name="contributions_declaration_rows_add_up",
            ),
            models.UniqueConstraint(
                fields=["employer", "period", "file"],
                condition=Q(file__isnull=False) & ~Q(state="rejected"),
                name="contributions_declaration_file_once",
            ),
            models.UniqueConstraint(
                fields=["employer", "period"],
                condition=Q(channel="carry_forward") & ~Q(state="rejected"),
                name="contributions_declaration_carried_once",
            ),
        ]

    def __str__(self) -> str:
        return f"declaration {self.pk}: employer {self.employer_id}, period {self.period}"


class DeclaredRow(models.Model):
    """One row of a roster: good and waiting for assessment, or bad with its errors until it is resubmitted.

    Purpose: to mend single rows without sending the whole roster again. Retention: ten years as the roster.
    `id_number` and `name` are what the employer wrote, which may be wrong; `errors` is a list of
    `{column, header, reason, zh, en, fix_zh, fix_en}`. Without a key to person, as `DeclaredWage`.
    """

    class State(models.TextChoices):
        GOOD = "good", "正确"
        BAD = "bad", "有误"
        RESUBMITTED = "resubmitted", "已补报"
        ASSESSED = "assessed", "已核定"

    declaration = models.ForeignKey(
        Declaration,
        on_delete=models.PROTECT,
        related_name="rows",
        db_constraint=False,
        db_index=False,
    )
    row_number = models.IntegerField()
    person = models.ForeignKey(
        "registry.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    id_number = models.TextField()
    name = models.TextField()
    wage_fen = models.BigIntegerField(null=True, blank=True)
    errors = models.JSONField(default=list)
    state = models.CharField(max_length=16, choices=State.choices)

    class Meta:
        db_table = "contributions_declared_row"
        indexes = [
            models.Index(
                fields=["declaration"], condition=Q(state="bad"), name="contributions_row_bad"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "row_number"], name="contributions_row_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["bad", "resubmitted"])
                | (Q(person__isnull=False) & Q(wage_fen__gte=0)),
                name="contributions_row_good_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.row_number} of declaration {self.declaration_id} ({self.state})"
