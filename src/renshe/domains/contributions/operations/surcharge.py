"""The days and amounts of lateness that the law of surcharge is asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import polars as pl
import pyarrow as pa
from django.db import connection

from renshe.domains.contributions.frames import number_list, read_frame
from renshe.domains.contributions.models import FUNDS

# Given columns principal_fen, due_on and paid_on (days as ordinals), the surcharge of each row in fen.
SurchargeOf = Callable[[pa.Table], "pa.Array | pa.ChunkedArray"]

_EPOCH = dt.date(1970, 1, 1).toordinal()

# Late principal that has come in, each part to its own day, and what is still open, to the day asked about.
_PORTIONS = """
WITH overdue AS (
    SELECT * FROM contributions_bill
     WHERE due_on < {as_of} AND kind <> 'correction' AND state IN ('assessed', 'sent', 'part_received')
       AND ({every} OR id = ANY({bills}))
), parts AS (
    SELECT b.id, b.due_on, c.insurance, c.share, c.due_fen
      FROM overdue b CROSS JOIN LATERAL (VALUES
           ('pension', 'employer', b.pension_employer_fen), ('pension', 'personal', b.pension_personal_fen),
           ('medical', 'employer', b.medical_employer_fen), ('medical', 'personal', b.medical_personal_fen),
           ('unemployment', 'employer', b.unemployment_employer_fen),
           ('unemployment', 'personal', b.unemployment_personal_fen),
           ('injury', 'employer', b.injury_employer_fen)) c(insurance, share, due_fen)
     WHERE c.due_fen > 0
), paid AS (
    SELECT a.bill_id, a.insurance, a.share, r.received_on, sum(a.amount_fen)::bigint AS fen
      FROM contributions_allocation a
      JOIN overdue b ON b.id = a.bill_id
      JOIN contributions_receipt r ON r.id = a.receipt_id
     WHERE a.share <> 'surcharge'
     GROUP BY 1, 2, 3, 4
)
SELECT p.bill_id, p.insurance, p.fen, b.due_on, p.received_on
  FROM paid p JOIN overdue b ON b.id = p.bill_id WHERE p.received_on > b.due_on AND p.fen > 0
UNION ALL
SELECT q.id, q.insurance, q.due_fen - coalesce(sum(p.fen), 0)::bigint, q.due_on, {as_of}
  FROM parts q LEFT JOIN paid p ON (p.bill_id, p.insurance, p.share) = (q.id, q.insurance, q.share)
 GROUP BY q.id, q.insurance, q.share, q.due_fen, q.due_on
HAVING q.due_fen > coalesce(sum(p.fen), 0)
"""


def late_portions(*, as_of: dt.date, bill_ids: Sequence[int] | None = None) -> pl.DataFrame:
    """Every part of overdue principal with the day it was due and the day it was paid (or `as_of`, if it is open).

    Columns bill_id, insurance, principal_fen, due_on, paid_on. Surcharge is simple: a part that is paid stops
    growing (社会保险法 86).
    """
    sql = _PORTIONS.format(
        as_of=f"date '{as_of.isoformat()}'",
        every="true" if bill_ids is None else "false",
        bills=f"'{number_list(bill_ids or [])}'::bigint[]",
    )
    return read_frame(
        sql=sql,
        schema={
            "bill_id": pl.Int64,
            "insurance": pl.String,
            "principal_fen": pl.Int64,
            "due_on": pl.Date,
            "paid_on": pl.Date,
        },
    )


def surcharge_by_bill(
    *, as_of: dt.date, surcharge_of: SurchargeOf, bill_ids: Sequence[int] | None = None
) -> pl.DataFrame:
    """What each overdue bill is charged in all up to a day, by fund: bill_id and `{fund}_surcharge_fen`."""
    portions = late_portions(as_of=as_of, bill_ids=bill_ids)
    if portions.is_empty():
        return pl.DataFrame(
            schema={"bill_id": pl.Int64, **{f"{fund}_surcharge_fen": pl.Int64 for fund in FUNDS}}
        )
    asked = portions.select(
        "principal_fen",
        *(
            (pl.col(day).cast(pl.Int32).cast(pl.Int64) + _EPOCH).alias(day)
            for day in ("due_on", "paid_on")
        ),
    )
    charged = portions.with_columns(fen=pl.Series(surcharge_of(asked.to_arrow()), dtype=pl.Int64))
    return (
        charged.group_by("bill_id")
        .agg(
            pl.col("fen").filter(pl.col("insurance") == fund).sum().alias(f"{fund}_surcharge_fen")
            for fund in FUNDS
        )
        .sort("bill_id")
    )


def charge_surcharge(
    *, as_of: dt.date, surcharge_of: SurchargeOf, bill_ids: Sequence[int] | None = None
) -> int:
    """Set the surcharge of overdue bills to what the law says up to a day; returns the fen it grew by in all.

    Counted anew from the parts each time, so charging twice for a day changes nothing, and what was charged up to a
    later day is corrected when money turns out to have come earlier; never below what was already received. What was
    waived is counted off.
    Legal source: 社会保险法 86 (before 2011-07-01: 社会保险费征缴暂行条例 13).
    """
    charged = surcharge_by_bill(as_of=as_of, surcharge_of=surcharge_of, bill_ids=bill_ids)
    if charged.is_empty():
        return 0
    columns = [charged[name].to_list() for name in charged.columns]
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH law AS (
                SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
                    AS n(bill_id, pension, medical, unemployment, injury)
            ), waived AS (
                SELECT bill_id, sum(pension_fen)::bigint AS pension, sum(medical_fen)::bigint AS medical,
                       sum(unemployment_fen)::bigint AS unemployment, sum(injury_fen)::bigint AS injury
                  FROM contributions_surcharge_waiver GROUP BY 1
            ), new AS (
                SELECT l.bill_id, greatest(l.pension - coalesce(w.pension, 0), 0) AS pension,
                       greatest(l.medical - coalesce(w.medical, 0), 0) AS medical,
                       greatest(l.unemployment - coalesce(w.unemployment, 0), 0) AS unemployment,
                       greatest(l.injury - coalesce(w.injury, 0), 0) AS injury
                  FROM law l LEFT JOIN waived w ON w.bill_id = l.bill_id
            ), changed AS (
                UPDATE contributions_bill b
                   SET pension_surcharge_fen = n.pension, medical_surcharge_fen = n.medical,
                       unemployment_surcharge_fen = n.unemployment, injury_surcharge_fen = n.injury,
                       surcharge_fen = n.pension + n.medical + n.unemployment + n.injury
                  FROM new n JOIN contributions_bill o ON o.id = n.bill_id
                 WHERE b.id = n.bill_id
                   AND n.pension + n.medical + n.unemployment + n.injury >= b.surcharge_received_fen
             RETURNING b.surcharge_fen - o.surcharge_fen AS grown
            ) SELECT coalesce(sum(grown), 0)::bigint FROM changed""",
            columns,
        )
        return int(cursor.fetchone()[0])
