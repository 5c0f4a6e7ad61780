"""A year's interest and the tax bureau's file, run once and run again: nothing twice, everything in the books."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.conftest import id_number, make_person
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows import resident_to_ledger as ledger
from renshe.flows.checks_resident import RESIDENT_INVARIANTS
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.resident_collection import run as collection
from renshe.runs.resident_interest import run as interest

__all__ = ["make_person"]
ZONE = dt.timezone(dt.timedelta(hours=8))
PLACE = "440400"


def context(day: str) -> RunContext:
    on = dt.date.fromisoformat(day)
    month = on.year * 12 + on.month - 1
    return RunContext(PLACE, month, month, dt.datetime.combine(on, dt.time(9), ZONE), "runner")


def hand(day: str) -> resident.ByHand:
    on = dt.date.fromisoformat(day)
    return resident.ByHand(by="clerk", at=context(day).at, today=on)


@pytest.fixture
def people(fresh_database: Any, make_person: Any) -> list[registry.Person]:
    """Two people of Zhuhai who joined in 2024 and ordered that year; 2024 paid by the first."""
    fresh_database.become("runner")
    found = [make_person(id_number=id_number(sequence=number)) for number in (201, 203)]
    for one in found:
        resident.join(
            person_id=one.pk, place=PLACE, community="440402001001", tier=1440, student=False,
            draws_other_pension=False, hand=hand("2024-05-10"), explain=library.explain,
        )  # fmt: skip
    paid = resident.Paid(
        year=2024, tier=1440, amount_fen=144_000, channel="counter", external_ref="T1", paid_on=dt.date(2024, 5, 10)
    )  # fmt: skip
    ledger.year_paid(
        person_id=found[0].pk, paid=paid, hand=hand("2024-05-10"), explain=library.explain
    )
    received = ledger.Received(received_on=dt.date(2024, 6, 1), external_ref="CZ2024")
    ledger.subsidies_received(
        place=PLACE, received=received, hand=hand("2024-06-01"), explain=library.explain
    )
    return found


def broken() -> list[str]:
    every = [*resident.INVARIANTS, *RESIDENT_INVARIANTS]
    return [one.name for one, _, count in prove(invariants=every) if count]


def test_interest_is_the_rate_on_what_each_source_held_when_the_year_began(
    people: list[registry.Person],
) -> None:
    totals = interest.run(context("2026-01-10"), year=2025)
    # 2.49 percent of 1,440.00 and of 60.00 yuan, each rounded to the fen (广东 2025).
    assert totals["interest_fen"] == 3_586 + 149
    held = resident_account.balance(person_id=people[0].pk)
    assert held == {"own": 144_000 + 3_586, "government": 6_000 + 149, "collective": 0}
    assert interest.run(context("2026-01-10"), year=2025) == totals
    assert resident_account.balance(person_id=people[0].pk) == held
    assert resident_account.balance(person_id=people[1].pk)["own"] == 0
    assert broken() == []


def test_a_year_without_a_published_rate_is_refused_and_nothing_is_credited(
    people: list[registry.Person],
) -> None:
    with pytest.raises(Refusal, match="resident_account_rate"):
        interest.run(context("2031-01-10"), year=2030)
    assert resident_account.balance(person_id=people[0].pk)["own"] == 144_000


def test_the_tax_bureaus_file_pays_orders_and_names_every_row_that_does_not_fit(
    people: list[registry.Person],
) -> None:
    orders = [
        resident.order_year(
            person_id=one.pk, year=2025, hand=hand("2025-03-01"), explain=library.explain
        )
        for one in people
    ]
    lines = [
        ",".join(collection.COLUMNS),
        f"{orders[0].number},1440.00,2025-03-05,SW1",
        f"{orders[1].number},1439.00,2025-03-05,SW2",
        "JM1,1440.00,2025-03-05,SW3",
        f"{orders[1].number},1440,five,SW4",
    ]
    content = "\n".join(lines).encode()
    totals = collection.run(context("2025-03-06"), file_name="sw.csv", content=content)
    assert (totals["rows"], totals["paid"], totals["amount_fen"], totals["bad_rows"]) == (
        4,
        1,
        144_000,
        3,
    )
    assert [one["line_no"] for one in totals["faults"]] == [3, 4, 5]
    assert all(one["zh"] and one["en"] for one in totals["faults"])
    assert resident.years_paid(person_id=people[0].pk) == [2024, 2025]
    assert resident.years_paid(person_id=people[1].pk) == []
    again = collection.run(context("2025-03-06"), file_name="sw.csv", content=content)
    assert again == totals
    more = content + b"\n"
    later = collection.run(context("2025-03-07"), file_name="sw2.csv", content=more)
    assert (later["paid"], later["bad_rows"]) == (0, 4)
    assert broken() == []


def test_another_table_is_refused_whole(people: list[registry.Person]) -> None:
    with pytest.raises(Refused, match="缺少规定的列"):
        collection.run(context("2025-03-06"), file_name="x.csv", content=b"a,b\n1,2\n")
