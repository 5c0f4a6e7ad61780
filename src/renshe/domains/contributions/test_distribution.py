"""Money over dues: no fen is lost or made, and the order is kept."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renshe.domains.contributions.dated import allocation_order
from renshe.domains.contributions.distribution import DUES, RECEIPTS, distribute
from renshe.domains.contributions.refusals import Refusal

OCTOBER, NOVEMBER = 24309, 24310
DAY = dt.date(2025, 11, 3)
ORDER = allocation_order()


def _receipts(*rows: tuple[int, int | None, int | None, int]) -> pl.DataFrame:
    full = [(number, payer, period, DAY, fen) for number, payer, period, fen in rows]
    return pl.DataFrame(full, schema=RECEIPTS, orient="row")


def _dues(*rows: tuple[int, int, int, str, int]) -> pl.DataFrame:
    full = [
        (payer, bill, period, DAY, "regular", component, fen)
        for payer, bill, period, component, fen in rows
    ]
    return pl.DataFrame(full, schema=DUES, orient="row")


def test_the_personal_pension_share_is_paid_before_anything_else_of_the_bill() -> None:
    dues = _dues(
        (1, 10, OCTOBER, "injury_employer", 500),
        (1, 10, OCTOBER, "pension_employer", 1600),
        (1, 10, OCTOBER, "pension_personal", 800),
        (1, 10, OCTOBER, "pension_surcharge", 9),
    )
    paid = distribute(receipts=_receipts((1, 1, None, 1000)), dues=dues, order=ORDER)
    assert paid.rows() == [(1, 10, "pension_employer", 200), (1, 10, "pension_personal", 800)]


def test_the_oldest_period_is_paid_first_where_the_payment_names_none() -> None:
    dues = _dues(
        (1, 11, NOVEMBER, "pension_personal", 800), (1, 10, OCTOBER, "pension_personal", 800)
    )
    paid = distribute(receipts=_receipts((1, 1, None, 900)), dues=dues, order=ORDER)
    assert paid.rows() == [(1, 10, "pension_personal", 800), (1, 11, "pension_personal", 100)]


def test_a_payment_that_names_its_period_pays_that_period_and_then_the_oldest() -> None:
    dues = _dues(
        (1, 11, NOVEMBER, "pension_personal", 800), (1, 10, OCTOBER, "pension_personal", 800)
    )
    paid = distribute(receipts=_receipts((1, 1, NOVEMBER, 900)), dues=dues, order=ORDER)
    assert paid.rows() == [(1, 10, "pension_personal", 100), (1, 11, "pension_personal", 800)]


def test_the_strict_order_ignores_the_period_that_the_payment_names() -> None:
    dues = _dues(
        (1, 11, NOVEMBER, "pension_personal", 800), (1, 10, OCTOBER, "pension_personal", 800)
    )
    strict = allocation_order("strictly_oldest_first")
    paid = distribute(receipts=_receipts((1, 1, NOVEMBER, 900)), dues=dues, order=strict)
    assert paid.rows() == [(1, 10, "pension_personal", 800), (1, 11, "pension_personal", 100)]


def test_surcharge_waits_for_all_principal_where_the_order_says_so() -> None:
    dues = _dues(
        (1, 10, OCTOBER, "pension_surcharge", 50), (1, 11, NOVEMBER, "pension_personal", 800)
    )
    receipt = _receipts((1, 1, None, 810))
    late = allocation_order("principal_before_surcharge")
    assert distribute(receipts=receipt, dues=dues, order=ORDER).rows() == [
        (1, 10, "pension_surcharge", 50),
        (1, 11, "pension_personal", 760),
    ]
    assert distribute(receipts=receipt, dues=dues, order=late).rows() == [
        (1, 10, "pension_surcharge", 10),
        (1, 11, "pension_personal", 800),
    ]


def test_one_payer_never_pays_for_another_and_an_unknown_payer_pays_nothing() -> None:
    dues = _dues(
        (1, 10, OCTOBER, "pension_personal", 800), (2, 20, OCTOBER, "pension_personal", 800)
    )
    receipts = _receipts((1, 2, None, 5000), (2, None, None, 700), (3, 9, None, 700))
    assert distribute(receipts=receipts, dues=dues, order=ORDER).rows() == [
        (1, 20, "pension_personal", 800)
    ]


def test_an_order_that_nobody_listed_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        allocation_order("whoever_shouts_first")
    assert refusal.value.code == "order_unknown"


PAYERS = st.integers(1, 4)
PERIODS = st.integers(OCTOBER, OCTOBER + 2)
MONEY = st.lists(
    st.tuples(st.one_of(st.none(), PAYERS), st.one_of(st.none(), PERIODS), st.integers(0, 3000)),
    max_size=12,
)
OWED = st.lists(
    st.tuples(PAYERS, PERIODS, st.sampled_from(ORDER.components), st.integers(0, 2000)), max_size=20
)
CODES = st.sampled_from(
    ["oldest_period_first", "principal_before_surcharge", "strictly_oldest_first"]
)


@settings(max_examples=150, deadline=None)
@given(money=MONEY, owed=OWED, code=CODES)
def test_allocation_never_loses_or_makes_a_fen(
    money: list[tuple[int | None, int | None, int]],
    owed: list[tuple[int, int, str, int]],
    code: str,
) -> None:
    receipts = _receipts(*((n, payer, period, fen) for n, (payer, period, fen) in enumerate(money)))
    dues = _dues(
        *((payer, n, period, part, fen) for n, (payer, period, part, fen) in enumerate(owed))
    )
    paid = distribute(receipts=receipts, dues=dues, order=allocation_order(code))
    assert (paid["amount_fen"] > 0).all()
    by_receipt = dict(paid.group_by("receipt_id").agg(pl.col("amount_fen").sum()).iter_rows())
    by_bill = dict(paid.group_by("bill_id").agg(pl.col("amount_fen").sum()).iter_rows())
    assert all(by_receipt.get(n, 0) <= fen for n, (_, _, fen) in enumerate(money))
    assert all(by_bill.get(n, 0) <= fen for n, (_, _, _, fen) in enumerate(owed))
    for payer in range(1, 5):
        came = [n for n, row in enumerate(money) if row[0] == payer]
        due = [n for n, row in enumerate(owed) if row[0] == payer]
        given_out = sum(by_receipt.get(n, 0) for n in came)
        assert given_out == sum(by_bill.get(n, 0) for n in due)
        # Money rests only where nothing is owed any more.
        assert given_out == min(sum(money[n][2] for n in came), sum(owed[n][3] for n in due))
