"""The personal pension: accounts and years as banks report them, and what the year's tax saving is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.annuity.models import PersonalPension, PersonalPensionReport
from renshe.domains.annuity.recording import Recorded
from renshe.domains.registry import api as registry
from renshe.kernel.rules import Explain

CASES = (
    "pension_age",
    "incapacity",
    "emigration",
    "medical_cost",
    "minimum_allowance",
    "unemployment",
    "death",
)
"""What opens a personal pension (人社部发〔2022〕70号; since 2025-09-01 also illness, unemployment, minimum allowance)."""
FAULTS = {
    "person_unknown": ("没有这个人的参保登记", "nobody is registered under this number"),
    "above_the_years_cap": (
        "各银行合计超过当年缴费上限",
        "above the year's limit, all banks together",
    ),
    "drawn_without_a_case": ("有领取，没有写明法定的领取情形", "drawn without a case of the law"),
}
"""Why a line of a bank's file is not kept, in words."""


@dataclass(frozen=True, kw_only=True)
class ReportedYear:
    """One line of a bank's file: whose account, opened when, the year in fen, and the law's case of what was drawn (CASES)."""

    id_number: str
    opened_on: dt.date
    paid_fen: int
    drawn_fen: int
    balance_fen: int
    drawn_for: str = ""


@dataclass(frozen=True, kw_only=True)
class BankFile:
    """A bank's file as a whole."""

    bank: str
    year: int
    made_on: dt.date
    sha256: str
    rows: Sequence[ReportedYear]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What became of a bank's file: lines kept, lines of a file that was known, and lines nobody can be found for or whose
    payments pass the year's cap, each with its number and the reason's code."""

    kept: int
    known: int
    faults: tuple[tuple[int, str], ...]


@transaction.atomic
def take_bank_file(*, file: BankFile, explain: Explain, recorded: Recorded) -> Kept:
    """Keep what a bank reports. The same file twice changes nothing; a line with a fault is told and not kept."""
    known = registry.people_by_id_numbers(id_numbers=[row.id_number for row in file.rows])
    cap = int(explain("personal_pension_cap", {}, place="CN", on=dt.date(file.year, 12, 31)).value)
    kept = again = 0
    faults = []
    for line, row in enumerate(file.rows, 1):
        person = known.get(row.id_number)
        if person is None:
            faults.append((line, "person_unknown"))
        elif row.paid_fen + _elsewhere(person.pk, file) > cap:
            faults.append((line, "above_the_years_cap"))
        elif row.drawn_fen and row.drawn_for not in CASES:
            faults.append((line, "drawn_without_a_case"))
        else:
            fresh = _keep(registry.resolve(person_id=person.pk), row, file, recorded)
            kept, again = kept + fresh, again + (not fresh)
    return Kept(kept=kept, known=again, faults=tuple(faults))


def _elsewhere(person_id: int, file: BankFile) -> int:
    """What other banks reported of this year: the year's limit is one for all banks (人社部发〔2022〕70号)."""
    pension = PersonalPension.objects.filter(
        person_id__in=registry.everybody_who_is(person_id=person_id)
    ).first()
    if pension is None:
        return 0
    latest: dict[str, int] = {}
    for one in pension.reports.filter(year=file.year).order_by("made_on", "pk"):
        latest[one.bank or pension.bank] = one.paid_fen
    return sum(fen for bank, fen in latest.items() if bank != file.bank)


def _keep(person_id: int, row: ReportedYear, file: BankFile, recorded: Recorded) -> bool:
    pension, _made = PersonalPension.objects.get_or_create(
        person_id=person_id,
        defaults={
            "bank": file.bank, "opened_on": row.opened_on, "reported_by": recorded.by, "reported_at": recorded.at,
        },
    )  # fmt: skip
    _report, fresh = PersonalPensionReport.objects.get_or_create(
        pension=pension, sha256=file.sha256,
        defaults={
            "bank": file.bank, "year": file.year, "paid_fen": row.paid_fen, "drawn_fen": row.drawn_fen,
            "drawn_for": row.drawn_for,
            "balance_fen": row.balance_fen, "made_on": file.made_on, "reported_by": recorded.by,
            "reported_at": recorded.at,
        },
    )  # fmt: skip
    return fresh
