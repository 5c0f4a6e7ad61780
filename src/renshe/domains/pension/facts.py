"""From rows to what the pension law asks: birth, category, career, account, recognised facts.

A fact is taken from the rows, or follows from them (nobody without a month in 1993–1997 has a
virtual account), or was recognised by the administrative department. What is none of these stays
missing, and the law refuses with its name.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.pension.models import Recognition
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month, first_day, month_containing, month_of, year_of
from renshe.kernel.rules import Explain


class CapsByLaw(Mapping[Month, int]):
    """The base cap of any month at a place, asked of the law only for the months that need it."""

    def __init__(self, *, place: str, explain: Explain):
        self._ask: Callable[[Month], int] = lru_cache(
            lambda month: int(
                explain("pension_base_cap", {}, place=place, on=first_day(month)).value
            )
        )

    def __getitem__(self, month: Month) -> int:
        return self._ask(month)

    def __contains__(self, month: object) -> bool:
        return isinstance(month, int)

    def __iter__(self) -> Iterator[Month]:
        return iter(())

    def __len__(self) -> int:
        return 0


def award_facts(
    *, person_id: int, place: str, retirement_month: Month, known_on: date, explain: Explain
) -> dict[str, Any]:
    """Everything the law of the monthly pension may ask about this person, as known on a day.

    The career ends with the retirement month's year, each year listed. The account balance is that
    of the retirement month.
    """
    person = registry.person(person_id=person_id)
    birth = registry.birth_date_for(person=person, purpose="retirement")
    years = contributions.career_of(
        person_id=person.pk, base_caps=CapsByLaw(place=place, explain=explain)
    )
    years = [entry for entry in years if entry.year <= year_of(retirement_month)]
    facts: dict[str, Any] = {
        "birth_month": month_containing(birth),
        "retirement_category": person.retirement_category,
        "retirement_month": retirement_month,
        "career": listed_career(years, last_year=year_of(retirement_month)),
        "deemed_months": sum(entry.deemed_months for entry in years),
    }
    facts |= _implied(facts)
    if "first_half_1998_base_sum" not in facts:
        facts["first_half_1998_base_sum"] = _first_half_1998(person_id=person.pk)
    facts |= recognised_facts(person_id=person.pk, known_on=known_on)
    if "account_balance" not in facts:
        asked = account_facts(person_id=person.pk, facts=facts)
        answer = explain(
            "account_balance_at",
            asked,
            place=place,
            on=first_day(retirement_month),
            known_on=known_on,
        )
        facts["account_balance"] = int(answer.value)
    return facts


def completing_facts(*, person_id: int, facts: Mapping[str, Any], known_on: date) -> dict[str, Any]:
    """What the facts of a taken-over award lack and the record gives: what follows from the career, and what was recognised."""
    found = {name: value for name, value in _implied(facts).items() if facts.get(name) is None}
    if "first_half_1998_base_sum" not in found and facts.get("first_half_1998_base_sum") is None:
        found["first_half_1998_base_sum"] = _first_half_1998(person_id=person_id)
    return found | recognised_facts(person_id=person_id, known_on=known_on)


def account_facts(*, person_id: int, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the account's balance at retirement is computed from: the last closed year, then the career since.

    The closed balance enters as that year's credit without interest of its own, because the year is settled. What was
    credited or taken back after that for months the closed year should have held counts in the year of the books that
    moved it, at the latest in the year of retirement (`with_late`).
    """
    closed = [
        year
        for year in funds.account_years(person_id=person_id)
        if year.year < year_of(facts["retirement_month"])
    ]
    career = facts["career"]
    if closed:
        last = closed[-1]
        opening = {
            "year": last.year,
            "months": 0,
            "base_sum": 0,
            "credit": last.closing_fen,
            "credit_product": 0,
        }
        career = [opening, *(entry for entry in career if entry["year"] > last.year)]
        late = contributions.late_movements(person_id=person_id, closed_year=last.year)
        career = with_late(career, late=late, retirement_month=facts["retirement_month"])
    return {"career": career, "retirement_month": facts["retirement_month"]}


def with_late(
    career: list[dict[str, int]],
    *,
    late: Sequence[contributions.LateMovement],
    retirement_month: Month,
) -> list[dict[str, int]]:
    """The career since a closed year with what was moved late added to the years of the books, none after retirement.

    Money that came after the month of retirement is the person's and bears no interest up to it; what was dated back
    bears it as if it had always been there. Basis: 劳办发〔1997〕116号.
    """
    if not late:
        return career
    retired, months = year_of(retirement_month), month_of(retirement_month)
    years = {entry["year"]: dict(entry) for entry in career}
    empty = {"months": 0, "base_sum": 0, "credit": 0, "credit_product": 0}
    for year in range(min(years), retired + 1):
        years.setdefault(year, {"year": year, **empty})
    # A correction told the open years of their product; one that came after the year of retirement was closed told it none.
    told = any(one.dated_back and year_of(one.month) <= retired for one in late)
    for one in late:
        year = year_of(one.month)
        product = one.product_fen
        if year > retired:
            product = 12 * one.fen if one.dated_back and not told else 0
        if year >= retired and not one.dated_back:
            product = _at_least_none(product, fen=one.fen, months=months)
        entry = years[min(year, retired)]
        entry["credit"] += one.fen
        entry["credit_product"] += product
    return _nothing_below_zero([years[year] for year in sorted(years)])


def _nothing_below_zero(career: list[dict[str, int]]) -> list[dict[str, int]]:
    """The same account to the fen with no year of less than nothing: what a year took out beyond its own credits is taken
    from the balance that it opened with, which for that whole year earns as much less."""
    for year, before in zip(reversed(career[1:]), reversed(career[:-1]), strict=True):
        lacking = max(0, -year["credit"], -(year["credit_product"] // 12))
        year["credit"] += lacking
        year["credit_product"] += 12 * lacking
        before["credit"] -= lacking
    return career


def _at_least_none(product: int, *, fen: int, months: int) -> int:
    """The monthly product to the year's end of money that earns nothing before it came: never less than the part that the
    law takes off for the months after retirement."""
    none = fen * (12 - months)
    return max(product, none) if fen > 0 else min(product, none)


def recognised_facts(*, person_id: int, known_on: date) -> dict[str, Any]:
    """What the administrative department recognised about a person, as known on a day."""
    rows = Recognition.objects.filter(person_id=person_id, known_on__lte=known_on)
    return {row.fact: row.value for row in rows.order_by("known_on", "id")}


def adjustment_facts(
    *, birth_month: Month, category: str, facts: Mapping[str, Any], year: int, before_fen: int
) -> dict[str, Any]:
    """What the yearly adjustment of `year` asks: the pension before it, the years, and the age at
    the last year's end."""
    months = year * 12 - 1 - birth_month
    elder_months = (65 if category.startswith("M") else 60) * 12
    return {
        "pension_before_adjustment": before_fen,
        "age_at_adjustment": months // 12,
        "elder_for_adjustment": months >= elder_months,
        "turned_elder_last_year": elder_months <= months < elder_months + 12,
        **{name: facts[name] for name in ("career", "deemed_months") if "career" in facts},
    }


def handed_in(facts: Mapping[str, Any]) -> dict[str, int]:
    """What stands in place of a career that an old system did not hand over: the months it counted. Raises KeyError."""
    return {} if "career" in facts else {"contribution_months": int(facts["contribution_months"])}


def listed_career(years: list[contributions.YearEntry], *, last_year: int) -> list[dict[str, int]]:
    """The career with every year from the first that was paid to the last, empty ones too: interest runs through them.

    Years before it that are only deemed are counted in `deemed_months` and are no part of the career.
    """
    by_year = {entry.year: entry for entry in years if entry.months or entry.credit_fen}
    if not by_year:
        return []
    listed = []
    for year in range(min(by_year), last_year + 1):
        entry = by_year.get(year)
        listed.append(
            {
                "year": year,
                "months": entry.months if entry else 0,
                "base_sum": entry.base_sum_fen if entry else 0,
                "credit": entry.credit_fen if entry else 0,
                "credit_product": entry.credit_product_fen if entry else 0,
            }
        )
    return listed


def _first_half_1998(*, person_id: int) -> int:
    """Bases paid for January to June 1998 (fen), before Guangdong's accounts began."""
    months = contributions.timeline_of(person_id=person_id).months
    first, last = 1998 * 12, 1998 * 12 + 5
    return sum(
        month.base_fen
        for month in months
        if first <= month.period <= last and month.state == "paid"
    )


def _implied(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts that follow from the career: no such months, no such amounts."""
    paid = {entry["year"] for entry in facts["career"] if entry["months"]}
    implied: dict[str, Any] = {}
    if not paid & set(range(1993, 1998)):
        implied["virtual_account_balance"] = 0
    if 1998 not in paid:
        implied["first_half_1998_base_sum"] = 0
    if facts["deemed_months"] == 0 and not any(year < 1998 for year in paid):
        implied["deemed_account_balance"] = 0
        implied["deemed_workplace"] = "none"
    return implied
