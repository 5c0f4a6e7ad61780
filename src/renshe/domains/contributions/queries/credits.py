"""What a calendar year credited to individual accounts, for the yearly crediting of interest."""

from __future__ import annotations

import pyarrow as pa

from renshe.foundation.bulk import read_arrow

# A month counts from the month of the books in which it was credited: a month made good late earns from then
# (劳办发〔1997〕116号); months before go-live count from their own month. Its weight in the monthly product is
# 12 − n + 1 for the n-th month of the year. Corrections bring their product themselves; rows of a closed year are no
# credit of their own, because their lines are.
_CREDITS = """
WITH crediting AS (
    SELECT id, accounting_month FROM funds_batch
     WHERE state = 'posted' AND accounting_month BETWEEN {first} AND {last}
), bills AS (
    SELECT b.id, b.batch_id, c.accounting_month FROM contributions_bill b
      JOIN crediting c ON c.id = b.credited_batch_id
)
SELECT person_id, sum(fen)::bigint AS credit_fen, sum(product)::bigint AS credit_product_fen FROM (
    SELECT l.person_id, l.account_credit_fen AS fen, l.account_credit_fen * (12 - b.accounting_month % 12) AS product
      FROM contributions_line l JOIN bills b ON b.id = l.bill_id AND b.batch_id = l.batch_id
     WHERE l.batch_id = ANY(ARRAY(SELECT DISTINCT batch_id FROM bills))
    UNION ALL
    SELECT y.person_id, m.fen, m.fen * (13 - m.number)
      FROM contributions_year y CROSS JOIN LATERAL unnest(y.credit_fen) WITH ORDINALITY m(fen, number)
     WHERE y.year = {year} AND m.fen <> 0
       AND NOT EXISTS (SELECT FROM contributions_year_cover c WHERE c.batch_id = y.batch_id)
    UNION ALL
    SELECT person_id, amount_fen, product_fen FROM contributions_account_correction WHERE year = {year}
) credit
 GROUP BY person_id
"""


def credits_of_year(*, year: int, role: str = "runner") -> pa.Table:
    """Per person: fen credited in the year's months of the books, and their monthly product (fen × months).

    Columns person_id, credit_fen, credit_product_fen; interest of closed years that was taken back or given is in
    both. A person whose corrections outweigh has negative ones: the opening balance then earns less by as much.
    """
    first = int(year) * 12
    return read_arrow(role=role, sql=_CREDITS.format(first=first, last=first + 11, year=int(year)))
