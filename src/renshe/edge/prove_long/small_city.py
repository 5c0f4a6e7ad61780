"""A city made by hand for proofs about crashes, loaded in a second. Same arguments, same rows."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
from django.db import connection, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.edge.prove_long import small_pensions, small_people
from renshe.edge.prove_long.small_people import BUILT_AT, EVE, OCTOBER, PLACE, SmallCity
from renshe.flows import contribution_to_ledger as ledger
from renshe.foundation.bulk import copy_rows
from renshe.foundation.connections import connect

ACCOUNT_FEN = 4_000_000
EXPENDITURE_NUMBER = "3100000000001004"


def build(*, people: int = 200, employers: int = 20) -> dict[str, int]:
    """Fill an empty, migrated database; Django is the runner's. Returns the rows of each table."""
    city = SmallCity(people, employers)
    rows: dict[str, int] = {}
    for table, data in (
        ("registry_employer", small_people.employers(city)),
        ("registry_person", small_people.people(city)),
        ("enrolment_spell", small_people.spells(city)),
        ("contributions_declared_wage", small_people.wages(city)),
        ("pension_award", small_pensions.awards(city)),
        ("pension_payee_account", small_pensions.accounts(city)),
        ("pension_overpayment", small_pensions.overpayments(city)),
        ("pension_hold", small_pensions.holds(city)),
        ("pension_arrears", small_pensions.arrears(city)),
    ):
        rows[table] = copy_rows(table=table, data=data)
    _sequences(
        [table for table in rows if table not in ("enrolment_spell", "contributions_declared_wage")]
    )
    for period in range(OCTOBER, OCTOBER + 3):
        day = dt.date(period // 12, period % 12 + 1, 1)
        contributions.open_window(
            place=PLACE,
            period=period,
            opens_on=day,
            cut_off_on=day.replace(day=15),
            due_on=day.replace(day=25),
        )
    _books(city)
    rows["funds_account_year"] = _account_years(city)
    return rows


def _books(city: SmallCity) -> None:
    """Opening balances that can pay a month, overpayments as receivables, and the account that pays."""
    owed = len(city.pensioners()[5::20]) * 50_000
    for fund in funds.funds():
        ledger.opening_balances(
            fund=fund.code,
            cash_fen={"1003": 1_000_000_000 + city.people * 500_000},
            receivable_fen=0,
            individual_accounts_fen=city.people * ACCOUNT_FEN
            if fund.code == "employee_pension"
            else 0,
            overpaid_fen=owed if fund.code == "employee_pension" else 0,
            opened_on=EVE,
            accounting_month=OCTOBER - 1,
            posted_by="take_over",
        )
    funds.add_bank_account(
        fund="employee_pension",
        role="expenditure",
        bank_name="演示银行",
        number=EXPENDITURE_NUMBER,
        valid_from=dt.date(2020, 1, 1),
    )


def _account_years(city: SmallCity) -> int:
    """Everybody's individual account as it closed in 2024."""
    count = city.people
    same = {
        "year": 2024,
        "opening_fen": ACCOUNT_FEN - 400_000,
        "credit_fen": 350_000,
        "interest_fen": 50_000,
        "payout_fen": 0,
        "closing_fen": ACCOUNT_FEN,
    }
    numbers = pa.array(range(1, count + 1), pa.int64())
    rows = pa.table(
        {
            "line_no": numbers,
            "person_id": numbers,
            **{
                name: pa.repeat(pa.scalar(value, pa.int64()), count) for name, value in same.items()
            },
        }
    )
    batch_id = funds.open_batch(
        kind="take_over_accounts",
        accounting_month=OCTOBER - 1,
        run_key=f"take_over_accounts:{PLACE}",
    )
    with (
        funds.stage_account_year(batch_id=batch_id, rows=rows) as stage,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        stage.attach(cursor)
        funds.post_batch(
            batch_id=batch_id,
            rows=count,
            totals={"rows": count},
            entries=(),
            posted_by="take_over",
            posted_at=dt.datetime.fromisoformat(BUILT_AT),
        )
    return count


def _sequences(tables: list[str]) -> None:
    with connect(role="owner", autocommit=True) as owner:
        for table in tables:
            owner.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
        owner.execute("ANALYZE")
