"""A small city lives through months: everything assessed, received, credited, paid and closed, and every invariant holds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.edge.commands.prove import all_invariants
from renshe.edge.demo.build import build_city
from renshe.edge.month import STEPS, Month, run_steps
from renshe.foundation.invariants import prove
from renshe.runs.yearly_account_interest import run as interest
from tests.frame.database import FreshDatabase

OCTOBER = 2025 * 12 + 9
PENSION = "employee_pension"


def broken() -> list[str]:
    """Names of the invariants that some row breaks, with the first such row."""
    found = []
    for domain, invariant in all_invariants():
        for _, breaches, count in prove(invariants=[invariant], limit=1):
            if count:
                found.append(f"{domain}.{invariant.name}: {breaches[0].row}: {breaches[0].detail}")
    return found


def counted() -> dict[str, int]:
    """How many rows the tables of amounts have."""
    tables = (
        "funds_entry",
        "funds_line",
        "funds_batch",
        "contributions_line",
        "contributions_bill",
        "contributions_receipt",
        "contributions_allocation",
        "pension_payment_line",
        "pension_bank_result",
    )
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = int(cursor.fetchone()[0])
    return found


@pytest.fixture(params=["310112", "440400"])
def city(request: pytest.FixtureRequest, fresh_database: FreshDatabase) -> Month:
    """A city of 400 people on the morning of 1 October 2025."""
    fresh_database.become("runner")
    build_city(place=request.param, people=400, seed=7)
    return Month(place=request.param, period=OCTOBER, seed=3, people=400)


def test_a_city_lives_through_october_and_every_invariant_holds(city: Month) -> None:
    told: dict[str, dict[str, object]] = {}
    run_steps(city, tell=lambda step, totals: told.__setitem__(step, totals))
    assert list(told) == list(STEPS)
    assert broken() == []
    overview = contributions.month_overview(period=OCTOBER)
    assert told["assess"]["rows"] > 100
    assert told["assess"]["refused"] == 0
    assert told["pension"]["paid"] > 0
    assert overview.heads == told["assess"]["rows"]
    assert 0.9 < overview.collection_rate < 1
    assert told["close"] == {"closed": 16, "open": 0}
    before = counted()
    run_steps(city)
    assert counted() == before, "the month run again must change nothing"


def test_november_follows_and_the_year_closes_with_interest_on_every_account(city: Month) -> None:
    run_steps(city)
    for period in (OCTOBER + 1, OCTOBER + 2):
        run_steps(Month(place=city.place, period=period, seed=3, people=400))
    assert broken() == []
    december = funds.balance_sheet(fund=PENSION, accounting_month=OCTOBER + 2)
    assert december.balanced
    surplus = {name: total for name, _, total in december.groups}["surplus_of_the_year"]
    assert surplus == 0, "December's close carries the surplus to the fund balance"
    year_end = Month(place=city.place, period=OCTOBER + 3, seed=3).context(dt.date(2026, 1, 20))
    totals = interest.run(year_end, year=2025)
    assert totals["interest_fen"] > 0
    assert broken() == []
    again = interest.run(year_end, year=2025)
    assert again == totals


def test_what_needs_a_human_is_named_in_both_languages(city: Month) -> None:
    run_steps(city)
    notes = [note for run in audit.runs_of_month(period=OCTOBER) for note in run.attention]
    assert all(note["zh"] and note["en"] and note["code"] for note in notes)
