"""What pensions took out of individual accounts in a calendar year, for the yearly crediting of interest."""

from __future__ import annotations

import pyarrow as pa

from renshe.domains.pension.kinds import EMPLOYEE_FUND
from renshe.foundation.bulk import read_arrow

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
