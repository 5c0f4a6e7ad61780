"""Whether what goes back is in the expenditure accounts; what is lacking is asked of the finance bureau."""

from __future__ import annotations

from collections import Counter

import polars as pl

from renshe.domains.funds import api as funds
from renshe.flows.contribution_to_ledger import FUND_OF
from renshe.kernel.periods import Month
from renshe.runs.enrolment_corrections.columns import SHARES
from renshe.runs.enrolment_corrections.comparing import OUT

PURPOSE = "enrolment_corrections"
EXPENDITURE = "1004"


def money_lacking(rows: pl.DataFrame, *, accounting_month: Month) -> dict[str, int]:
    """What the expenditure account of each fund lacks for these rows of `too_much`, fen; nothing where all can go back."""
    needed: Counter[str] = Counter()
    for name in SHARES:
        needed[FUND_OF[name.split("_")[0]]] += int(rows[f"{OUT}{name}"].sum())
    lacking = {fund: fen - _held(fund, accounting_month) for fund, fen in needed.items() if fen > 0}
    return {fund: fen for fund, fen in lacking.items() if fen > 0}


def ask_for_money(
    lacking: dict[str, int], *, cause_id: str, accounting_month: Month, prepared_by: str
) -> None:
    """A fund-use plan (用款计划) for what no plan under way will bring; approved and transferred by others.

    Basis: 财社〔2017〕144号 41. Asked again for the same month and run it is the same plan.
    """
    under_way: Counter[str] = Counter()
    for plan in funds.plans():
        if plan.purpose == PURPOSE and plan.state != "transferred":
            under_way[plan.fund] += plan.amount_fen
    for fund, fen in lacking.items():
        if fen > under_way[fund]:
            funds.prepare_plan(
                fund=fund,
                accounting_month=accounting_month,
                purpose=PURPOSE,
                cause_id=cause_id,
                amount_fen=fen - under_way[fund],
                prepared_by=prepared_by,
            )


def _held(fund: str, accounting_month: Month) -> int:
    rows = funds.trial_balance(fund=fund, book="cash", accounting_month=accounting_month)
    return sum(row.closing_fen for row in rows if row.code == EXPENDITURE)
