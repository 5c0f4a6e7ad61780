"""Which money pays what: receipts over dues, as a pure function on columns.

For each payer both queues are laid along one line of fen: receipts in the order they came, dues in the order of the
allocation. Where two stretches overlap, that receipt pays that due. So the sum of what is given equals the sum of the
overlap, to the fen, without a loop.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from renshe.domains.contributions.dated import AllocationOrder

RECEIPTS = {
    "receipt_id": pl.Int64,
    "payer": pl.Int64,
    "period": pl.Int64,
    "received_on": pl.Date,
    "open_fen": pl.Int64,
}
DUES = {
    "payer": pl.Int64,
    "bill_id": pl.Int64,
    "period": pl.Int64,
    "due_on": pl.Date,
    "bill_kind": pl.String,
    "component": pl.String,
    "open_fen": pl.Int64,
}
GIVEN = {
    "receipt_id": pl.Int64,
    "bill_id": pl.Int64,
    "component": pl.String,
    "amount_fen": pl.Int64,
}
_KIND_RANK = {"regular": 0, "back_payment": 1, "correction": 2}


def distribute(
    *, receipts: pl.DataFrame, dues: pl.DataFrame, order: AllocationOrder
) -> pl.DataFrame:
    """Who pays what: one row per receipt, bill and component, never more than is open on either side.

    `receipts` has RECEIPTS' columns (payer null: unknown, gets nothing), `dues` has DUES'. Amounts are fen, and rows
    of nothing or less are left out. What is left of a receipt is for the caller to keep in suspense.
    """
    receipts = receipts.filter(pl.col("payer").is_not_null(), pl.col("open_fen") > 0)
    dues = _ranked(dues.filter(pl.col("open_fen") > 0), order=order)
    if order.stated_period_first:
        stated = receipts.filter(pl.col("period").is_not_null())
        first = _overlap(receipts=stated, dues=dues, by=["payer", "period"])
        rest = _overlap(
            receipts=_less(receipts, given=first, on=["receipt_id"]),
            dues=_less(dues, given=first, on=["bill_id", "component"]),
            by=["payer"],
        )
        given = pl.concat([first, rest])
    else:
        given = _overlap(receipts=receipts, dues=dues, by=["payer"])
    return (
        given.group_by("receipt_id", "bill_id", "component")
        .agg(pl.col("amount_fen").sum())
        .sort("receipt_id", "bill_id", "component")
        .select(*GIVEN)
    )


def _ranked(dues: pl.DataFrame, *, order: AllocationOrder) -> pl.DataFrame:
    rank = {component: number for number, component in enumerate(order.components)}
    keys = {
        "period": pl.col("period"),
        "due_on": pl.col("due_on"),
        "bill": pl.col("bill_id"),
        "bill_kind": pl.col("bill_kind").replace_strict(_KIND_RANK, return_dtype=pl.Int32),
        "component": pl.col("component").replace_strict(rank, return_dtype=pl.Int32),
        "surcharge_last": pl.col("component").str.ends_with("_surcharge"),
    }
    ordered = dues.sort([keys[key] for key in order.keys])
    return ordered.with_row_index("rank")


def _less(rows: pl.DataFrame, *, given: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    spent = given.group_by(on).agg(pl.col("amount_fen").sum().alias("spent_fen"))
    return (
        rows.join(spent, on=on, how="left", maintain_order="left")
        .with_columns(open_fen=pl.col("open_fen") - pl.col("spent_fen").fill_null(0))
        .drop("spent_fen")
        .filter(pl.col("open_fen") > 0)
    )


def _overlap(*, receipts: pl.DataFrame, dues: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Lay both queues of every group end to end on one axis and cut it where either ends."""
    groups = receipts.select(by).unique().join(dues.select(by).unique(), on=by).sort(by)
    groups = groups.with_row_index("group")
    money = receipts.join(groups, on=by).sort("group", "received_on", "receipt_id")
    owed = dues.join(groups, on=by).sort("group", "rank")
    if money.is_empty() or owed.is_empty():
        return pl.DataFrame(schema=GIVEN)
    # Each group begins where the longer queue of the group before it has ended, so groups cannot touch.
    room = np.maximum(_group_sums(money, groups.height), _group_sums(owed, groups.height))
    origin = np.concatenate([[0], np.cumsum(room)[:-1]])
    money_start, money_end = _stretches(money, origin)
    owed_start, owed_end = _stretches(owed, origin)
    edges = np.unique(np.concatenate([money_start, money_end, owed_start, owed_end]))
    left, amount = edges[:-1], np.diff(edges)
    payer = np.searchsorted(money_end, left, side="right").clip(max=money.height - 1)
    bill = np.searchsorted(owed_end, left, side="right").clip(max=owed.height - 1)
    paid = (money_start[payer] <= left) & (left < money_end[payer])
    paid &= (owed_start[bill] <= left) & (left < owed_end[bill])
    payer, bill, amount = payer[paid], bill[paid], amount[paid]
    return pl.DataFrame(
        {
            "receipt_id": money["receipt_id"].gather(payer),
            "bill_id": owed["bill_id"].gather(bill),
            "component": owed["component"].gather(bill),
            "amount_fen": amount,
        },
        schema=GIVEN,
    )


def _group_sums(rows: pl.DataFrame, groups: int) -> np.ndarray:
    sums = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, rows["group"].to_numpy(), rows["open_fen"].to_numpy())
    return sums


def _stretches(rows: pl.DataFrame, origin: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where on the axis each row begins and ends: its group's origin plus what stands before it in the group."""
    amount = rows["open_fen"].to_numpy()
    before = np.cumsum(amount) - amount
    group = rows["group"].to_numpy()
    first = np.searchsorted(group, np.arange(len(origin)))
    start = before - before[first][group] + origin[group]
    return start, start + amount
