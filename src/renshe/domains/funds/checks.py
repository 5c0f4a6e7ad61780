"""Invariants of the books, re-proved by ``renshe prove``."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

INVARIANTS = (
    Invariant(
        "entries_balance",
        "每笔分录借贷相等",
        "every entry balances",
        "会计法 9",
        """SELECT e.id::text, format('debit %s, credit %s', coalesce(sum(l.debit_fen),0), coalesce(sum(l.credit_fen),0))
        FROM funds_entry e LEFT JOIN funds_line l ON l.entry_id = e.id
        GROUP BY e.id HAVING coalesce(sum(l.debit_fen),0) <> coalesce(sum(l.credit_fen),0) OR count(l.id) < 2""",
    ),
    Invariant(
        "lines_in_their_book",
        "分录行与账簿一致",
        "every line lies in its entry's book",
        "decision 0003",
        """SELECT l.id::text, format('entry %s', l.entry_id) FROM funds_line l
        JOIN funds_entry e ON e.id = l.entry_id JOIN funds_account a ON a.id = l.account_id WHERE a.book <> e.book""",
    ),
    Invariant(
        "reversals_mirror",
        "冲销分录与原分录相反",
        "a reversal mirrors its original",
        "decision 0003",
        """SELECT r.id::text, format('reverses %s', r.reverses_id) FROM funds_entry r
        WHERE r.reverses_id IS NOT NULL AND EXISTS (
          SELECT 1 FROM (SELECT account_id, subject, sum(debit_fen - credit_fen) AS fen FROM funds_line
                         WHERE entry_id IN (r.id, r.reverses_id) GROUP BY 1, 2) s WHERE s.fen <> 0)""",
    ),
    Invariant(
        "closed_months_keep_totals",
        "已结月份余额未变",
        "a closed month still has its control totals",
        "会计法 17",
        """SELECT format('%s %s %s', m.fund_id, m.book, m.accounting_month), format('account %s: %s at close, %s now',
          t.key, t.value, coalesce(n.fen, 0))
        FROM funds_month m CROSS JOIN LATERAL jsonb_each_text((m.totals->'closing')::jsonb) t
        LEFT JOIN LATERAL (
          SELECT sum(CASE WHEN a.kind IN ('asset','expenditure') THEN l.debit_fen - l.credit_fen
                          ELSE l.credit_fen - l.debit_fen END) AS fen
          FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id JOIN funds_account a ON a.id = l.account_id
          WHERE e.fund_id = m.fund_id AND e.book = m.book AND e.accounting_month <= m.accounting_month
            AND a.code = t.key) n ON true
        WHERE m.state = 'closed' AND coalesce(n.fen, 0) <> t.value::bigint""",
    ),
    Invariant(
        "rights_tie_to_cash",
        "权益账资金结算等于会计账货币资金",
        "the rights book's money equals the cash book's",
        "decision 0003",
        """SELECT fund_id, format('cash book %s, rights book %s', sum(fen) FILTER (WHERE book = 'cash'),
          sum(fen) FILTER (WHERE book = 'rights'))
        FROM (SELECT e.fund_id, a.book, l.debit_fen - l.credit_fen AS fen FROM funds_line l
              JOIN funds_entry e ON e.id = l.entry_id JOIN funds_account a ON a.id = l.account_id
              WHERE (a.book = 'cash' AND a.is_money) OR a.code = 'R1901') x
        GROUP BY fund_id
        HAVING coalesce(sum(fen) FILTER (WHERE book = 'cash'), 0) <> coalesce(sum(fen) FILTER (WHERE book = 'rights'), 0)""",
    ),
    Invariant(
        "account_years_add_up",
        "个人账户年度数据勾稽",
        "an account's year closes with its parts",
        "劳办发〔1997〕116号",
        """SELECT format('person %s year %s batch %s', person_id, year, batch_id), format('closing %s', closing_fen)
        FROM funds_account_year
        WHERE closing_fen <> opening_fen + credit_fen + interest_fen - payout_fen""",
    ),
    Invariant(
        "account_years_follow",
        "个人账户年初等于上年末",
        "an account opens with what it closed with",
        "劳办发〔1997〕116号",
        """SELECT format('person %s year %s', b.person_id, b.year), format('opens %s, closed %s', b.opening_fen, a.closing_fen)
        FROM funds_account_year a JOIN funds_account_year b ON b.person_id = a.person_id AND b.year = a.year + 1
        WHERE b.opening_fen <> a.closing_fen AND b.batch_id > a.batch_id""",
    ),
    Invariant(
        "posted_batches_have_a_time",
        "已记批次有记账时间",
        "a posted batch has its time and totals",
        "decision 0003",
        "SELECT id::text, kind FROM funds_batch WHERE state = 'posted' AND posted_at IS NULL",
    ),
)
