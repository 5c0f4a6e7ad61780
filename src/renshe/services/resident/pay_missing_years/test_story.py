"""Past years get an order each; what the law keeps out is named; nothing is booked before it is paid."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.resident import api as resident
from renshe.flows import resident_to_ledger as ledger
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.services.resident.conftest import HAND, TODAY, books_hold, held, pay

CODE = "resident.pay_missing_years"
ANSWERS = {"from_year": "2022", "to_year": "2024", "tier": "720"}


def test_every_missing_year_gets_an_order_and_counts_once_it_is_paid(office: Any, man: Any) -> None:
    pay(man, 2023)
    item = office(CODE)
    case = item.closed(ANSWERS, subject_id=man.pk)
    assert "2个年度" in case.decision["zh"]
    assert "1,440.00元" in case.decision["zh"]
    orders = resident.open_orders(person_id=man.pk)
    assert sorted((one.year, one.amount_fen) for one in orders) == [(2022, 72_000), (2024, 72_000)]
    assert held(man) == 120_000
    first = min(orders, key=lambda one: one.year)
    paid = resident.Paid(
        year=2022, tier=720, amount_fen=72_000, channel="tax_file", external_ref="SW9", paid_on=TODAY
    )  # fmt: skip
    ledger.year_paid(person_id=man.pk, paid=paid, hand=HAND, explain=library.explain, order=first)
    assert resident.years_paid(person_id=man.pk) == [2022, 2023]
    assert held(man) == 192_000
    books_hold()
    with pytest.raises(Refused, match="有缴费单"):
        item.reversed(case.number)


def test_years_that_cannot_be_paid_are_named(office: Any, man: Any) -> None:
    item = office(CODE)
    asked = [
        ({"from_year": "2004", "to_year": "2005"}, "before_the_scheme"), ({"to_year": "2025"}, "year_not_over"),
        ({"to_year": "2021"}, "years_out_of_order"), ({"from_year": "2000"}, "years_out_of_order"),
        ({"tier": "100"}, "tier_not_offered"),
    ]  # fmt: skip
    found = [item.found({**ANSWERS, **one}, subject_id=man.pk) for one, _ in asked]
    # A year that is not over is an ordinary payment and gets its order as well, so nothing stands against it.
    expected = [[code] for _, code in asked]
    expected[1] = []
    assert found == expected


def test_where_nothing_is_missing_it_is_said(office: Any, man: Any) -> None:
    pay(man, 2024)
    again = {**ANSWERS, "from_year": "2024"}
    assert office(CODE).found(again, subject_id=man.pk) == ["no_year_is_missing"]
