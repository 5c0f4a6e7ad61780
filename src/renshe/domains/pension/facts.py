"""From rows to what the pension law asks: birth, category, career, account, recognised facts.

A fact is taken from the rows, or follows from them (nobody without a month in 1993–1997 has a
virtual account), or was recognised by the administrative department. What is none of these stays
missing, and the law refuses with its name.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.pension.models import Recognition
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month, first_day, month_containing, month_of, year_of
from renshe.kernel.rules import Explain


class InterestOfYear(Protocol):
    """What an account earns in a whole year (fen): from its opening balance, and from the product of the year's credits."""

    def __call__(self, *, year: int, opening_fen: int, product_fen: int) -> int:
        """The year's interest, rounded as the law rounds it."""
        ...


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
        interest = interest_by_law(place=place, explain=explain)
        asked = account_facts(person_id=person.pk, facts=facts, interest=interest)
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


def interest_by_law(*, place: str, explain: Explain) -> InterestOfYear:
    """A whole year's interest of an account at a place, for `with_late`. It raises Refusal where a year has no rate."""

    def interest(*, year: int, opening_fen: int, product_fen: int) -> int:
        asked = {
            "account_year": year, "account_opening_balance": opening_fen, "account_year_credit_product": product_fen,
        }  # fmt: skip
        return int(
            explain("account_year_interest", asked, place=place, on=first_day(year * 12 + 11)).value
        )

    return interest


def account_facts(
    *, person_id: int, facts: Mapping[str, Any], interest: InterestOfYear
) -> dict[str, Any]:
    """What the account's balance at retirement is computed from: the last closed year, then the career since.

    The closed balance enters as that year's credit without interest of its own, because the year is settled. What was
    credited or taken back after that for months the closed year should have held, and an account that arrived whole, counts
    as `with_late` says; who has no closed year has the whole career and what arrived.
    """
    closed = [
        year
        for year in funds.account_years(person_id=person_id)
        if year.year < year_of(facts["retirement_month"])
    ]
    career = facts["career"]
    last = closed[-1].year if closed else 0
    if closed:
        opening = {
            "year": last,
            "months": 0,
            "base_sum": 0,
            "credit": closed[-1].closing_fen,
            "credit_product": 0,
        }
        career = [opening, *(entry for entry in career if entry["year"] > last)]
    late = contributions.late_movements(person_id=person_id, closed_year=last)
    career = with_late(
        career, late=countable(late, closed_year=last), retirement_month=facts["retirement_month"], interest=interest,
    )  # fmt: skip
    return {"career": career, "retirement_month": facts["retirement_month"]}


def countable(
    late: Sequence[contributions.LateMovement], *, closed_year: int
) -> list[contributions.LateMovement]:
    """Those that a career does not hold yet: of who has no closed year (0) only what arrived or left whole."""
    return [one for one in late if closed_year or not one.dated_back]


def with_late(
    career: list[dict[str, int]],
    *,
    late: Sequence[contributions.LateMovement],
    retirement_month: Month,
    interest: InterestOfYear,
) -> list[dict[str, int]]:
    """The career since a closed year with what was moved late added to the years of the books, none after retirement.

    Money that came after the month of retirement is the person's and bears no interest up to it; what was dated back
    bears it as if it had always been there: what was corrected after the year of retirement enters it with the interest
    that the closed years before it gave, and with nothing of what it earned later. Basis: 劳办发〔1997〕116号;
    社会保险经办条例 46 (a pension is determined again at its own month).
    """
    if not late:
        return career
    retired, months = year_of(retirement_month), month_of(retirement_month)
    years = {entry["year"]: dict(entry) for entry in career}
    for year in range(min(years, default=retired), retired + 1):
        years.setdefault(year, {"year": year, **_EMPTY})
    after = [one for one in late if one.dated_back and year_of(one.booked) > retired]
    for one in late:
        if one in after:
            continue
        year, product = year_of(one.month), one.product_fen
        if not one.dated_back and year >= retired:
            product = one.product_fen if year == retired else 0
            product = _at_least_none(product, fen=one.fen, months=months)
        entry = years.setdefault(min(year, retired), {"year": min(year, retired), **_EMPTY})
        entry["credit"] += one.fen
        entry["credit_product"] += product
    for sign in (1, -1):
        principal = [one for one in after if one.since and sign * one.fen > 0]
        credit, product = _as_it_stood(principal, sign, retirement_month, interest)
        years[retired]["credit"] += credit
        years[retired]["credit_product"] += product
    return _nothing_below_zero([years[year] for year in sorted(years)])


_EMPTY = {"months": 0, "base_sum": 0, "credit": 0, "credit_product": 0}


def _as_it_stood(
    principal: Sequence[contributions.LateMovement], sign: int, retirement_month: Month, interest: InterestOfYear
) -> tuple[int, int]:  # fmt: skip
    """Fen and product (to the year's end) that corrected principal was in the account in the year of retirement: what it
    had brought by then, in the years in which it counted. `sign` is that of all of it: given or taken out."""
    retired, months = year_of(retirement_month), month_of(retirement_month)
    held = 0
    earlier = [one for one in principal if year_of(one.since) < retired]
    for year in range(min((year_of(one.since) for one in earlier), default=retired), retired):
        mine = [one for one in earlier if year_of(one.since) == year]
        product = sum(sign * one.fen * (13 - month_of(one.since)) for one in mine)
        earned = interest(year=year, opening_fen=held, product_fen=product)
        held += earned + sum(sign * one.fen for one in mine)
    credit, product = sign * held, 12 * sign * held
    for one in principal:
        if year_of(one.since) < retired:
            continue
        same = year_of(one.since) == retired
        own = one.fen * (13 - month_of(one.since)) if same else 0
        credit += one.fen
        product += _at_least_none(own, fen=one.fen, months=months)
    return credit, product


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
