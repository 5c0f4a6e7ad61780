"""Accounts: what came and went, by year, and a year's interest by law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from renshe.domains.institution_staff.hand import ByHand
from renshe.domains.institution_staff.models import AccountEntry
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month, month_of, year_of
from renshe.kernel.rules import Explain

PLACE = "CN"
"""The crediting rate is one for the whole country, published each year for all basic schemes."""


@dataclass
class AccountYear:
    """One year of an account (fen): opening, what came by kind, closing; `product` is each amount times the months left."""

    year: int
    opening_fen: int = 0
    came: dict[str, int] = field(default_factory=dict)
    product: int = 0
    closing_fen: int = 0

    @property
    def credit_fen(self) -> int:
        """What came and went in the year, its interest left out."""
        return self.closing_fen - self.opening_fen - self.came.get("interest", 0)


def entries_of(*, person_id: int) -> QuerySet[AccountEntry]:
    """Every row of an account in the order booked."""
    people = registry.everybody_who_is(person_id=person_id)
    return AccountEntry.objects.filter(person_id__in=people).order_by("year", "pk")


def account_years(*, person_id: int) -> list[AccountYear]:
    """The account year by year, oldest first; an opening of the old system opens the year after its own."""
    made: list[AccountYear] = []
    held = 0
    for row in entries_of(person_id=person_id):
        if not made or made[-1].year != row.year:
            made.append(AccountYear(year=row.year, opening_fen=held, closing_fen=held))
        one = made[-1]
        one.came[row.kind] = one.came.get(row.kind, 0) + row.amount_fen
        if row.kind not in ("opening", "interest"):
            one.product += row.amount_fen * (13 - month_of(row.month))
        held += row.amount_fen
        one.closing_fen = held
    return made


def balance(*, person_id: int) -> int:
    """What stands in an account (fen), pensions paid from it not counted."""
    return sum(row.amount_fen for row in entries_of(person_id=person_id))


def balance_at(
    *,
    person_id: int,
    retirement_month: Month,
    on: dt.date,
    explain: Explain,
    known_on: dt.date | None = None,
) -> int:
    """The balance in the month of retirement with the running year's interest to it (fen). Raises Refusal.

    A year whose rate was not published by `known_on` bears the latest one; asked again later it bears its own.
    """
    facts = balance_facts(person_id=person_id, retirement_month=retirement_month)
    answer = explain("account_balance_at", facts, place=PLACE, on=on, known_on=known_on)
    return int(answer.value)


def balance_facts(*, person_id: int, retirement_month: Month) -> dict[str, Any]:
    """What the balance in a month is computed from: the last settled year, and what came and went since."""
    retired = year_of(retirement_month)
    years = {one.year: one for one in account_years(person_id=person_id) if one.year <= retired}
    settled = [
        year
        for year, one in years.items()
        if {"opening", "interest"} & set(one.came) and year < retired
    ]
    first = max(settled) if settled else min(years, default=retired)
    career = []
    for year in range(first, retired + 1):
        one = years.get(year) or AccountYear(year=year)
        # A settled year enters as what it closed with: its interest is in it.
        credit, product = (one.closing_fen, 0) if year in settled else (one.credit_fen, one.product)
        career.append(
            {
                "year": year,
                "months": 0,
                "base_sum": 0,
                "credit": credit,
                "credit_product": max(0, product),
            }
        )
    return {"career": career, "retirement_month": retirement_month}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What an account earns (fen) in a year; below zero where a rate taken in advance came out lower."""

    person_id: int
    year: int
    fen: int


def interest_of(
    *, person_id: int, year: int, on: dt.date, explain: Explain, known_on: dt.date | None = None
) -> int:
    """A whole year's interest of an account by law (fen). Raises Refusal while its rate is not published on a day."""
    years = {one.year: one for one in account_years(person_id=person_id)}
    earlier = [one for one in years.values() if one.year < year]
    mine = years.get(year) or AccountYear(
        year=year, opening_fen=earlier[-1].closing_fen if earlier else 0
    )
    facts = {
        "account_year": year,
        "account_opening_balance": mine.opening_fen,
        "account_year_credit": sum(fen for kind, fen in mine.came.items() if kind != "interest"),
        "account_year_credit_product": max(0, mine.product),
    }
    answer = explain("account_year_interest", facts, place=PLACE, on=on, known_on=known_on)
    return int(answer.value)


def credit_interest(*, rows: Sequence[Interest], month: Month, cause: str, hand: ByHand) -> int:
    """Write interest in the caller's transaction, which posts the sum; the fen in all."""
    AccountEntry.objects.bulk_create(
        AccountEntry(
            person_id=one.person_id,
            year=one.year,
            month=month,
            kind="interest",
            amount_fen=one.fen,
            cause=cause,
            recorded_by=hand.by,
            recorded_at=hand.at,
        )
        for one in rows
        if one.fen
    )
    return sum(one.fen for one in rows)
