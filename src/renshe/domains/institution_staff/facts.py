"""From the registers to what the law of the pension asks: months, bases, service before the reform, the account."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.institution_staff import problems
from renshe.domains.institution_staff.account import balance_at
from renshe.domains.institution_staff.models import REFORM, MonthRow, PastYear, ServiceBefore
from renshe.domains.institution_staff.register import last_member, service_before
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day, month_containing, year_of
from renshe.kernel.rules import Explain

NEW_METHOD_ONLY = 2024 * 12 + 9
"""October 2024: from here on the old method is compared no more (国发〔2015〕2号 四)."""


def paid_years(*, person_id: int, until: int) -> dict[int, tuple[int, int]]:
    """Months that count and the sum of their bases (fen) by calendar year: taken over, moved in, and paid here."""
    people = registry.everybody_who_is(person_id=person_id)
    years: dict[int, tuple[int, int]] = {}
    for past in PastYear.objects.filter(person_id__in=people, year__lte=until).order_by(
        "year", "pk"
    ):
        _add(years, past.year, past.months, past.base_sum_fen)
    rows = MonthRow.objects.filter(
        person_id__in=people, file__receipt__isnull=False, file__reversed_by__isnull=True
    ).order_by("period", "pk")
    seen: set[Month] = set()
    for row in rows:
        if row.period not in seen and year_of(row.period) <= until:
            seen.add(row.period)
            _add(years, year_of(row.period), 1, row.base_fen)
    return dict(sorted(years.items()))


def _add(years: dict[int, tuple[int, int]], year: int, months: int, base_fen: int) -> None:
    before, bases = years.get(year, (0, 0))
    counted = min(months, 12 - before)
    years[year] = (before + counted, bases + base_fen * counted // months)


def unpaid_months(*, person_id: int) -> list[Month]:
    """Months that a body declared and nobody has paid yet."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = MonthRow.objects.filter(
        person_id__in=people,
        file__receipt__isnull=True,
        file__reversed_by__isnull=True,
        file__reverses__isnull=True,
    )
    return sorted(rows.values_list("period", flat=True))


def award_facts(
    *,
    person_id: int,
    retirement_month: Month,
    annuity_fen: int,
    known_on: dt.date,
    explain: Explain,
) -> dict[str, Any]:
    """What `institution_pension` asks about somebody. `annuity_fen` is the month of the
    occupational annuity, which its own domain knows.

    Who has no service before the reform has no deemed month, so its index weighs nothing. The old method's wage items are
    asked only of who retires before October 2024; where they are not recognised the law refuses with their name. Raises
    Refused `never_in_institution_scheme`, Refusal.
    """
    person = registry.person(person_id=person_id)
    if last_member(person_id=person.pk) is None:
        raise Refused(problems.NEVER_IN_THE_SCHEME)
    years = paid_years(person_id=person.pk, until=year_of(retirement_month))
    before = service_before(person_id=person.pk, known_on=known_on)
    birth = registry.birth_date_for(person=person, purpose="retirement")
    on = first_day(retirement_month)
    facts: dict[str, Any] = {
        "birth_month": month_containing(birth),
        "retirement_category": person.retirement_category,
        "retirement_month": retirement_month,
        "career": _career(years, last=year_of(retirement_month)),
        "deemed_months": before.deemed_months if before else 0,
        "deemed_index": ten_thousandths(before.deemed_index) if before else "0",
        "account_balance": balance_at(
            person_id=person.pk,
            retirement_month=retirement_month,
            on=on,
            explain=explain,
            known_on=known_on,
        ),
        "occupational_annuity_monthly": annuity_fen,
    }
    return facts | (old_method_facts(before) if before else {})


def old_method_facts(before: ServiceBefore) -> dict[str, Any]:
    """The wage items of September 2014 as the law names them."""
    return {
        "basic_wage_2014_09": before.basic_wage_fen,
        "old_method_percent": ten_thousandths(before.old_method_percent),
        "retirement_living_subsidy": before.living_subsidy_fen,
        "added_retirement_pay": before.added_pay_fen,
        "hardship_allowance": before.hardship_fen,
    }


def ten_thousandths(value: int) -> str:
    """A kept index or percentage as the exact decimal that the law takes."""
    return f"{value // 10_000}.{value % 10_000:04d}"


def _career(years: dict[int, tuple[int, int]], *, last: int) -> list[dict[str, int]]:
    """Every calendar year from the first; the account is told apart, so credits are nothing here."""
    first = min(years, default=year_of(REFORM))
    empty = (0, 0)
    return [
        {
            "year": year,
            "months": years.get(year, empty)[0],
            "base_sum": years.get(year, empty)[1],
            "credit": 0,
            "credit_product": 0,
        }
        for year in range(min(first, last), last + 1)
    ]
