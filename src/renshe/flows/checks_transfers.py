"""Invariants that tie transfers between provinces to accounts and books."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

_BOOKED = """
SELECT e.cause_id::bigint AS id,
       coalesce(sum(l.credit_fen - l.debit_fen) FILTER (WHERE a.code = 'R2201'), 0) AS account,
       coalesce(sum(l.credit_fen - l.debit_fen) FILTER (WHERE a.code = 'R4901'), 0)
         - coalesce(sum(l.debit_fen - l.credit_fen) FILTER (WHERE a.code = 'R5901'), 0) AS pooled,
       coalesce(sum(l.credit_fen - l.debit_fen) FILTER (WHERE a.code = '4301'), 0)
         - coalesce(sum(l.debit_fen - l.credit_fen) FILTER (WHERE a.code = '5101'), 0) AS cash,
       coalesce(sum(l.credit_fen - l.debit_fen) FILTER (WHERE a.code = 'R2301'), 0) AS held
  FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id AND e.cause_kind = 'provincial_transfer'
  JOIN funds_account a ON a.id = l.account_id GROUP BY 1
"""

TRANSFER_INVARIANTS = (
    Invariant(
        "transfer_books_are_its_amounts",
        "转移接续的账务分录等于转移金额（两账一致）",
        "what a transfer moved in both books is what its form says, and what was double is held until it is paid",
        "国办发〔2009〕66号",
        f"""
        SELECT coalesce(t.id, b.id)::text, format('account %s/%s, pooled %s/%s, cash %s/%s, held %s/%s',
               b.account, t.account, b.pooled, t.pooled, b.cash, t.cash, b.held, t.held)
          FROM (SELECT x.id, CASE x.direction WHEN 'in' THEN x.account_fen - x.refund_fen
                            ELSE -x.account_fen - x.stays_fen END AS account,
                       CASE x.direction WHEN 'in' THEN x.pooled_fen ELSE x.stays_fen - x.pooled_fen END AS pooled,
                       CASE x.direction WHEN 'in' THEN x.pooled_fen + x.account_fen - CASE WHEN r.paid_on IS NULL THEN 0
                            ELSE x.refund_fen END ELSE -x.pooled_fen - x.account_fen END AS cash,
                       CASE WHEN r.id IS NOT NULL AND r.paid_on IS NULL THEN x.refund_fen ELSE 0 END AS held
                  FROM transfers_transfer x LEFT JOIN transfers_refund r ON r.transfer_id = x.id
                 WHERE x.state IN ('booked', 'to_send', 'sent', 'acknowledged')) t
          FULL JOIN ({_BOOKED}) b ON b.id = t.id
         WHERE (coalesce(b.account, 0), coalesce(b.pooled, 0), coalesce(b.cash, 0), coalesce(b.held, 0))
               IS DISTINCT FROM (t.account, t.pooled, t.cash, t.held)
        """,
    ),
    Invariant(
        "transfer_accounts_are_changed",
        "转移的个人账户逐人记入个人账户更正",
        "what a transfer moved of an account is that batch's account change",
        "劳办发〔1997〕116号",
        """
        SELECT t.id::text, format('transfer %s, account %s', t.fen, coalesce(c.fen, 0))
          FROM (SELECT id, batch_id, CASE direction WHEN 'in' THEN account_fen - refund_fen
                            ELSE -account_fen - stays_fen END AS fen
                  FROM transfers_transfer WHERE state IN ('booked', 'to_send', 'sent', 'acknowledged')) t
          LEFT JOIN (SELECT batch_id, sum(amount_fen) AS fen FROM contributions_account_correction GROUP BY 1) c
            ON c.batch_id = t.batch_id
         WHERE t.fen <> coalesce(c.fen, 0)
        """,
    ),
    Invariant(
        "transfer_months_are_in_the_career",
        "转入的月份逐月进入缴费经历，重复的不重记",
        "the months that a transfer brought stand in the career once, those left out do not",
        "国办发〔2009〕66号",
        """
        SELECT t.id::text, format('form %s, career %s', f.months, c.months) FROM transfers_transfer t
        CROSS JOIN LATERAL (SELECT coalesce(sum(bit_count((y.paid_months
              & ~coalesce((t.facts -> 'left_out' ->> y.year::text)::int, 0))::bit(12))), 0) AS months
            FROM transfers_year y WHERE y.transfer_id = t.id) f
        CROSS JOIN LATERAL (SELECT coalesce(sum(bit_count(y.paid_months::bit(12))), 0) AS months
            FROM contributions_year y WHERE y.batch_id = t.batch_id) c
        WHERE t.direction = 'in' AND t.state = 'booked' AND f.months <> c.months
        """,
    ),
)
