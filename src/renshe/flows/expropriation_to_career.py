"""Months that town insurance carries and an expropriation buys enter the career of the employee scheme.

They stand in the calendar directly before the day that ends them (the end of town insurance in June 2011, the project's
approval), where nothing else stands, and not before the person was sixteen or January 1993, since earlier service is
deemed: owner-default, since neither scheme dated them. What does not fit stays uncounted and is told. Their base is the
law's for the year in which each stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from renshe.domains.contributions import api as contributions
from renshe.domains.expropriation import api as expropriation
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month, month_at, month_containing, year_of
from renshe.laws import library

TOWN_ENDED = month_at(year=2011, month=7)
"""No month of town insurance lies in or after it: entries closed in July 2011."""
_SIXTEEN = 16 * 12
_PAID_SINCE = month_at(year=1993, month=1)
"""Service of before is deemed and recognised by itself."""


@dataclass(frozen=True, kw_only=True)
class Bought:
    """Months to be counted at a place: until when, how many, at which base of the law."""

    place: str
    before: Month
    months: int
    target: str


def count_carried(
    *, record: expropriation.TownInsuranceRecord, months: int, reference: str, recorded: expropriation.Recorded
) -> int:  # fmt: skip
    """The months of a town record as the law carries them; returns how many found a place. Raises Refusal."""
    what = Bought(
        place=record.place[:6], before=TOWN_ENDED, months=months, target="town_base_carried"
    )
    counting = contributions.Counting(
        source="town_insurance", reference=reference, by=recorded.by, at=recorded.at
    )
    return _count(record.person_id, what, counting=counting, recorded=recorded)


def count_bought(
    *, project: expropriation.ExpropriationProject, recorded: expropriation.Recorded
) -> int:
    """The months that a settled project bought for everybody of working age; returns how many found a place. Raises Refusal."""
    if project.scheme != "employee_pension" or not project.months_bought:
        return 0
    what = Bought(
        place=project.place[:6], before=month_containing(project.approved_on), months=project.months_bought,
        target="land_bought_base",
    )  # fmt: skip
    counting = contributions.Counting(
        source="expropriation", reference=project.approval_number, by=recorded.by, at=recorded.at
    )
    working = expropriation.members(project_id=project.pk, group="working")
    return sum(_count(one.person_id, what, counting=counting, recorded=recorded) for one in working)


def _count(
    person_id: int, what: Bought, *, counting: contributions.Counting, recorded: expropriation.Recorded
) -> int:  # fmt: skip
    person = registry.person(person_id=person_id)
    free = contributions.free_months(
        person_id=person.pk, before=what.before, most=what.months,
        not_before=max(month_containing(person.birth_on) + _SIXTEEN, _PAID_SINCE),
    )  # fmt: skip
    base = {
        year: int(
            library.explain(
                what.target, {"index_year": year}, place=what.place, on=recorded.today
            ).value
        )
        for year in {year_of(month) for month in free}
    }
    return contributions.count_months(
        person_id=person.pk,
        bases={month: base[year_of(month)] for month in free},
        counting=counting,
    )
