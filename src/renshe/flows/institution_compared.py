"""Both methods side by side for one person, and what each year of the transition would pay of the same two amounts.

Basis: 国发〔2015〕2号 四. Nothing is written; every figure is the law's and can be explained again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from renshe.domains.institution_staff import api as staff
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.institution_to_ledger import KIND
from renshe.flows.institution_to_pension import TARGET, earliest_month, occupational
from renshe.kernel.periods import Month, first_day, month_containing, year_of
from renshe.kernel.rules import Explanation
from renshe.laws import library

LAST_COMPARED = staff.NEW_METHOD_ONLY - 1
OLD_FACTS = ("basic_wage_2014_09", "old_method_percent")


@dataclass(frozen=True, kw_only=True)
class PhaseYear:
    """What retiring in a year would pay of the two amounts: the share of the excess in percent, and the whole (fen)."""

    year: int
    percent: int
    total_fen: int
    mine: bool


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Somebody's pension with every step, whether it is drawn already, and the old method's amount where it can be told (fen).

    `years` is empty where nothing of service before the reform is recognised: then there is no old method.
    """

    facts: dict[str, Any]
    place: str
    known_on: dt.date
    drawn: bool
    new: Explanation
    old: Explanation | None
    years: tuple[PhaseYear, ...]

    def value(self, name: str) -> int:
        """A step's amount (fen)."""
        return next(int(node.value) for node in self.new.root.walk() if node.name == name)


def compare(*, person_id: int, place: str, on: dt.date) -> Compared:
    """The pension that is drawn, else the one that today's record would give at the earliest month. Raises Refused, Refusal."""
    award = pension.in_force(person_id=person_id, kind=KIND)
    if award is not None and award.facts and award.receipt.get("known_on"):
        facts, at = dict(award.facts), award.receipt["place"]
        known = dt.date.fromisoformat(award.receipt["known_on"])
    else:
        month = _month(person_id, place, on)
        _account, annuity_fen, _months = occupational(person_id=person_id, retirement_month=month)
        facts = staff.award_facts(
            person_id=person_id, retirement_month=month, annuity_fen=annuity_fen, known_on=on,
            explain=library.explain,
        )  # fmt: skip
        at, known = place, on
    new = library.explain(
        TARGET, facts, place=at, on=first_day(facts["retirement_month"]), known_on=known
    )
    told = Compared(
        facts=facts,
        place=at,
        known_on=known,
        drawn=award is not None,
        new=new,
        old=_old(facts, at),
        years=(),
    )
    return told if told.old is None else _with_years(told)


def explain_year(*, told: Compared, year: int) -> Explanation:
    """What retiring in a year of the transition would pay of somebody's two amounts, explained. Raises Refusal."""
    month = _in_year(year)
    given = {"institution_new_basic_pension": told.value("institution_new_basic_pension")}
    if told.old is not None and month <= LAST_COMPARED:
        given["institution_old_method"] = int(told.old.value)
    return library.explain(
        "institution_total",
        {"retirement_month": month},
        place=told.place,
        on=first_day(month),
        given=given,
    )


def _with_years(told: Compared) -> Compared:
    mine = year_of(told.facts["retirement_month"])
    rows = []
    for year in range(2014, 2026):
        answer = explain_year(told=told, year=year)
        percent = [
            one.value for one in answer.root.walk() if one.name == "institution_phase_in_percent"
        ]
        share = int(percent[0] * 100) if percent else 100
        current = year == mine or (year == 2025 and mine > 2025)
        rows.append(PhaseYear(year=year, percent=share, total_fen=int(answer.value), mine=current))
    return Compared(
        facts=told.facts, place=told.place, known_on=told.known_on, drawn=told.drawn, new=told.new, old=told.old,
        years=tuple(rows),
    )  # fmt: skip


def _in_year(year: int) -> Month:
    """A month that stands for a year: December of 2014, June of every other."""
    return year * 12 + (11 if year == 2014 else 5)


def _old(facts: dict[str, Any], place: str) -> Explanation | None:
    """The old method in the month of retirement, at the latest in its own last month."""
    if not all(name in facts for name in OLD_FACTS):
        return None
    month = min(facts["retirement_month"], LAST_COMPARED)
    return library.explain(
        "institution_old_method",
        facts | {"retirement_month": month},
        place=place,
        on=first_day(month),
    )


def _month(person_id: int, place: str, on: dt.date) -> Month:
    """The earliest month by the law of today, or this month where it is over."""
    person = registry.person(person_id=person_id)
    now = month_containing(on)
    return max(now, earliest_month(person=person, place=place, month=now))
