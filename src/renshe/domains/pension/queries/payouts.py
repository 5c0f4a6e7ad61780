"""What pensions took out of individual accounts: in a calendar year, for the yearly crediting of interest, and in all."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from django.db import connection

from renshe.domains.pension.kinds import EMPLOYEE_FUND, kind_of
from renshe.foundation.bulk import read_arrow
from renshe.kernel.periods import Month

# A line that was stopped and never due took nothing; a retry pays again what an earlier line took already.
# What a decision set off against an account leaves it like a payout; what it put back comes in, as does the part of a
# payment that never arrived and was found undue.
_PAYOUTS = """
SELECT person_id, sum(fen)::bigint AS payout_fen, sum(fen * (12 - month % 12))::bigint AS payout_product_fen FROM (
SELECT l.person_id, l.account_fen AS fen, b.accounting_month AS month
  FROM pension_payment_line l
  JOIN pension_payment_batch b ON b.batch_id = l.batch_id AND b.accounting_month BETWEEN {first} AND {last}
                              AND b.fund = '{fund}'
  LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no AND NOT s.still_due
 WHERE l.batch_id = ANY(ARRAY(SELECT batch_id FROM pension_payment_batch
                               WHERE fund = '{fund}' AND accounting_month BETWEEN {first} AND {last}))
   AND l.kind <> 'retry' AND s.id IS NULL
 UNION ALL
SELECT o.person_id, d.amount_fen - d.restored_fen, d.accounting_month
  FROM pension_overpayment_decision d JOIN pension_overpayment o ON o.id = d.overpayment_id
 WHERE d.kind = 'account' AND d.state = 'approved' AND d.accounting_month BETWEEN {first} AND {last}
 UNION ALL
SELECT u.person_id, -u.account_fen, u.accounting_month
  FROM pension_undue_decision u
  JOIN pension_payment_batch b ON b.batch_id = u.batch_id AND b.fund = '{fund}'
 WHERE u.state = 'approved' AND u.account_fen > 0 AND u.accounting_month BETWEEN {first} AND {last}) payout
 GROUP BY person_id
"""


def account_payouts_of_year(*, year: int, role: str = "runner") -> pa.Table:
    """Per person: the account part of employees' pensions posted in the year and what was set off, and the monthly product (fen ×
    months). Where more was put back than drawn, both are negative."""
    first = int(year) * 12
    return read_arrow(
        role=role, sql=_PAYOUTS.format(first=first, last=first + 11, fund=EMPLOYEE_FUND)
    )


# Of a kind whose account is told by its lines. Stopped and never due, or found undue, a line drew nothing; what was claimed
# back whole stands in the account again, while two pensions at once leave the account part with who drew it.
_DRAWN = """
SELECT person_id, month / 12, sum(fen)::bigint FROM (
SELECT l.person_id, b.accounting_month AS month, l.account_fen AS fen
  FROM pension_payment_batch b
  JOIN funds_batch f ON f.id = b.batch_id AND f.state = 'posted'
  JOIN pension_payment_line l ON l.batch_id = b.batch_id AND l.kind <> 'retry' AND l.account_fen > 0
  JOIN pension_award a ON a.id = l.award_id AND a.kind = %(kind)s
  LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no AND NOT s.still_due
 WHERE b.fund = %(fund)s AND s.id IS NULL AND (%(people)s::bigint[] IS NULL OR l.person_id = ANY(%(people)s))
 UNION ALL
SELECT u.person_id, u.accounting_month, -u.account_fen
  FROM pension_undue_decision u
  JOIN pension_payment_batch b ON b.batch_id = u.batch_id AND b.fund = %(fund)s
 WHERE u.state = 'approved' AND u.account_fen > 0 AND (%(people)s::bigint[] IS NULL OR u.person_id = ANY(%(people)s))
 UNION ALL
SELECT o.person_id, extract(year FROM o.known_on)::int * 12 + extract(month FROM o.known_on)::int - 1, -l.account_fen
  FROM pension_overpayment o
  JOIN pension_award a ON a.id = o.award_id AND a.kind = %(kind)s
 CROSS JOIN LATERAL jsonb_array_elements(o.lines) AS e(line)
  JOIN pension_payment_line l ON l.batch_id = split_part(e.line ->> 'instruction', '-', 1)::bigint
                             AND l.line_no = split_part(e.line ->> 'instruction', '-', 2)::int
 WHERE o.cause <> 'double_benefit' AND e.line ? 'instruction'
   AND (%(people)s::bigint[] IS NULL OR o.person_id = ANY(%(people)s))) drawn
 WHERE month < %(before)s
 GROUP BY 1, 2 HAVING sum(fen) <> 0
"""


def account_drawn(
    *, person_ids: Iterable[int] | None, kind: str, before: Month | None = None
) -> dict[int, dict[int, int]]:
    """What pensions of a kind drew from each person's account by year of the books (fen); of everybody with None.

    With `before` only what was booked in months before it. For kinds whose accounts keep no row for each month; the numbers
    of a merged person are asked for together by the caller.
    """
    asked = {
        "people": None if person_ids is None else list(person_ids), "kind": kind, "fund": kind_of(kind).fund,
        "before": 10**6 if before is None else before,
    }  # fmt: skip
    found: dict[int, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_DRAWN, asked)
        for person, year, fen in cursor.fetchall():
            found.setdefault(person, {})[year] = int(fen)
    return found


_CLAIMED = """
SELECT coalesce(sum(l.account_fen), 0)
  FROM pension_overpayment o CROSS JOIN LATERAL jsonb_array_elements(o.lines) AS e(line)
  JOIN pension_payment_line l ON l.batch_id = split_part(e.line ->> 'instruction', '-', 1)::bigint
                             AND l.line_no = split_part(e.line ->> 'instruction', '-', 2)::int
 WHERE o.id = %s AND o.cause <> 'double_benefit' AND e.line ? 'instruction'
"""


def claimed_account_fen(*, overpayment_id: int) -> int:
    """The account part of what an overpayment claims back (fen); two pensions at once claim the pooled part alone."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMED, [overpayment_id])
        return int(cursor.fetchone()[0])
