"""Invariants of premium help, re-proved over all rows by `renshe prove`; those with the books are in `flows`."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

NAMED = "国发〔2014〕8号 四"

INVARIANTS = (
    Invariant(
        "premium_help_month_stands_once",
        "一人一险一期只资助一次",
        "a person's month of an insurance is helped once, whichever programme pays",
        NAMED,
        """
        SELECT format('person %s %s %s', coalesce(a.person_id, l.person_id), l.insurance, l.period), count(*)::text
        FROM premium_help_line l
        LEFT JOIN registry_person_alias a ON a.merged_id = l.person_id AND a.undone_at IS NULL
        WHERE l.reverses_id IS NULL AND NOT EXISTS (SELECT FROM premium_help_line r WHERE r.reverses_id = l.id)
        GROUP BY coalesce(a.person_id, l.person_id), l.insurance, l.period HAVING count(*) > 1
        """,
    ),
    Invariant(
        "premium_help_claims_are_their_lines",
        "每笔申请等于其明细",
        "a claim is the sum of its lines; a withdrawn one's are taken back to nothing",
        "会计法 9",
        """
        SELECT c.number, format('claim %s, lines %s', c.amount_fen, coalesce(sum(l.amount_fen), 0))
        FROM premium_help_claim c LEFT JOIN premium_help_line l ON l.claim_id = c.id GROUP BY c.id
        HAVING coalesce(sum(l.amount_fen), 0) <> CASE WHEN c.state = 'withdrawn' THEN 0 ELSE c.amount_fen END
        """,
    ),
    Invariant(
        "premium_help_stays_in_budget",
        "资助不超过项目预算",
        "no programme claims more than its budget",
        "社会保险经办条例 37",
        """
        SELECT p.id::text, format('budget %s, claimed %s', p.budget_fen, sum(c.amount_fen)) FROM premium_help_programme p
        JOIN premium_help_claim c ON c.programme_id = p.id AND c.state <> 'withdrawn'
        GROUP BY p.id HAVING sum(c.amount_fen) > p.budget_fen
        """,
    ),
    Invariant(
        "premium_help_is_of_approved_lists",
        "资助的人都在已批准名单上，期次在名单起止月内",
        "whoever is helped stands on an approved list for that time, or the month is doubted or taken back",
        NAMED,
        """
        SELECT l.id::text, format('list %s, period %s', t.state, l.period) FROM premium_help_line l
        JOIN premium_help_person h ON h.id = l.helped_id JOIN premium_help_list t ON t.id = h.list_id
        WHERE t.state <> 'approved' OR (l.person_id, l.insurance) <> (h.person_id, h.insurance)
           OR h.from_month > l.period + CASE WHEN l.insurance = 'medical' THEN 0 ELSE 11 END
        """,
    ),
    Invariant(
        "premium_help_takes_back_the_whole",
        "退回的金额等于原资助金额",
        "what is taken back is what was given, in the same month",
        "会计法 9",
        """
        SELECT r.id::text, format('gave %s, took %s', l.amount_fen, r.amount_fen) FROM premium_help_line r
        JOIN premium_help_line l ON l.id = r.reverses_id
        WHERE r.amount_fen <> -l.amount_fen OR (r.person_id, r.insurance, r.period) <> (l.person_id, l.insurance, l.period)
        """,
    ),
    Invariant(
        "premium_help_objections_before_approval",
        "名单批准前异议均已答复",
        "no list was approved with an objection open",
        "owner-default",
        """
        SELECT o.id::text, t.document FROM premium_help_objection o
        JOIN premium_help_list t ON t.id = o.list_id AND t.state = 'approved' WHERE o.state = 'open'
        """,
    ),
    Invariant(
        "premium_help_lists_of_institutions_are_checked",
        "机构报来的名单公示、批准前都经核对，核对和批准不是同一人",
        "a list filed by an institution was checked by the office before it went on, and approved by another person",
        "社会保险经办条例 37",
        """
        SELECT id::text, format('state %s, checked by %s, approved by %s', state, checked_by, approved_by)
        FROM premium_help_list WHERE institution_id IS NOT NULL AND state IN ('public', 'approved')
          AND (checked_by IS NULL OR checked_by IS NOT DISTINCT FROM approved_by OR checked_by = filed_by)
        """,
    ),
    Invariant(
        "premium_help_lists_filed_as_a_confirmed_body",
        "机构报送名单时都有已确认的报送身份",
        "a list was filed by an institution as a body that two people had seen it to be",
        "社会救助暂行办法 3",
        """
        SELECT t.id::text, format('institution %s as %s', t.institution_id, t.origin) FROM premium_help_list t
        WHERE t.institution_id IS NOT NULL AND NOT EXISTS (SELECT FROM premium_help_filing_body b
          WHERE b.institution_id = t.institution_id AND b.origin = t.origin AND b.confirmed_at <= t.filed_at
            AND (b.ended_at IS NULL OR b.ended_at >= t.filed_at))
        """,
    ),
)
