"""Three books of one day, compared reference by reference."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from renshe.domains.contributions import api
from renshe.domains.contributions.models import Reconciliation
from renshe.domains.contributions.test_small_city import NOON, OCTOBER, PLACE

DAY = dt.date(2025, 10, 20)


def side(**amounts: int) -> pa.Table:
    return pa.table(
        {
            "external_ref": pa.array(list(amounts), pa.string()),
            "amount_fen": pa.array(list(amounts.values()), pa.int64()),
        }
    )


def test_a_day_on_which_all_three_say_the_same_agrees() -> None:
    same = side(A=100, B=200)
    day = api.compare_day(day=DAY, agency=same, tax=same, treasury=same)
    assert day.agrees
    assert day.totals["matched"] == {"rows": 2, "fen": 300}


def test_each_kind_of_difference_is_named_with_all_three_amounts() -> None:
    day = api.compare_day(
        day=DAY,
        agency=side(A=100, C=5, D=6, G=7),
        tax=side(A=100, B=200, C=5, E=9, G=7),
        treasury=side(A=100, B=200, D=6, F=3, G=8),
    )
    found = {one["external_ref"]: one["reason"] for one in day.differences}
    assert found == {
        "B": "missing_agency",
        "C": "missing_treasury",
        "D": "missing_tax",
        "E": "only_tax",
        "F": "only_treasury",
        "G": "amount_differs",
    }
    (different,) = (one for one in day.differences if one["external_ref"] == "G")
    assert (different["agency_fen"], different["tax_fen"], different["treasury_fen"]) == (7, 7, 8)
    assert day.totals["matched"] == {"rows": 1, "fen": 100}


def test_a_payment_booked_twice_on_one_side_shows_as_another_amount() -> None:
    twice = pa.concat_tables([side(A=100), side(A=100)])
    day = api.compare_day(day=DAY, agency=side(A=100), tax=side(A=100), treasury=twice)
    assert [(one["reason"], one["treasury_fen"]) for one in day.differences] == [
        ("amount_differs", 200)
    ]


def test_the_result_of_a_day_is_kept_and_replaced_when_a_missing_file_arrives(db: Any) -> None:
    rows = pa.table(
        {
            "external_ref": ["A"],
            "payer_uscc": ["X"],
            "received_on": [DAY],
            "amount_fen": [100],
            "period": pa.array([None], pa.int64()),
        }
    )
    api.record_receipts(rows=rows, accounting_month=OCTOBER, file_id=None)
    first = api.reconcile_day(place=PLACE, day=DAY, tax=side(A=100), treasury=side(), made_at=NOON)
    assert [one["reason"] for one in first.differences] == ["missing_treasury"]
    api.reconcile_day(place=PLACE, day=DAY, tax=side(A=100), treasury=side(A=100), made_at=NOON)
    kept = Reconciliation.objects.get()
    assert (kept.agrees, kept.differences) == (True, [])
