"""Close a year of individual accounts: opening + credits + interest − payouts, by the monthly product.

The rate may be published after the year is over: the run then refuses with the parameter's name, and is run
again once it is adopted. A rate that is corrected later gives a second batch with the differences only.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pyarrow as pa
from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows import contribution_to_ledger as ledger
from renshe.kernel.periods import first_day
from renshe.laws import library
from renshe.runs.context import RunContext, begin

KIND = "yearly_account_interest"
_SCHEMA = ("opening_fen", "credit_fen", "credit_product_fen", "payout_fen", "payout_product_fen")


def run(context: RunContext, *, year: int) -> dict[str, Any]:
    """Credit the interest of ``year``; raises :class:`Refusal` where its rate is not published."""
    key, done = begin(context, KIND, str(year))
    if done:
        return dict(audit.run_by_key(key=key).totals)
    batch_id = funds.open_batch(
        kind=KIND,
        accounting_month=context.accounting_month,
        run_key=key,
        fund="employee_pension",
        period=year * 12 + 11,
    )
    if funds.batch_state(run_key=key) != (batch_id, "posted"):
        rows, ruleset_hash = account_year(place=context.place, year=year)
        context.progress("interest", rows.height, rows.height)
        _post(context, batch_id, rows, ruleset_hash)
    batch = funds.batch_by_id(batch_id=batch_id)
    assert batch is not None
    audit.finish(
        key=key,
        at=context.at,
        totals={"batch_id": batch_id, "accounts": batch.rows, **batch.totals},
    )
    return dict(audit.run_by_key(key=key).totals)


def account_year(*, place: str, year: int) -> tuple[pl.DataFrame, str]:
    """The year of every account that had a balance or moved, computed by the law; amounts in fen."""
    parts = [
        funds.accounts_at_start(year=year),
        contributions.credits_of_year(year=year),
        pension.account_payouts_of_year(year=year),
    ]
    frame = pl.from_arrow(parts[0])
    assert isinstance(frame, pl.DataFrame)
    for part in parts[1:]:
        other = pl.from_arrow(part)
        assert isinstance(other, pl.DataFrame)
        frame = frame.join(other, on="person_id", how="full", coalesce=True)
    frame = frame.with_columns(pl.col(*_SCHEMA).fill_null(0)).sort("person_id")
    earned, ruleset_hash = _interest(frame, place, year, "credit_product_fen", with_opening=True)
    taken, _ = _interest(frame, place, year, "payout_product_fen", with_opening=False)
    frame = frame.with_columns(interest_fen=earned - taken)
    return frame.with_columns(
        year=pl.lit(year, dtype=pl.Int16),
        closing_fen=pl.col("opening_fen")
        + pl.col("credit_fen")
        + pl.col("interest_fen")
        - pl.col("payout_fen"),
    ), ruleset_hash


def _interest(
    frame: pl.DataFrame, place: str, year: int, product: str, *, with_opening: bool
) -> tuple[pl.Series, str]:
    """Interest in fen on opening balances and a monthly product; payouts earn nothing from the month they leave."""
    size = frame.height
    facts = pa.table(
        {
            "account_year": pa.array([year] * size, pa.int32()),
            "account_opening_balance": frame["opening_fen"].clip(0).to_arrow()
            if with_opening
            else pa.array([0] * size, pa.int64()),
            "account_year_credit_product": frame[product].clip(0).to_arrow(),
        }
    )
    computed = library.compute(
        ["account_year_interest"], facts, place=place, on=first_day(year * 12 + 11)
    )
    if computed.refused:
        raise computed.refused[0][1]
    return pl.Series(
        "interest_fen", computed.table["account_year_interest"].to_numpy()
    ), computed.ruleset_hash


def _post(context: RunContext, batch_id: int, rows: pl.DataFrame, ruleset_hash: str) -> None:
    lines = rows.with_row_index("line_no", offset=1).select(
        pl.col("line_no").cast(pl.Int32),
        "person_id",
        "year",
        "opening_fen",
        "credit_fen",
        "interest_fen",
        "payout_fen",
        "closing_fen",
    )
    interest = int(rows["interest_fen"].sum())
    stage = funds.stage_account_year(batch_id=batch_id, rows=lines.to_arrow())
    with stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        posting = ledger.Posting(
            batch_id, context.accounting_month, context.today, context.by, context.at
        )
        ledger.account_interest_credited(posting=posting, rows=rows.height, interest_fen=interest)
