"""Close a year of individual accounts: opening + credits + interest − payouts, by the monthly product.

An account that is used up closes at nothing, and the pool bears what its pension took beyond it.

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
    # What was put back into an account earns like a credit; a payout cannot be less than nothing.
    put_back = (-pl.col("payout_product_fen")).clip(0)
    frame = frame.with_columns(credit_product_fen=pl.col("credit_product_fen") + put_back)
    earned, ruleset_hash = _interest(frame, place, year, "credit_product_fen", with_opening=True)
    taken, _ = _interest(frame, place, year, "payout_product_fen", with_opening=False)
    frame = _used_up(frame.with_columns(interest_fen=earned - taken))
    return frame.with_columns(year=pl.lit(year, dtype=pl.Int16)), ruleset_hash


def _used_up(frame: pl.DataFrame) -> pl.DataFrame:
    """An account pays until it is empty; what its pension took beyond that is the pool's (社会保险法 14, 国发〔2005〕38号 六).

    The pension itself stays as it is. Such an account earns no negative interest on what the pool paid (A: our convention; it
    moves nothing between people, only between two lines of the fund's expenditure).
    """
    closing = (
        pl.col("opening_fen") + pl.col("credit_fen") + pl.col("interest_fen") - pl.col("payout_fen")
    )
    frame = frame.with_columns(closing_fen=closing)
    empty = pl.col("closing_fen") < 0
    frame = frame.with_columns(
        interest_fen=pl.when(empty).then(pl.col("interest_fen").clip(0)).otherwise("interest_fen")
    ).with_columns(closing_fen=closing)
    return frame.with_columns(pooled_fen=(-pl.col("closing_fen")).clip(0)).with_columns(
        payout_fen=pl.col("payout_fen") - pl.col("pooled_fen"),
        closing_fen=pl.col("closing_fen") + pl.col("pooled_fen"),
    )


def _interest(
    frame: pl.DataFrame, place: str, year: int, product: str, *, with_opening: bool
) -> tuple[pl.Series, str]:
    """Interest in fen on opening balances and a monthly product; payouts earn nothing from the month they leave.

    Where corrections took back more than the year credited, the product is negative: the opening balance earns less by
    a twelfth of it, which is the same interest to the fen.
    """
    size = frame.height
    opening, months = pl.Series([0] * size, dtype=pl.Int64), frame[product]
    if with_opening:
        lacking = ((-months).clip(0) + 11) // 12
        opening, months = frame["opening_fen"] - lacking, months + lacking * 12
    facts = pa.table(
        {
            "account_year": pa.array([year] * size, pa.int32()),
            "account_opening_balance": opening.clip(0).to_arrow(),
            "account_year_credit_product": months.clip(0).to_arrow(),
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
        ledger.account_interest_credited(
            posting=posting,
            rows=rows.height,
            interest_fen=interest,
            pooled_fen=int(rows["pooled_fen"].sum()),
        )
