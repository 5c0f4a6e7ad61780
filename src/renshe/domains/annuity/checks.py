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
        "领取不超过确定的余额和月数",
        "a payout pays no more months than agreed, and the last of them leaves nothing that was there at the decision",
        f"{MEASURES} 第二十四条",
        """SELECT p.id::text, format('%s months of %s', count(DISTINCT m.period), p.months) FROM annuity_payout p
        JOIN annuity_movement m ON m.account_id = p.account_id AND m.kind = 'payout'
        GROUP BY p.id HAVING count(DISTINCT m.period) > p.months OR min(m.period) < p.starts_month""",
    ),
    Invariant(
        "personal_pension_years_within_their_cap",
        "个人养老金年缴费不超过上限",
        "nobody's reported year is above the year's cap of 12,000 yuan",
        "人社部发〔2022〕70号",
        """SELECT id::text, format('%s paid in %s', paid_fen, year) FROM annuity_personal_pension_report
        WHERE paid_fen > 1200000""",
    ),
)
