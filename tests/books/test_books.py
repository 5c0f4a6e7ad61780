"""Stories of the books: what the database itself refuses, how mistakes are undone, how a month closes."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renshe.domains.funds import api as funds
from renshe.domains.funds.models import Account, Entry, Line
from renshe.flows import contribution_to_ledger as flow
from renshe.foundation.invariants import prove
from renshe.kernel.rules import Refusal

OCTOBER = 2025 * 12 + 9
DAY = dt.date(2025, 10, 15)
NOW = dt.datetime(2025, 10, 15, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
FUND = "employee_pension"

IN_TRANSACTION = pytest.mark.django_db


def receipt(cause: str, fen: int) -> funds.NewEntry:
    """A plain cash entry: treasury against contribution income."""
    return funds.NewEntry(
        "cash",
        FUND,
        DAY,
        "contributions_received",
        "receipt",
        cause,
        (funds.Post("1005", debit_fen=fen), funds.Post("4001", credit_fen=fen)),
    )


@IN_TRANSACTION
def test_an_entry_that_does_not_balance_is_refused_with_its_clause() -> None:
    entry = funds.NewEntry(
        "cash",
        FUND,
        DAY,
        "x",
        "receipt",
        "r1",
        (funds.Post("1005", debit_fen=100), funds.Post("4001", credit_fen=99)),
    )
    with pytest.raises(Refusal, match="entry_not_balanced"):
        funds.post_entry(entry=entry, accounting_month=OCTOBER, posted_by="test")


@IN_TRANSACTION
def test_the_database_refuses_an_unbalanced_entry_even_when_the_code_is_bypassed() -> None:
    account = Account.objects.get(book="cash", code="1005")
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        entry = Entry.objects.create(
            book="cash",
            fund_id=FUND,
            accounting_month=OCTOBER,
            entry_on=DAY,
            reason="x",
            cause_kind="k",
            cause_id="1",
            posted_by="test",
        )
        Line.objects.create(entry=entry, account=account, debit_fen=5)
        connection.check_constraints()
    assert not Entry.objects.filter(cause_kind="k").exists()


@IN_TRANSACTION
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE funds_line SET debit_fen = debit_fen + 1",
        "DELETE FROM funds_line",
        "DELETE FROM funds_entry",
        "TRUNCATE funds_entry CASCADE",
        "UPDATE funds_entry SET note = 'x'",
    ],
)
def test_books_are_never_changed(statement: str) -> None:
    funds.post_entry(entry=receipt("r2", 100), accounting_month=OCTOBER, posted_by="test")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert [
        row.closing_fen
        for row in funds.trial_balance(fund=FUND, book="cash", accounting_month=OCTOBER)
    ] == [100, 100]


@IN_TRANSACTION
def test_the_same_cause_is_posted_once() -> None:
    funds.post_entry(entry=receipt("r4", 100), accounting_month=OCTOBER, posted_by="test")
    with pytest.raises(IntegrityError), transaction.atomic():
        funds.post_entry(entry=receipt("r4", 100), accounting_month=OCTOBER, posted_by="test")


@IN_TRANSACTION
def test_a_mistake_is_undone_by_its_mirror_image_once_and_with_a_reason() -> None:
    number = funds.post_entry(
        entry=receipt("r5", 12345), accounting_month=OCTOBER, posted_by="test"
    )
    assert number is not None
    funds.reverse_entry(
        entry_id=number, reason="错记", accounting_month=OCTOBER, entry_on=DAY, posted_by="test"
    )
    assert all(
        row.closing_fen == 0
        for row in funds.trial_balance(fund=FUND, book="cash", accounting_month=OCTOBER)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        funds.reverse_entry(
            entry_id=number,
            reason="again",
            accounting_month=OCTOBER,
            entry_on=DAY,
            posted_by="test",
        )


@IN_TRANSACTION
def test_a_closed_month_takes_no_entry_and_keeps_its_totals() -> None:
    funds.post_entry(entry=receipt("r6", 700), accounting_month=OCTOBER, posted_by="test")
    totals = funds.close_month(
        fund=FUND, book="cash", accounting_month=OCTOBER, closed_by="a", closed_at=NOW
    )
    assert totals["closing"] == {"1005": 700, "4001": 700}
    with pytest.raises(Refusal, match="month_closed"):
        funds.post_entry(entry=receipt("r7", 1), accounting_month=OCTOBER, posted_by="test")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.create(
            book="cash",
            fund_id=FUND,
            accounting_month=OCTOBER,
            entry_on=DAY,
            reason="x",
            cause_kind="k",
            cause_id="2",
            posted_by="test",
        )
    funds.post_entry(entry=receipt("r8", 1), accounting_month=OCTOBER + 1, posted_by="test")


@IN_TRANSACTION
def test_a_month_with_money_left_in_the_income_account_does_not_close() -> None:
    entry = funds.NewEntry(
        "cash",
        FUND,
        DAY,
        "contributions_received",
        "receipt",
        "r9",
        (funds.Post("1002", debit_fen=5), funds.Post("4001", credit_fen=5)),
    )
    funds.post_entry(entry=entry, accounting_month=OCTOBER, posted_by="test")
    with pytest.raises(Refusal, match="month_not_ready"):
        funds.close_month(
            fund=FUND, book="cash", accounting_month=OCTOBER, closed_by="a", closed_at=NOW
        )


@IN_TRANSACTION
def test_the_year_close_carries_the_surplus_to_the_fund_balance_and_leaves_the_statement_alone() -> (
    None
):
    funds.post_entry(entry=receipt("r10", 900), accounting_month=OCTOBER, posted_by="test")
    funds.close_year(
        fund=FUND, book="cash", year=2025, entry_on=dt.date(2025, 12, 31), posted_by="test"
    )
    december = {
        row.code: row.closing_fen
        for row in funds.trial_balance(fund=FUND, book="cash", accounting_month=2025 * 12 + 11)
    }
    assert (december["3001"], december["4001"]) == (900, 0)
    statement = funds.income_statement(fund=FUND, from_month=2025 * 12, to_month=2025 * 12 + 11)
    assert statement.bottom_fen == 900
    assert funds.balance_sheet(fund=FUND, accounting_month=2025 * 12 + 11).balanced


@IN_TRANSACTION
def test_the_person_who_prepared_a_plan_may_not_approve_it_and_an_approved_plan_is_transferred_once() -> (
    None
):
    plan = funds.prepare_plan(
        fund=FUND,
        accounting_month=OCTOBER,
        purpose="pension",
        cause_id="b1",
        amount_fen=500,
        prepared_by="a",
    )
    with pytest.raises(Refusal, match="two_people"):
        funds.approve_plan(plan_id=plan, approved_by="a", approved_at=NOW)
    funds.approve_plan(plan_id=plan, approved_by="b", approved_at=NOW)
    funds.transfer_plan(plan_id=plan, transferred_on=DAY, posted_by="c")
    funds.transfer_plan(plan_id=plan, transferred_on=DAY, posted_by="c")
    rows = {
        row.code: row.closing_fen
        for row in funds.trial_balance(fund=FUND, book="cash", accounting_month=OCTOBER)
    }
    assert rows == {"1003": -500, "1004": 500}


@IN_TRANSACTION
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(dues=st.integers(0, 10**9), extra=st.integers(0, 10**6), held=st.integers(0, 10**7))
def test_received_money_ties_the_rights_book_to_the_cash_book(
    dues: int, extra: int, held: int
) -> None:
    key = uuid.uuid4()

    def treasury() -> int:
        rows = funds.trial_balance(fund=FUND, book="cash", accounting_month=OCTOBER)
        return sum(row.closing_fen for row in rows if row.code == "1005")

    before = treasury()
    batch = funds.open_batch(kind="receipts", accounting_month=OCTOBER, run_key=str(key))
    posting = flow.Posting(batch, OCTOBER, DAY, "test", NOW)
    flow.contributions_received(
        posting=posting,
        rows=1,
        mode="agency_assesses_tax_collects",
        applied_fen={FUND: dues},
        surcharge_fen={FUND: extra},
        suspense=[(FUND, f"R-{key}", held)] if held else [],
    )
    assert treasury() - before == dues + extra + held
    connection.check_constraints()
    tie = next(i for i in funds.INVARIANTS if i.name == "rights_tie_to_cash")
    assert [count for _, _, count in prove(invariants=[tie])] == [0]


@IN_TRANSACTION
def test_every_invariant_runs_and_names_the_row_that_breaks_it() -> None:
    funds.post_entry(entry=receipt("r11", 55), accounting_month=OCTOBER, posted_by="test")
    broken = {invariant.name: count for invariant, _, count in prove(invariants=funds.INVARIANTS)}
    assert broken.pop("rights_tie_to_cash") == 1
    assert set(broken.values()) == {0}


def test_no_line_joins_an_entry_of_an_earlier_transaction(fresh_database: object) -> None:
    number = funds.post_entry(entry=receipt("r3", 100), accounting_month=OCTOBER, posted_by="test")
    account = Account.objects.get(book="cash", code="1005")
    with pytest.raises(DatabaseError), transaction.atomic():
        Line.objects.create(entry_id=number, account=account, debit_fen=5)
