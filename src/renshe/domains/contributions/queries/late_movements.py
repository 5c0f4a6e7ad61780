"""What moved an individual account after a year of it was closed, for months of that year or before it.

A career puts every month into its own year; a closed year of the account does not take it in any more. So a month made
good late counts from the month of the books in which it was credited (劳办发〔1997〕116号), and one that was reversed or
moved takes out what it had brought, with its interest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from renshe.domains.contributions.frames import number_list, read_frame
from renshe.foundation.bulk import read_arrow

# `dated_back` marks a batch that corrected accounts as if the money had never been there, or always: its product comes
# in rows of its own, from which what belongs to months after the closed year is taken off, because a career has those.
# An account that arrived or left whole (a transfer, a bridging) has no lines: it counts from its own month of the books.
# `since` is the month from which a row's principal counted at first, 0 where the row is no principal.
_LATE = """
WITH asked AS (
    SELECT * FROM unnest({people}, {years}::int[]) AS asked(person_id, closed_year)
), who AS (
    SELECT person_id AS row_person, person_id, closed_year FROM asked
     UNION ALL
    SELECT m.merged_id, a.person_id, a.closed_year FROM registry_person_alias m JOIN asked a USING (person_id)
     WHERE m.undone_at IS NULL
), mine AS (
    SELECT w.person_id, w.closed_year, l.period, l.account_credit_fen AS fen, f.accounting_month AS month,
           b.id AS bill_id, EXISTS (SELECT FROM contributions_account_correction a
                                     WHERE a.batch_id = b.credited_batch_id) AS dated_back
      FROM contributions_line l JOIN who w ON w.row_person = l.person_id
      JOIN contributions_bill b ON b.id = l.bill_id AND b.credited_batch_id IS NOT NULL
      JOIN funds_batch f ON f.id = b.credited_batch_id AND f.accounting_month > w.closed_year * 12 + 11
     WHERE l.account_credit_fen <> 0
), origin AS (
    SELECT m.person_id, m.closed_year, m.period, m.fen, m.month, o.month AS first_month
      FROM mine m CROSS JOIN LATERAL (
        WITH RECURSIVE chain AS (
            SELECT b.id, b.corrects_id, b.credited_batch_id FROM contributions_bill b WHERE b.id = m.bill_id
             UNION ALL
            SELECT b.id, b.corrects_id, b.credited_batch_id
              FROM chain c JOIN contributions_bill b ON b.id = c.corrects_id)
        SELECT f.accounting_month AS month FROM chain c JOIN funds_batch f ON f.id = c.credited_batch_id
         WHERE c.corrects_id IS NULL OR NOT EXISTS (SELECT FROM contributions_account_correction a
                                                     WHERE a.batch_id = c.credited_batch_id)
         ORDER BY f.accounting_month LIMIT 1) o
     WHERE m.dated_back
), brought AS (
    SELECT w.person_id, w.closed_year, a.year * 12 AS month, f.accounting_month AS booked, a.amount_fen, a.product_fen,
           EXISTS (SELECT FROM contributions_bill b WHERE b.credited_batch_id = a.batch_id) AS dated_back
      FROM contributions_account_correction a JOIN who w ON w.row_person = a.person_id AND a.year > w.closed_year
      JOIN funds_batch f ON f.id = a.batch_id
)
SELECT person_id, closed_year::bigint AS closed_year, month::bigint AS month,
       dated_back::int::bigint AS dated_back, booked::bigint AS booked, since::bigint AS since,
       sum(fen)::bigint AS fen, sum(product)::bigint AS product_fen
  FROM (
    SELECT person_id, closed_year, month, false AS dated_back, month AS booked, month AS since, fen,
           fen * (12 - month % 12) AS product
      FROM mine WHERE period <= closed_year * 12 + 11 AND NOT dated_back
     UNION ALL
    SELECT person_id, closed_year, month, true, month, first_month, fen, fen * (12 - month % 12)
      FROM origin WHERE period <= closed_year * 12 + 11
     UNION ALL
    SELECT person_id, closed_year, month, true, booked, 0, amount_fen, product_fen FROM brought WHERE dated_back
     UNION ALL
    SELECT person_id, closed_year, booked, false, booked, booked, amount_fen, product_fen FROM brought WHERE NOT dated_back
     UNION ALL
    SELECT person_id, closed_year, month / 12 * 12, true, month, 0, 0,
           -fen * (CASE WHEN first_month / 12 = month / 12 THEN 12 - first_month % 12 ELSE 12 END - (12 - month % 12))
      FROM origin WHERE period > closed_year * 12 + 11
     UNION ALL
    SELECT person_id, closed_year, first_month / 12 * 12, true, month, 0, 0, -fen * (12 - first_month % 12)
      FROM origin WHERE first_month / 12 < month / 12 AND period > closed_year * 12 + 11
  ) moved
 GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(fen) <> 0 OR sum(product) <> 0 ORDER BY 1, 2, 3, 4, 5, 6
"""
_COLUMNS = ("month", "dated_back", "booked", "since", "fen", "product_fen")
_SCHEMA = dict.fromkeys(("person_id", "closed_year", *_COLUMNS), pl.Int64)


@dataclass(frozen=True, kw_only=True)
class LateMovement:
    """What a month of the books after a closed year moved for months of that year or before (fen, negative: out), with
    its monthly product to that year's end. `dated_back`: counted as if it had never been there, or always.

    `booked` is the month of the books that moved it; `month` names the year whose product it is. `since` is the month from
    which the principal bore interest at first; 0: no principal, but interest of closed years or a product alone.
    """

    month: int
    dated_back: bool
    booked: int
    since: int
    fen: int
    product_fen: int


def late_movements(*, person_id: int, closed_year: int) -> list[LateMovement]:
    """One person's, merged numbers included, read within the current transaction; oldest first.

    Who has no closed year asks with 0: then no month is late, and what is not dated back arrived or left whole.
    """
    return late_rows(read_frame(sql=_sql([person_id], [closed_year]), schema=_SCHEMA))


def late_rows(frame: pl.DataFrame) -> list[LateMovement]:
    """The movements of a frame as `late_movements_table` has them."""
    return [
        LateMovement(
            month=month, dated_back=bool(back), booked=booked, since=since, fen=fen, product_fen=product
        )
        for month, back, booked, since, fen, product in frame.select(*_COLUMNS).iter_rows()
    ]  # fmt: skip


def late_movements_table(
    *, person_ids: Sequence[int], closed_years: Sequence[int], role: str = "runner"
) -> pa.Table:
    """Those of many people, each after a closed year of his own: person_id, closed_year, month, dated_back (1 or 0), booked,
    since, fen, product_fen. Reads what is committed.
    """
    return read_arrow(sql=_sql(person_ids, closed_years), role=role)


def _sql(people: Sequence[int], years: Sequence[int]) -> str:
    return _LATE.format(
        people=f"'{number_list(people)}'::bigint[]", years=f"'{number_list(years)}'"
    )
