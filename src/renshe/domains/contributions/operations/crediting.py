"""Crediting: once the personal pension share of a bill is fully received, its months and accounts count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Credited:
    """What one crediting did: bills, person-months, and fen credited to individual accounts."""

    bills: int
    person_months: int
    account_credit_fen: int


@transaction.atomic
def credit_bills(*, batch_id: int, as_of: dt.date) -> Credited:
    """Credit every bill whose personal pension share is fully received up to a day; within the caller's transaction.

    Sets `credited_batch_id`, which makes its lines count in careers and accounts; a bill that is fully received also
    becomes `credited`, another keeps its state until the rest arrives. A bill credited before is left alone, so
    running twice credits nothing twice. Legal source: 劳办发〔1997〕116号.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            # One plain UPDATE with a probe for each bill: a join would be planned for a handful of bills.
            """UPDATE contributions_bill b
                  SET credited_batch_id = %(batch)s,
                      state = CASE WHEN b.state = 'received' THEN 'credited' ELSE b.state END
                WHERE b.credited_batch_id IS NULL AND b.kind <> 'correction' AND b.received_on <= %(as_of)s
                  AND b.state IN ('part_received', 'received')
                  AND b.pension_personal_fen <= (
                      SELECT coalesce(sum(a.amount_fen), 0) FROM contributions_allocation a
                       WHERE a.bill_id = b.id AND a.insurance = 'pension' AND a.share = 'personal')""",
            {"as_of": as_of, "batch": batch_id},
        )
        bills = int(cursor.rowcount)
        months, fen = _credit_of(cursor, batch_id=batch_id)
    return Credited(bills=bills, person_months=months, account_credit_fen=fen)


def credited_by(*, batch_id: int) -> Credited:
    """What a crediting batch credited, counted from the rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM contributions_bill WHERE credited_batch_id = %s", [batch_id]
        )
        bills = int(cursor.fetchone()[0])
        months, fen = _credit_of(cursor, batch_id=batch_id)
    return Credited(bills=bills, person_months=months, account_credit_fen=fen)


def _credit_of(cursor: object, *, batch_id: int) -> tuple[int, int]:
    # The list of batches lets the planner open only their partitions.
    cursor.execute(  # type: ignore[attr-defined]
        """SELECT coalesce(sum(l.months), 0)::bigint, coalesce(sum(l.account_credit_fen), 0)::bigint
             FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id
            WHERE b.credited_batch_id = %(batch)s
              AND l.batch_id = ANY(ARRAY(SELECT DISTINCT batch_id FROM contributions_bill
                                          WHERE credited_batch_id = %(batch)s))""",
        {"batch": batch_id},
    )
    months, fen = cursor.fetchone()  # type: ignore[attr-defined]
    return int(months), int(fen)
