"""Invariants of annuities and personal pensions, re-proved over all rows by `renshe prove`."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

MEASURES = "企业年金办法（人社部令第36号）"

INVARIANTS = (
    Invariant(
        "annuity_parts_are_never_negative",
        "年金账户各部分余额不为负",
        "no part of an annuity account is below zero",
        f"{MEASURES} 第十七条",
        """SELECT account_id::text, format('%s stands at %s', part, sum(amount_fen)) FROM annuity_movement
        GROUP BY account_id, part HAVING sum(amount_fen) < 0""",
    ),
    Invariant(
        "annuity_files_are_their_movements",
        "每月缴费文件等于其记账明细",
        "what a month's file says is what its movements credited",
        f"{MEASURES} 第十七条",
        """SELECT f.id::text, format('file %s, movements %s', f.employer_fen + f.personal_fen, coalesce(sum(m.amount_fen), 0))
        FROM annuity_contribution_file f LEFT JOIN annuity_movement m ON m.file_id = f.id
        GROUP BY f.id HAVING coalesce(sum(m.amount_fen) FILTER (WHERE m.part = 'personal'), 0) <> f.personal_fen
          OR coalesce(sum(m.amount_fen) FILTER (WHERE m.part <> 'personal'), 0) <> f.employer_fen""",
    ),
    Invariant(
        "annuity_one_month_stands_once",
        "每个方案每月只有一份有效缴费",
        "a plan's month stands at most once",
        "owner-default",
        """SELECT f.plan_id::text, format('month %s stands %s times', f.period, count(*)) FROM annuity_contribution_file f
        WHERE f.reverses_id IS NULL AND NOT EXISTS (SELECT FROM annuity_contribution_file r WHERE r.reverses_id = f.id)
        GROUP BY f.plan_id, f.period HAVING count(*) > 1""",
    ),
    Invariant(
        "annuity_transfers_arrive",
        "转出的年金都已转入",
        "what leaves one annuity account arrives in another of the same person in the same month",
        f"{MEASURES} 第二十二条",
        """SELECT a.person_id::text, format('month %s: %s on the way', m.period, sum(m.amount_fen)) FROM annuity_movement m
        JOIN annuity_account a ON a.id = m.account_id WHERE m.kind IN ('transfer_out', 'transfer_in')
        GROUP BY a.person_id, m.period HAVING sum(m.amount_fen) <> 0""",
    ),
    Invariant(
        "annuity_made_real_is_level",
        "记实前后总额不变",
        "making real moves an amount from the notional part and changes no total",
        "国办发〔2015〕18号 六",
        """SELECT account_id::text, format('left over %s', sum(amount_fen)) FROM annuity_movement WHERE kind = 'made_real'
        GROUP BY account_id HAVING sum(amount_fen) <> 0""",
    ),
    Invariant(
        "annuity_payouts_stay_within",
        "领取不超过确定的次数",
        "a payout pays no more often than agreed, none before its first month, and an account has one standing decision",
        f"{MEASURES} 第二十四条",
        """SELECT p.id::text, format('%s payments of %s', count(*), p.months) FROM annuity_payout p
        JOIN annuity_payout_line l ON l.payout_id = p.id AND l.attempt_of_id IS NULL
        JOIN annuity_payout_batch b ON b.id = l.batch_id AND b.state <> 'withdrawn'
        GROUP BY p.id HAVING count(*) > p.months OR min(l.period) < p.starts_month OR count(DISTINCT l.period) < count(*)
        UNION ALL SELECT account_id::text, format('%s standing decisions', count(*)) FROM annuity_payout p
        WHERE NOT EXISTS (SELECT FROM annuity_payout_cancelled c WHERE c.payout_id = p.id)
        GROUP BY account_id HAVING count(*) > 1""",
    ),
    Invariant(
        "annuity_lines_are_drawn",
        "送盘的领取等于账户支出",
        "what a filed batch pays for the first time was drawn from the account, to the fen",
        f"{MEASURES} 第二十四条",
        """WITH lines AS (SELECT p.account_id, l.period, sum(l.amount_fen) AS fen FROM annuity_payout_line l
            JOIN annuity_payout p ON p.id = l.payout_id JOIN annuity_payout_batch b ON b.id = l.batch_id
            WHERE l.attempt_of_id IS NULL AND b.state IN ('filed', 'closed') GROUP BY 1, 2),
        drawn AS (SELECT account_id, period, -sum(amount_fen) AS fen FROM annuity_movement WHERE kind = 'payout' GROUP BY 1, 2)
        SELECT account_id::text, format('month %s: lines %s, drawn %s', period, lines.fen, drawn.fen)
        FROM lines FULL JOIN drawn USING (account_id, period) WHERE lines.fen IS DISTINCT FROM drawn.fen""",
    ),
    Invariant(
        "annuity_line_paid_once",
        "一笔领取只付一次",
        "a payment that came back is tried again once at a time, and of all tries one at most is paid",
        f"{MEASURES} 第二十四条",
        """SELECT l.attempt_of_id::text, format('%s tries after it', count(*)) FROM annuity_payout_line l
        JOIN annuity_payout_batch b ON b.id = l.batch_id AND b.state <> 'withdrawn' WHERE l.attempt_of_id IS NOT NULL
        GROUP BY l.attempt_of_id HAVING count(*) > 1
        UNION ALL SELECT l.id::text, 'tried again though it did not fail' FROM annuity_payout_line l
        WHERE EXISTS (SELECT FROM annuity_payout_line t WHERE t.attempt_of_id = l.id)
        AND NOT EXISTS (SELECT FROM annuity_payout_word w WHERE w.line_id = l.id AND w.status = 'failed')""",
    ),
    Invariant(
        "annuity_trust_is_the_accounts",
        "信托账等于个人账户明细",
        "each part in a plan's trust is the sum of its accounts' movements: contributions and returns less payouts",
        "企业年金基金管理办法",
        """WITH moved AS (SELECT a.plan_id, m.part AS code, sum(m.amount_fen) AS fen FROM annuity_movement m
            JOIN annuity_account a ON a.id = m.account_id GROUP BY 1, 2),
        sides AS (SELECT plan_id, credit AS code, amount_fen AS fen FROM annuity_trust_entry
            UNION ALL SELECT plan_id, debit, -amount_fen FROM annuity_trust_entry),
        booked AS (SELECT plan_id, code, sum(fen) AS fen FROM sides
            WHERE code IN ('employer', 'personal', 'notional') GROUP BY 1, 2)
        SELECT plan_id::text, format('%s: accounts %s, trust %s', code, moved.fen, booked.fen)
        FROM moved FULL JOIN booked USING (plan_id, code) WHERE coalesce(moved.fen, 0) <> coalesce(booked.fen, 0)""",
    ),
    Invariant(
        "annuity_trust_holds_what_it_owes",
        "托管资金不为负，记账款等于记账部分，应付等于未付",
        "the custodian never holds less than nothing, the budget owes what was noted, and payable is what was drawn and not paid",
        "企业年金基金管理办法",
        """WITH sides AS (SELECT plan_id, debit AS code, amount_fen AS fen FROM annuity_trust_entry
            UNION ALL SELECT plan_id, credit, -amount_fen FROM annuity_trust_entry),
        held AS (SELECT plan_id, coalesce(sum(fen) FILTER (WHERE code = 'custody'), 0) AS custody,
            coalesce(sum(fen) FILTER (WHERE code IN ('budget', 'notional')), 0) AS noted,
            -coalesce(sum(fen) FILTER (WHERE code = 'payable'), 0) AS payable FROM sides GROUP BY 1),
        owed AS (SELECT a.plan_id, sum(CASE WHEN l.attempt_of_id IS NULL THEN l.amount_fen ELSE 0 END)
            - sum(CASE WHEN EXISTS (SELECT FROM annuity_payout_word w WHERE w.line_id = l.id AND w.status = 'paid')
                THEN l.amount_fen ELSE 0 END) AS fen
            FROM annuity_payout_line l JOIN annuity_payout p ON p.id = l.payout_id JOIN annuity_account a ON a.id = p.account_id
            JOIN annuity_payout_batch b ON b.id = l.batch_id AND b.state IN ('filed', 'closed') GROUP BY 1)
        SELECT plan_id::text, format('custody %s, noted %s, payable %s of %s', custody, noted, payable, coalesce(owed.fen, 0))
        FROM held LEFT JOIN owed USING (plan_id) WHERE custody < 0 OR noted <> 0 OR payable <> coalesce(owed.fen, 0)""",
    ),
    Invariant(
        "personal_pension_years_within_their_cap",
        "个人养老金年缴费不超过上限",
        "nobody's reported year at all banks together is above the year's cap of 12,000 yuan",
        "人社部发〔2022〕70号",
        """WITH latest AS (SELECT DISTINCT ON (r.pension_id, r.year, coalesce(nullif(r.bank, ''), p.bank)) r.pension_id, r.year,
            r.paid_fen FROM annuity_personal_pension_report r JOIN annuity_personal_pension p ON p.id = r.pension_id
            ORDER BY r.pension_id, r.year, coalesce(nullif(r.bank, ''), p.bank), r.made_on DESC, r.id DESC)
        SELECT pension_id::text, format('%s paid in %s', sum(paid_fen), year) FROM latest
        GROUP BY pension_id, year HAVING sum(paid_fen) > 1200000""",
    ),
)
