"""The interest that goes with account credit which a retroactive parameter takes out again.

Principal alone goes back to the payer: neither 社会保险法 nor 社会保险经办条例 gives interest on it, in either direction (A: our
reading of their silence). The account is another matter: what it should never have held has earned interest there by
劳办发〔1997〕116号, and that goes with it (`flows/account_interest.py`), as with every other refund.
"""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.flows.account_interest import interest_on
from renshe.kernel.periods import Month


def interest_taken_back(
    *, rows: pl.DataFrame, month: Month
) -> tuple[int, list[contributions.AccountChange]]:
    """Fen of interest of closed years to take out of accounts, and the rows that say so, for months (`rows`) whose account
    credit falls. Each amount counts from the month of the books that credited its bill.

    Raises Refusal `account_year_over`, and the law's own where a year's rate is missing.
    """
    fallen = rows.with_columns(
        fen=pl.col("account_credit_fen") - pl.col("new_account_credit_fen")
    ).filter(pl.col("fen") != 0)
    booked = _booked(sorted(set(fallen["bill_id"].to_list())))
    moved: dict[int, list[contributions.AccountMovement]] = defaultdict(list)
    for person, bill, fen in fallen.select("person_id", "bill_id", "fen").iter_rows():
        if bill in booked:
            moved[person].append(contributions.AccountMovement(booked[bill], fen))
    total, changes = 0, []
    for person, movements in sorted(moved.items()):
        place = registry.person(person_id=person).residence_place
        interest = interest_on(movements=movements, month=month, place=place)
        total += interest.interest_fen
        changes += interest.changes(person_id=person, month=month, sign=-1)
    return total, changes


def _booked(bill_ids: list[int]) -> dict[int, Month]:
    """The month of the books in which each bill was credited to the accounts."""
    credited = contributions.Bill.objects.filter(
        pk__in=bill_ids, credited_batch_id__isnull=False
    ).values_list("pk", "credited_batch_id")
    months: dict[int, Month] = {}
    found = {}
    for bill, batch_id in credited:
        if batch_id not in months:
            batch = funds.batch_by_id(batch_id=batch_id)
            assert batch is not None
            months[batch_id] = batch.accounting_month
        found[bill] = months[batch_id]
    return found
