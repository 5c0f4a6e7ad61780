"""What a correction does to individual accounts beside its lines: interest of closed years, and months of interest.

How much that is, the law says (`flows/account_interest.py`); here are the amounts it is asked about, and the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from renshe.domains.contributions.frames import number_list
from renshe.domains.contributions.models import AccountCorrection
from renshe.kernel.periods import Month


@dataclass(frozen=True)
class AccountMovement:
    """What months of a person added to his account (fen, negative: took out), and the month of the books it counts from."""

    month: Month
    fen: int


@dataclass(frozen=True)
class AccountChange:
    """One row of `AccountCorrection` without its batch."""

    person_id: int
    year: int
    amount_fen: int
    product_fen: int


# A batch that corrected accounts dated its lines back to the bills that they correct (through further corrections, if
# need be); every other batch counts from its own month of the books.
_MOVEMENTS = """
WITH RECURSIVE mine AS (
    SELECT l.bill_id, sum(l.account_credit_fen)::bigint AS fen
      FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id AND b.credited_batch_id IS NOT NULL
     WHERE l.person_id = %s AND l.employer_id IS NOT DISTINCT FROM %s AND l.period = ANY(%s::int[])
     GROUP BY 1
), chain AS (
    SELECT m.bill_id AS start, b.id, b.corrects_id, b.credited_batch_id,
           b.corrects_id IS NOT NULL AND EXISTS (SELECT FROM contributions_account_correction a
                                                  WHERE a.batch_id = b.credited_batch_id) AS dated_back
      FROM mine m JOIN contributions_bill b ON b.id = m.bill_id
     UNION ALL
    SELECT c.start, b.id, b.corrects_id, b.credited_batch_id,
           b.corrects_id IS NOT NULL AND EXISTS (SELECT FROM contributions_account_correction a
                                                  WHERE a.batch_id = b.credited_batch_id)
      FROM chain c JOIN contributions_bill b ON b.id = c.corrects_id
     WHERE c.dated_back
)
SELECT f.accounting_month, sum(m.fen)::bigint
  FROM mine m JOIN chain c ON c.start = m.bill_id AND NOT c.dated_back
  JOIN funds_batch f ON f.id = c.credited_batch_id
 GROUP BY 1 HAVING sum(m.fen) <> 0 ORDER BY 1
"""


def account_movements(
    *, person_id: int, employer_id: int | None, periods: Sequence[Month]
) -> list[AccountMovement]:
    """What a person's months at an employer have put into his account, by the month of the books from which each
    amount bears interest; corrections so far are in it with their sign."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVEMENTS, [person_id, employer_id, number_list(periods)])
        return [AccountMovement(int(month), int(fen)) for month, fen in cursor.fetchall()]


def record_account_changes(*, batch_id: int, changes: Sequence[AccountChange]) -> int:
    """Write the changes under the batch that posts them, in the caller's transaction; returns how many."""
    rows = [
        AccountCorrection(
            batch_id=batch_id,
            person_id=one.person_id,
            year=one.year,
            amount_fen=one.amount_fen,
            product_fen=one.product_fen,
        )
        for one in changes
        if one.amount_fen or one.product_fen
    ]
    AccountCorrection.objects.bulk_create(rows)
    return len(rows)


def credited_since(*, person_ids: Sequence[int], year: int) -> int:
    """Fen credited to somebody's account (all of his numbers) in months of the books after a closed year, corrections
    counted and interest not: with the year's closing balance, and without payouts, the balance of today."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce((SELECT sum(l.account_credit_fen) FROM contributions_line l
                         JOIN contributions_bill b ON b.id = l.bill_id
                         JOIN funds_batch f ON f.id = b.credited_batch_id AND f.accounting_month > %(last)s
                        WHERE l.person_id = ANY(%(people)s::bigint[])), 0)
                    + coalesce((SELECT sum(m.fen) FROM contributions_year y CROSS JOIN LATERAL unnest(y.credit_fen) m(fen)
                        WHERE y.person_id = ANY(%(people)s::bigint[]) AND y.year > %(year)s AND NOT EXISTS (
                              SELECT FROM contributions_year_cover c WHERE c.batch_id = y.batch_id)), 0)
                    + coalesce((SELECT sum(amount_fen) FROM contributions_account_correction
                        WHERE person_id = ANY(%(people)s::bigint[]) AND year > %(year)s), 0)""",
            {"people": number_list(person_ids), "year": year, "last": year * 12 + 11},
        )
        return int(cursor.fetchone()[0])
