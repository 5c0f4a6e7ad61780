"""The personal pension: accounts and years as banks report them, and what the year's tax saving is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
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
AT_ONCE = 10_000
"""Rows of one statement."""
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
    held = _held(person.pk for person in known.values())
    elsewhere = _elsewhere(held, file)
    cap = int(explain("personal_pension_cap", {}, place="CN", on=dt.date(file.year, 12, 31)).value)
    fits: dict[int, ReportedYear] = {}
    faults, again = [], 0
    for line, row in enumerate(file.rows, 1):
        person = known.get(row.id_number)
        if person is None:
            faults.append((line, "person_unknown"))
        elif row.paid_fen + elsewhere.get(person.pk, 0) > cap:
            faults.append((line, "above_the_years_cap"))
        elif row.drawn_fen and row.drawn_for not in CASES:
            faults.append((line, "drawn_without_a_case"))
        elif person.pk in fits:
            again += 1
        else:
            fits[person.pk] = row
    kept = _keep(fits, held, file, recorded)
    return Kept(kept=kept, known=again + len(fits) - kept, faults=tuple(faults))


def _held(people: Iterable[int]) -> dict[int, PersonalPension]:
    """The account of each person who has one, by the number that stands for the person; an older number's where only that
    one has an account. A bank reports a city's accounts in one file, so everybody is asked for at once."""
    stands_for = registry.everybody_who_are(person_ids=people)
    found: dict[int, PersonalPension] = {}
    for one in PersonalPension.objects.filter(person_id__in=stands_for).order_by("pk"):
        person = stands_for[one.person_id]
        if one.person_id == person:
            found[person] = one
        else:
            found.setdefault(person, one)
    return found


def _elsewhere(held: Mapping[int, PersonalPension], file: BankFile) -> dict[int, int]:
    """What other banks reported of this year, by person: the year's limit is one for all banks (人社部发〔2022〕70号)."""
    owner = {pension.pk: person for person, pension in held.items()}
    reports = PersonalPensionReport.objects.filter(pension_id__in=owner, year=file.year)
    latest: dict[tuple[int, str], int] = {}
    for one in reports.order_by("made_on", "pk"):
        person = owner[one.pension_id]
        latest[person, one.bank or held[person].bank] = one.paid_fen
    sums: dict[int, int] = {}
    for (person, bank), fen in latest.items():
        if bank != file.bank:
            sums[person] = sums.get(person, 0) + fen
    return sums


def _keep(
    rows: Mapping[int, ReportedYear],
    held: Mapping[int, PersonalPension],
    file: BankFile,
    recorded: Recorded,
) -> int:
    """Keep the lines that are not known yet, opening accounts that nobody reported before; how many."""
    opened = PersonalPension.objects.bulk_create(
        [
            PersonalPension(
                person_id=person, bank=file.bank, opened_on=row.opened_on, reported_by=recorded.by,
                reported_at=recorded.at,
            )
            for person, row in rows.items() if person not in held
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    account = {person: one.pk for person, one in held.items()} | {
        one.person_id: one.pk for one in opened
    }
    there = set(
        PersonalPensionReport.objects.filter(
            sha256=file.sha256, pension_id__in=[account[person] for person in rows]
        ).values_list("pension_id", flat=True)
    )
    fresh = PersonalPensionReport.objects.bulk_create(
        [
            PersonalPensionReport(
                pension_id=account[person], sha256=file.sha256, bank=file.bank, year=file.year,
                paid_fen=row.paid_fen, drawn_fen=row.drawn_fen, drawn_for=row.drawn_for,
                balance_fen=row.balance_fen, made_on=file.made_on, reported_by=recorded.by,
                reported_at=recorded.at,
            )
            for person, row in rows.items() if account[person] not in there
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    return len(fresh)
