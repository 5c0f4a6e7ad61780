"""What the law asks about residents, put together from the registers; and its answers by name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month, month_containing
from renshe.kernel.rules import Explain

MUNICIPALITIES = ("11", "12", "31", "50")
PENSION_AGE_MONTHS = 720


def area(place: str) -> str:
    """The stem of the city in which one scheme is run: a municipality's two digits, else the prefecture's four."""
    return place[:2] if place[:2] in MUNICIPALITIES else place[:4]


def same_area(*, place: str, household: str) -> bool:
    """Whether a household is registered in the city of a place."""
    return household.startswith(area(place))


def employee_months(*, person_id: int, year: int) -> list[Month]:
    """The months of a year in which somebody was actively in the employee pension, at any employer or alone."""
    covered: set[Month] = set()
    first, last = year * 12, year * 12 + 11
    for spell in enrolment.spells_of(person_id=person_id, insurance=enrolment.Insurance.PENSION):
        if spell.status != "active":
            continue
        begin = month_containing(spell.span.lower)
        end = last if spell.span.upper is None else month_containing(spell.span.upper) - 1
        covered.update(range(max(first, begin), min(last, end) + 1))
    return sorted(covered)


def joining_facts(
    *, person: registry.Person, place: str, on: dt.date, student: bool, draws_other_pension: bool
) -> dict[str, Any]:
    """What `resident_joining` asks about somebody on a day; who draws a pension the caller knows."""
    month = month_containing(on)
    return {
        "birth_month": month_containing(person.birth_on),
        "assessment_month": month,
        "draws_other_pension": draws_other_pension,
        "resident_student": student,
        "employee_insured_now": month in employee_months(person_id=person.pk, year=on.year),
        "household_here": same_area(place=place, household=person.household_place),
    }


def year_due(*, tier: int, place: str, on: dt.date, explain: Explain) -> int:
    """What a tier costs a year (fen). Raises Refusal where the place does not offer it."""
    return int(explain("resident_year_due", {"resident_tier": tier}, place=place[:6], on=on).value)


def subsidy_of(*, tier: int, back: bool, place: str, on: dt.date, explain: Explain) -> int:
    """What the government adds to a year of a tier (fen)."""
    facts = {"resident_tier": tier, "resident_back_payment": back}
    return int(explain("resident_subsidy_credited", facts, place=place[:6], on=on).value)


def help_of(*, place: str, on: dt.date, explain: Explain) -> int:
    """What the government pays for somebody in need (fen)."""
    return int(explain("resident_help_payment", {}, place=place[:6], on=on).value)


def collective_cap(*, place: str, on: dt.date, explain: Explain) -> int:
    """The most that a village may add in a year (fen)."""
    return int(explain("resident_collective_cap", {}, place=place[:6], on=on).value)


def whole_years(*, birth_on: dt.date, on: dt.date) -> int:
    """The age in whole years on a day."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
