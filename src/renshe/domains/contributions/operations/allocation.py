"""Giving money that came in to what is owed, and moving bills and receipts to their next state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl
from django.db import connection, transaction

from renshe.domains.contributions.dated import AllocationOrder, allocation_order
from renshe.domains.contributions.distribution import DUES, RECEIPTS, distribute
from renshe.domains.contributions.frames import arrow_of, number_list, read_frame
from renshe.domains.contributions.models import COMPONENTS, FUNDS, Allocation
from renshe.domains.contributions.operations.surcharge import SurchargeOf, charge_surcharge
from renshe.domains.contributions.refusals import refused
from renshe.foundation.bulk import copy_rows

_LOCK = 7_203_601

# A receipt's payer is the employer with that credit code (or the one it was merged into), or the person with that id
# number who pays for himself; persons are negative numbers. Arrears of a merged employer follow to its successor.
PAYERS = """
WITH RECURSIVE heir AS (
    SELECT id, id AS root, successor_id FROM registry_employer
     WHERE id IN (SELECT id FROM registry_employer WHERE successor_id IS NOT NULL)
    UNION ALL
    SELECT h.id, e.id, e.successor_id FROM heir h JOIN registry_employer e ON e.id = h.successor_id
), employer_payer AS (
    SELECT id, root FROM heir WHERE successor_id IS NULL
)
"""

_OPEN_RECEIPTS = (
    PAYERS
    + """
SELECT r.id,
       coalesce(ep.root, e.id, -coalesce(pa.person_id, p.id)) AS payer, r.period, r.received_on,
       r.amount_fen - coalesce(a.fen, 0)::bigint - coalesce(f.fen, 0)::bigint AS open_fen
  FROM contributions_receipt r
  LEFT JOIN registry_employer e ON e.uscc = r.payer_uscc
  LEFT JOIN employer_payer ep ON ep.id = e.id
  LEFT JOIN registry_person p ON e.id IS NULL AND p.id_number = r.payer_uscc
  LEFT JOIN registry_person_alias pa ON pa.merged_id = p.id AND pa.undone_at IS NULL
  LEFT JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM contributions_allocation
                      WHERE receipt_id = r.id) a ON true
  LEFT JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM contributions_refund
                      WHERE receipt_id = r.id) f ON true
 WHERE r.state = ANY(%s) AND r.received_on <= %s
"""
)

_OPEN_BILLS = (
    PAYERS
    + """
SELECT coalesce(ep.root, b.employer_id, -coalesce(pa.person_id, b.person_id)) AS payer,
       b.id, b.period, b.due_on, b.kind, {components}, {surcharges}
  FROM contributions_bill b
  LEFT JOIN employer_payer ep ON ep.id = b.employer_id
  LEFT JOIN registry_person_alias pa ON pa.merged_id = b.person_id AND pa.undone_at IS NULL
  LEFT JOIN LATERAL (SELECT {given} FROM contributions_allocation
                      WHERE bill_id = b.id) g ON true
 WHERE b.kind <> 'correction'
   AND (b.state IN ('assessed', 'sent', 'part_received') OR
        (b.state IN ('received', 'credited') AND b.surcharge_fen > b.surcharge_received_fen))
   AND coalesce(ep.root, b.employer_id, -coalesce(pa.person_id, b.person_id)) = ANY(%s::bigint[])
"""
)


@dataclass(frozen=True)
class Allocated:
    """What one allocation did: fen given by (fund, share), fen left in suspense, and the counts of rows."""

    by_fund: dict[tuple[str, str], int] = field(default_factory=dict)
    receipts: int = 0
    bills_fully_received: int = 0
    rows: int = 0
    suspense_fen: int = 0
    surcharge_charged_fen: int = 0

    @property
    def given_fen(self) -> int:
        """All fen given to bills, surcharge included."""
        return sum(self.by_fund.values())


@transaction.atomic
def allocate_receipts(
    *,
    batch_id: int,
    as_of: dt.date,
    order: str = "oldest_period_first",
    states: Sequence[str] = ("new", "suspense"),
    surcharge_of: SurchargeOf | None = None,
) -> Allocated:
    """Give every open receipt received up to `as_of` to what its payer owes, within the caller's transaction.

    One allocation runs at a time (advisory lock). With `surcharge_of` overdue bills are charged up to each day of
    receipt before that day's money is given. What finds nothing to pay stays as suspense (暂收款). A batch that
    allocated already is refused. Raises Refusal `state_forbids`, `order_unknown`.
    """
    chosen = allocation_order(order)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if Allocation.objects.filter(batch_id=batch_id).exists():
        raise refused("state_forbids", subject=f"batch {batch_id}")
    receipts = read_frame(sql=_OPEN_RECEIPTS, schema=RECEIPTS, params=[list(states), as_of])
    charged, given = 0, [pl.DataFrame(schema=_GIVEN_ROW)]
    days = (
        [receipts]
        if surcharge_of is None
        else receipts.partition_by("received_on", maintain_order=True)
    )
    for same_day in sorted(days, key=lambda rows: rows["received_on"].min() or as_of):
        if same_day.is_empty():
            continue
        if surcharge_of is not None:
            charged += _charge(same_day, surcharge_of=surcharge_of)
        given.append(_allocate(same_day, batch_id=batch_id, order=chosen))
    everything = pl.concat(given)
    full = _move_bills(everything, receipts=receipts)
    left = _move_receipts(everything, receipts=receipts)
    return _outcome(everything, receipts=receipts.height, full=full, left=left, charged=charged)


_GIVEN_ROW = {
    "receipt_id": pl.Int64,
    "bill_id": pl.Int64,
    "insurance": pl.String,
    "share": pl.String,
    "amount_fen": pl.Int64,
    "batch_id": pl.Int64,
}


def open_dues(*, payers: Sequence[int]) -> pl.DataFrame:
    """What these payers still owe, one row per bill and component (DUES' columns); persons are negative."""
    names = (*COMPONENTS, *(f"{fund}_surcharge" for fund in FUNDS))
    split = [name.rsplit("_", 1) for name in names]
    sql = _OPEN_BILLS.format(
        components=", ".join(f"b.{n}_fen - g.{n}" for n in COMPONENTS),
        surcharges=", ".join(f"b.{fund}_surcharge_fen - g.{fund}_surcharge" for fund in FUNDS),
        given=", ".join(
            f"coalesce(sum(amount_fen) FILTER (WHERE insurance = '{fund}' AND share = '{share}'), 0)"
            f"::bigint AS {fund}_{share}"
            for fund, share in split
        ),
    )
    head = {
        "payer": pl.Int64,
        "bill_id": pl.Int64,
        "period": pl.Int64,
        "due_on": pl.Date,
        "bill_kind": pl.String,
    }
    wide = read_frame(
        sql=sql, schema={**head, **dict.fromkeys(names, pl.Int64)}, params=[number_list(payers)]
    )
    long = wide.unpivot(
        on=list(names), index=list(head), variable_name="component", value_name="open_fen"
    )
    return long.filter(pl.col("open_fen") > 0).select(*DUES)


def _charge(receipts: pl.DataFrame, *, surcharge_of: SurchargeOf) -> int:
    payers = receipts["payer"].drop_nulls().unique().to_list()
    bills = open_dues(payers=payers)["bill_id"].unique().to_list()
    day = receipts["received_on"][0]
    return charge_surcharge(as_of=day, surcharge_of=surcharge_of, bill_ids=bills)


def _allocate(receipts: pl.DataFrame, *, batch_id: int, order: AllocationOrder) -> pl.DataFrame:
    dues = open_dues(payers=receipts["payer"].drop_nulls().unique().to_list())
    given = distribute(receipts=receipts, dues=dues, order=order)
    part = pl.col("component").str.splitn("_", 2)
    rows = given.with_columns(
        insurance=part.struct.field("field_0"),
        share=part.struct.field("field_1"),
        batch_id=pl.lit(batch_id, dtype=pl.Int64),
    ).select(*_GIVEN_ROW)
    if rows.height:
        with connection.cursor() as cursor:
            copy_rows(table="contributions_allocation", data=arrow_of(rows), cursor=cursor)
    return rows


def _move_bills(given: pl.DataFrame, *, receipts: pl.DataFrame) -> int:
    """Add what was given to each bill and move it to its next state; returns how many are now fully received."""
    extra = pl.col("share") == "surcharge"
    sums = (
        given.join(receipts.select("receipt_id", "received_on"), on="receipt_id")
        .group_by("bill_id")
        .agg(
            pl.col("received_on").max(),
            pl.col("amount_fen").filter(~extra).sum().alias("principal"),
            pl.col("amount_fen").filter(extra).sum().alias("surcharge"),
        )
        .sort("bill_id")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH moved AS (
                UPDATE contributions_bill b
                   SET received_fen = b.received_fen + g.principal,
                       surcharge_received_fen = b.surcharge_received_fen + g.surcharge,
                       received_on = CASE WHEN g.principal > 0 THEN greatest(g.last_on, b.received_on)
                                          ELSE b.received_on END,
                       state = CASE WHEN b.state NOT IN ('assessed', 'sent', 'part_received') THEN b.state
                                    WHEN b.received_fen + g.principal < b.total_fen THEN 'part_received'
                                    WHEN b.credited_batch_id IS NOT NULL THEN 'credited'
                                    ELSE 'received' END
                  FROM unnest(%s::bigint[], %s::date[], %s::bigint[], %s::bigint[])
                       AS g(bill_id, last_on, principal, surcharge)
                 WHERE b.id = g.bill_id
             RETURNING b.total_fen = b.received_fen AND g.principal > 0 AS full_now
            ) SELECT count(*) FILTER (WHERE full_now) FROM moved""",
            [sums[name].to_list() for name in sums.columns],
        )
        return int(cursor.fetchone()[0])


def _move_receipts(given: pl.DataFrame, *, receipts: pl.DataFrame) -> int:
    """Set each receipt's state by what is left of it; returns the fen left in suspense."""
    spent = given.group_by("receipt_id").agg(pl.col("amount_fen").sum())
    left = receipts.join(spent, on="receipt_id", how="left").select(
        "receipt_id", left_fen=pl.col("open_fen") - pl.col("amount_fen").fill_null(0)
    )
    held = left.filter(pl.col("left_fen") > 0)
    for state, rows in (("suspense", held), ("allocated", left.filter(pl.col("left_fen") == 0))):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE contributions_receipt SET state = %s WHERE id = ANY(%s::bigint[]) AND state <> %s",
                [state, number_list(rows["receipt_id"].to_list()), state],
            )
    return int(held["left_fen"].sum())


def _outcome(
    given: pl.DataFrame, *, receipts: int, full: int, left: int, charged: int
) -> Allocated:
    sums = (
        given.group_by("insurance", "share")
        .agg(pl.col("amount_fen").sum())
        .sort("insurance", "share")
    )
    return Allocated(
        by_fund={(fund, share): fen for fund, share, fen in sums.iter_rows()},
        receipts=receipts,
        bills_fully_received=full,
        rows=given.height,
        suspense_fen=left,
        surcharge_charged_fen=charged,
    )
