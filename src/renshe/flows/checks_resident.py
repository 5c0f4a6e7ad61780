"""Invariants that tie residents' accounts and payouts to the books of their fund, re-proved over all rows."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

_LINES = """
  FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id AND e.fund_id = 'resident_pension'
  JOIN funds_account a ON a.id = l.account_id"""

RESIDENT_INVARIANTS = (
    Invariant(
        "resident_accounts_are_their_rows",
        "居民个人账户按来源与账簿一致",
        "the residents' accounts in the books are their rows, source by source",
        "国发〔2014〕8号 五",
        f"""
        SELECT coalesce(c.source, r.source), format('books %s, rows %s', coalesce(c.fen, 0), coalesce(r.fen, 0))
        FROM (SELECT l.subject AS source, sum(l.credit_fen - l.debit_fen) AS fen {_LINES} AND a.code = 'R2201'
          AND l.subject <> 'pension' GROUP BY 1) c
        FULL JOIN (SELECT source, sum(amount_fen) AS fen FROM resident_credit GROUP BY 1) r ON r.source = c.source
        WHERE coalesce(c.fen, 0) <> coalesce(r.fen, 0)""",
    ),
    Invariant(
        "resident_credits_are_posted",
        "每次记账与其分录一致",
        "what an entry gave the accounts is what its rows say",
        "会计法 9",
        f"""
        SELECT coalesce(r.cause, j.cause), format('rows %s, journal %s', coalesce(r.fen, 0), coalesce(j.fen, 0))
        FROM (SELECT cause, sum(amount_fen) AS fen FROM resident_credit WHERE cause NOT LIKE 'take_over%' GROUP BY 1) r
        FULL JOIN (SELECT e.cause_kind || ':' || e.cause_id AS cause, sum(l.credit_fen - l.debit_fen) AS fen {_LINES}
          AND a.code = 'R2201' AND l.subject <> 'pension' WHERE e.cause_kind <> 'take_over' GROUP BY 1) j ON j.cause = r.cause
        WHERE coalesce(r.fen, 0) <> coalesce(j.fen, 0)""",
    ),
    Invariant(
        "resident_drawings_are_pension_lines",
        "居民个人账户支出等于养老金明细的账户部分",
        "what the books took out of accounts for pensions is the account part of the lines, less what was claimed back whole",
        "国发〔2014〕8号 六",
        f"""
        SELECT 'resident_pension', format('books %s, lines %s', j.fen, p.fen) FROM (
          SELECT coalesce(sum(l.debit_fen - l.credit_fen), 0) AS fen {_LINES} AND a.code = 'R2201'
          WHERE l.subject = 'pension') j, (
          SELECT coalesce((SELECT sum(x.account_fen) FROM pension_payment_batch b
              JOIN funds_batch f ON f.id = b.batch_id AND f.state = 'posted'
              JOIN pension_payment_line x ON x.batch_id = b.batch_id AND x.kind <> 'retry'
              WHERE b.fund = 'resident_pension' AND NOT EXISTS (SELECT FROM pension_payment_stop s
                WHERE s.batch_id = x.batch_id AND s.line_no = x.line_no AND NOT s.still_due)), 0)
            - coalesce((SELECT sum(u.account_fen) FROM pension_undue_decision u
              JOIN pension_payment_batch b ON b.batch_id = u.batch_id AND b.fund = 'resident_pension'
              WHERE u.state = 'approved'), 0)
            - coalesce((SELECT sum(x.account_fen) FROM pension_overpayment o
              JOIN pension_award w ON w.id = o.award_id AND w.kind = 'resident'
              CROSS JOIN LATERAL jsonb_array_elements(o.lines) AS c(line)
              JOIN pension_payment_line x ON x.batch_id = split_part(c.line ->> 'instruction', '-', 1)::bigint
                AND x.line_no = split_part(c.line ->> 'instruction', '-', 2)::int
              WHERE o.cause <> 'double_benefit' AND c.line ? 'instruction'), 0) AS fen) p
        WHERE j.fen <> p.fen""",
    ),
    Invariant(
        "resident_payouts_are_owed",
        "居民养老应付逐笔与待付一致",
        "what the fund owes for refunds and inheritances is what is neither paid nor at the bank, case by case",
        "财社〔2017〕144号 41",
        f"""
        SELECT o.case_number, format('%s %s, owed in the books %s', o.state, o.amount_fen, coalesce(j.fen, 0))
        FROM resident_payout o
        LEFT JOIN (SELECT l.subject, sum(l.credit_fen - l.debit_fen) AS fen {_LINES} AND a.code = 'R2101' GROUP BY 1) j
          ON j.subject = o.case_number
        WHERE coalesce(j.fen, 0) <> CASE WHEN o.state = 'owed' AND NOT EXISTS (SELECT FROM resident_payout_line p
            JOIN resident_payout_batch b ON b.batch_id = p.batch_id AND b.filed_on IS NOT NULL
            WHERE p.payout_id = o.id AND p.outcome IN ('open', 'unknown')) THEN o.amount_fen ELSE 0 END""",
    ),
    Invariant(
        "resident_money_is_contributions",
        "本人缴费收入等于到账缴费减退费",
        "income from residents' contributions is what came in less what was given back, at the till or by the bank",
        "财会〔2017〕28号",
        f"""
        SELECT 'resident_pension', format('income %s, payments %s', j.fen, p.fen)
        FROM (SELECT coalesce(sum(l.credit_fen - l.debit_fen), 0) AS fen {_LINES} AND a.code = '4001'
          WHERE e.reason <> 'year_close') j,
          (SELECT coalesce((SELECT sum(amount_fen) FROM resident_payment WHERE channel IN ('tax_file', 'counter')), 0)
             - coalesce((SELECT sum(amount_fen) FROM resident_payout o WHERE kind IN ('refund', 'taken_wrong')
                 AND (state = 'paid' OR state = 'owed' AND EXISTS (SELECT FROM resident_payout_line x
                   JOIN resident_payout_batch b ON b.batch_id = x.batch_id AND b.filed_on IS NOT NULL
                   WHERE x.payout_id = o.id))), 0)
             - coalesce((SELECT sum(p.amount_fen) FROM resident_payment p JOIN resident_payment_correction k
                 ON k.payment_id = p.id AND k.state = 'confirmed' AND k.way = 'hand_back'), 0) AS fen) p
        WHERE j.fen <> p.fen""",
    ),
    Invariant(
        "resident_inherited_account_is_closed",
        "继承后的账户没有余额",
        "an account that was inherited is empty and its participation over",
        "国发〔2014〕8号 六",
        """
        SELECT o.id::text, format('left %s', coalesce(b.fen, 0)) FROM resident_payout o
        LEFT JOIN (SELECT person_id, sum(amount_fen) AS fen FROM resident_credit GROUP BY 1) b ON b.person_id = o.person_id
        LEFT JOIN (SELECT a.person_id, true AS drew FROM pension_award a WHERE a.kind = 'resident' GROUP BY 1) d
          ON d.person_id = o.person_id
        WHERE o.kind = 'inheritance' AND o.state <> 'cancelled' AND (d.drew IS NULL AND coalesce(b.fen, 0) <> 0 OR EXISTS (
          SELECT FROM resident_participation t WHERE t.person_id = o.person_id AND t.ended_on IS NULL))
        """,
    ),
    Invariant(
        "resident_payout_batches_are_their_lines",
        "居民养老付款批次的付款与退回等于其明细",
        "what a batch of payouts took out of the expenditure account is its lines less those that came back",
        "财社〔2017〕144号 41",
        f"""
        SELECT b.batch_id::text, format('journal %s, lines %s', coalesce(j.fen, 0), coalesce(d.fen, 0))
        FROM resident_payout_batch b
        LEFT JOIN (SELECT split_part(e.cause_id, '-', 1) AS batch, sum(l.credit_fen - l.debit_fen) AS fen {_LINES}
          AND a.code = '1004' WHERE e.reason IN ('resident_payouts_paid', 'resident_payout_returned') GROUP BY 1) j
          ON j.batch = b.batch_id::text
        LEFT JOIN (SELECT batch_id, sum(amount_fen) FROM resident_payout_line
          WHERE outcome IN ('open', 'unknown', 'paid') GROUP BY 1) d(batch_id, fen) ON d.batch_id = b.batch_id
        WHERE coalesce(j.fen, 0) <> CASE WHEN b.filed_on IS NULL THEN 0 ELSE coalesce(d.fen, 0) END""",
    ),
    Invariant(
        "returned_resident_payouts_are_held",
        "银行退回的居民养老付款逐笔在暂收款",
        "each payout that came back lies in suspense until it is paid again, paid otherwise or cancelled",
        "财会〔2017〕28号",
        f"""
        SELECT p.batch_id || '-' || p.line_no, format('returned %s, held %s', p.amount_fen, coalesce(h.fen, 0))
        FROM resident_payout_line p JOIN resident_payout o ON o.id = p.payout_id
        LEFT JOIN (SELECT l.subject, sum(l.credit_fen - l.debit_fen) AS fen {_LINES} AND a.code = '2001' GROUP BY 1) h
          ON h.subject = p.batch_id || '-' || p.line_no
        WHERE p.outcome = 'failed' AND coalesce(h.fen, 0) <> CASE
          WHEN o.state = 'cancelled' OR o.paid_how IN ('cash', 'cheque') OR EXISTS (
            SELECT FROM resident_payout_line n JOIN resident_payout_batch b ON b.batch_id = n.batch_id
              AND b.filed_on IS NOT NULL
            WHERE n.attempt_of = p.batch_id || '-' || p.line_no AND n.outcome <> 'released')
          THEN 0 ELSE p.amount_fen END""",
    ),
)
