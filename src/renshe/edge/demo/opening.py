"""Opening books: what each fund had, was owed and owed to accounts on the city's day, and the receipts behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

PARTS = {
    "employee_pension": ("pension_employer", "pension_personal"),
    "employee_medical": ("medical_employer", "medical_personal"),
    "unemployment": ("unemployment_employer", "unemployment_personal"),
    "work_injury": ("injury_employer",),
}
# How many months of what it takes in or pays out a fund holds, after the plan's own reserves (4.48 thousand million
# yuan for 2.18 million enrolments, some two years of spending); 6 % lies in the expenditure account.
_RESERVE_MONTHS = {
    "employee_pension": 20,
    "employee_medical": 14,
    "unemployment": 30,
    "work_injury": 24,
}
_EXPENDITURE_PERCENT = 6
FISCAL, EXPENDITURE = "1003", "1004"


@dataclass(frozen=True)
class OpeningFund:
    """One fund's opening position in fen: money by cash account, dues not yet received, individual accounts, money
    paid out that must come back."""

    fund: str
    cash_fen: dict[str, int]
    receivable_fen: int
    individual_accounts_fen: int
    overpaid_fen: int


def opening_funds(
    *,
    bills: pa.Table,
    last_month: int,
    monthly_pensions_fen: int,
    accounts_fen: int,
    overpaid_fen: int,
) -> list[OpeningFund]:
    """The position of every fund, from the opening bills and the sums of the people's rows."""
    owed = pc.equal(bills["state"], "sent")
    monthly = pc.equal(bills["period"], last_month)
    found = []
    for fund, parts in PARTS.items():
        due = sum(_sum(bills.filter(owed), part) for part in parts)
        size = sum(_sum(bills.filter(monthly), part) for part in parts)
        size = max(size, monthly_pensions_fen) if fund == "employee_pension" else size
        money = size * _RESERVE_MONTHS[fund]
        spent = money * _EXPENDITURE_PERCENT // 100
        pension = fund == "employee_pension"
        found.append(
            OpeningFund(
                fund=fund,
                cash_fen={FISCAL: money - spent, EXPENDITURE: spent},
                receivable_fen=due,
                individual_accounts_fen=accounts_fen if pension else 0,
                overpaid_fen=overpaid_fen if pension else 0,
            )
        )
    return found


def _sum(bills: pa.Table, part: str) -> int:
    return pc.sum(bills[f"{part}_fen"]).as_py() or 0


def receipts_of(
    *, bills: pa.Table, payers: pa.Array, first_id: int = 1
) -> tuple[pa.Table, pa.Table]:
    """For every bill that was paid, the receipt of its money and what each share was given of it.

    `payers` are the payers' codes (of an employer, or the id number of an own payer) in the order of the bills.
    """
    paid = pc.equal(bills["state"], "credited")
    whole, codes = (
        bills.filter(paid),
        payers.filter(paid.combine_chunks() if hasattr(paid, "combine_chunks") else paid),
    )
    count = whole.num_rows
    ids = np.arange(count, dtype=np.int64) + first_id
    references = pc.binary_join_element_wise("TAKEOVER-", whole["id"].cast(pa.string()), "")
    receipts = pa.table(
        {
            "id": ids,
            "external_ref": references,
            "payer_uscc": codes,
            "received_on": whole["received_on"],
            "accounting_month": whole["period"],
            "amount_fen": whole["total_fen"],
            "period": whole["period"],
            "state": pa.array(["allocated"] * count, pa.string()),
        }
    )
    given = []
    for parts in PARTS.values():
        for part in parts:
            insurance, share = part.split("_")
            amount = whole[f"{part}_fen"].to_numpy()
            at = np.flatnonzero(amount)
            given.append(
                pa.table(
                    {
                        "receipt_id": ids[at],
                        "bill_id": whole["id"].take(pa.array(at)),
                        "insurance": pa.array([insurance] * len(at), pa.string()),
                        "share": pa.array([share] * len(at), pa.string()),
                        "amount_fen": amount[at],
                        "batch_id": whole["batch_id"].take(pa.array(at)),
                    }
                )
            )
    return receipts, pa.concat_tables(given)


def last_day_before(as_of: dt.date) -> dt.date:
    """The day on which the books are taken over."""
    return as_of - dt.timedelta(days=1)
