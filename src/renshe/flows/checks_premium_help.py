"""Invariants that tie premium help to the books and to the resident scheme, re-proved over all rows."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

PREMIUM_HELP_INVARIANTS = (
    Invariant(
        "premium_help_is_in_both_books",
        "资助到账与退回逐笔在两本账中",
        "each claim that was paid, and each return, stands in both books with its amount",
        "财会〔2017〕28号",
        """
        SELECT c.number, format('claim %s, cash %s, rights %s', c.amount_fen, coalesce(j.cash, 0), coalesce(j.rights, 0))
        FROM premium_help_claim c
        LEFT JOIN (SELECT e.cause_id, sum(l.credit_fen - l.debit_fen) FILTER (WHERE a.code = '4101') AS cash,
            sum(l.credit_fen - l.debit_fen) FILTER (WHERE a.code = 'R4901') AS rights
          FROM funds_entry e JOIN funds_line l ON l.entry_id = e.id JOIN funds_account a ON a.id = l.account_id
          WHERE e.cause_kind = 'premium_help_claim' GROUP BY 1) j ON j.cause_id = c.id::text
        WHERE (coalesce(j.cash, 0), coalesce(j.rights, 0)) IS DISTINCT FROM (
          CASE WHEN c.state = 'settled' THEN c.amount_fen ELSE 0 END, CASE WHEN c.state = 'settled' THEN c.amount_fen ELSE 0 END)
        """,
    ),
    Invariant(
        "premium_help_years_are_credited",
        "到账的居民养老资助逐人记入账户，不能记入的已登记退回",
        "each paid year of the resident pension stands in the person's account, or its return was found",
        "国发〔2014〕8号 四",
        """
        SELECT l.id::text, format('given %s, credited %s', l.amount_fen, coalesce(r.amount_fen, 0))
        FROM premium_help_line l JOIN premium_help_claim c ON c.id = l.claim_id AND c.state = 'settled'
        LEFT JOIN resident_payment p ON p.channel = 'government' AND p.external_ref = c.bank_ref || '-' || l.id
        LEFT JOIN resident_credit r ON r.payment_id = p.id AND r.kind = 'help' AND r.cause = 'premium_help_claim:' || c.id
        WHERE l.insurance = 'resident_pension' AND l.reverses_id IS NULL
          AND coalesce(r.amount_fen, 0) <> CASE WHEN EXISTS (SELECT FROM premium_help_finding f
            WHERE f.line_id = l.id AND f.kind = 'not_credited') THEN 0 ELSE l.amount_fen END
        """,
    ),
)
