"""Interest on expropriated people's accounts: by the month each fen stood there, once a year, in the books."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from renshe.domains.expropriation import api as expropriation
from renshe.domains.funds import api as funds
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.flows import expropriation_to_ledger as ledger
from renshe.flows.checks_expropriation import LAND_INVARIANTS
from renshe.foundation.invariants import prove
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.land_interest import run as interest

PLACE = "310112"
ZONE = dt.timezone(dt.timedelta(hours=8))


def context(day: dt.date) -> RunContext:
    month = day.year * 12 + day.month - 1
    return RunContext(PLACE, month, month, dt.datetime.combine(day, dt.time(9), ZONE), "runner")


def hand(day: dt.date) -> expropriation.Recorded:
    return expropriation.Recorded(by="old", at=context(day).at, today=day)


def entry(person: int, fen: int, day: dt.date) -> None:
    expropriation.LandAccountEntry.objects.create(
        person_id=person, kind="taken_over", amount_fen=fen, booked_on=day, recorded_by="old", recorded_at=hand(day).at
    )  # fmt: skip


@pytest.fixture
def people(fresh_database: Any) -> list[int]:
    """One whose account stood at 40,000.00 when 2024 began, one whose 40,000.00 came in March 2024."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")
    fresh_database.become("runner")
    found = add_pensioners(count=2)
    entry(found[0], 4_000_000, dt.date(2023, 6, 1))
    entry(found[1], 4_000_000, dt.date(2024, 3, 5))
    opening = ledger.Opening(fund="land_security", money_fen=20_000_000, accounts_fen=8_000_000)
    day = dt.date(2025, 9, 30)
    ledger.funds_taken_over(opening=opening, month=2025 * 12 + 8, recorded=hand(day))
    return found


def balance(person: int) -> int:
    return expropriation.account_balance(person_id=person)


def test_each_account_earns_the_years_rate_for_the_months_it_held_its_money(
    people: list[int],
) -> None:
    day = dt.date(2025, 10, 20)
    row = library.ruleset().parameters["account_crediting_rate"].row(
        place=PLACE, on=dt.date(2024, 12, 31), known_on=day, key=2024
    )  # fmt: skip
    rate = Fraction(row.value)
    totals = interest.run(context(day), year=2024)
    whole, nine = (int(4_000_000 * rate * months / 12 + Fraction(1, 2)) for months in (12, 9))
    assert totals == {"year": 2024, "accounts": 2, "interest_fen": whole + nine}
    assert (balance(people[0]), balance(people[1])) == (4_000_000 + whole, 4_000_000 + nine)
    assert interest.run(context(day), year=2024) == totals
    assert balance(people[0]) == 4_000_000 + whole
    invariants = [one for one in LAND_INVARIANTS if one.name == "land_accounts_are_their_entries"]
    assert [found for _, found, _ in prove(invariants=invariants)] == [[]]
    rows = funds.trial_balance(
        fund="land_security", book="rights", accounting_month=2025 * 12 + 9
    )  # fmt: skip
    assert {one.code: one.closing_fen for one in rows}["R2201"] == 8_000_000 + whole + nine


def test_a_year_without_a_published_rate_is_refused_and_nothing_is_credited(
    people: list[int],
) -> None:
    with pytest.raises(Refusal, match="account_crediting_rate"):
        interest.run(context(dt.date(2031, 1, 10)), year=2030)
    assert balance(people[0]) == 4_000_000
