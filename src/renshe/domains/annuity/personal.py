"""The personal pension: accounts and years as banks report them, and what the year's tax saving is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.annuity.models import PersonalPension, PersonalPensionReport
from renshe.domains.annuity.ports import Explain
from renshe.domains.annuity.recording import Recorded
from renshe.domains.registry import api as registry


@dataclass(frozen=True, kw_only=True)
class ReportedYear:
    """One line of a bank's file: whose account, opened when, and the year in fen."""

    id_number: str
    opened_on: dt.date
    paid_fen: int
    drawn_fen: int
    balance_fen: int


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
        elif row.paid_fen > cap:
            faults.append((line, "above_the_years_cap"))
        else:
            fresh = _keep(registry.resolve(person_id=person.pk), row, file, recorded)
            kept, again = kept + fresh, again + (not fresh)
    return Kept(kept=kept, known=again, faults=tuple(faults))


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
            "year": file.year, "paid_fen": row.paid_fen, "drawn_fen": row.drawn_fen,
            "balance_fen": row.balance_fen, "made_on": file.made_on, "reported_by": recorded.by,
            "reported_at": recorded.at,
        },
    )  # fmt: skip
    return fresh
