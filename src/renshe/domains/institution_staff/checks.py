"""Invariants of the scheme, re-proved over all rows by `renshe prove`; those with the books are in `flows`."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

CLAUSE = "国发〔2015〕2号 三"

INVARIANTS = (
    Invariant(
        "institution_months_are_their_rows",
        "机关事业单位每月申报等于其人员明细",
        "a declared month is the sum of its people",
        CLAUSE,
        """
        SELECT f.id::text, format('file %s+%s, rows %s+%s', f.employer_fen, f.personal_fen, coalesce(r.employer, 0),
          coalesce(r.own, 0))
        FROM institution_staff_month_file f
        LEFT JOIN (SELECT file_id, count(*) AS heads, sum(base_fen) AS base, sum(employer_fen) AS employer,
          sum(personal_fen) AS own
          FROM institution_staff_month_row GROUP BY 1) r ON r.file_id = f.id
        WHERE f.reverses_id IS NULL AND (f.heads, f.base_fen, f.employer_fen, f.personal_fen)
          IS DISTINCT FROM (r.heads, r.base, r.employer, r.own)
        """,
    ),
    Invariant(
        "institution_month_stands_once",
        "每个单位每月只有一份有效申报",
        "a body's month stands once at most",
        CLAUSE,
        """
        SELECT format('employer %s month %s', f.employer_id, f.period), count(*)::text FROM institution_staff_month_file f
        WHERE f.reverses_id IS NULL AND NOT EXISTS (SELECT FROM institution_staff_month_file r WHERE r.reverses_id = f.id)
        GROUP BY f.employer_id, f.period HAVING count(*) > 1
        """,
    ),
    Invariant(
        "institution_receipts_are_whole",
        "到账的月份足额，已冲销的没有到账",
        "a month that is paid is paid whole, and a reversed one was never paid",
        "劳办发〔1997〕116号",
        """
        SELECT p.id::text, format('due %s, came %s', f.employer_fen + f.personal_fen, p.amount_fen)
        FROM institution_staff_month_receipt p JOIN institution_staff_month_file f ON f.id = p.file_id
        WHERE p.amount_fen <> f.employer_fen + f.personal_fen
           OR EXISTS (SELECT FROM institution_staff_month_file r WHERE r.reverses_id = f.id)
        """,
    ),
    Invariant(
        "institution_own_part_is_credited",
        "到账月份的个人缴费都记入个人账户",
        "the own part of a paid month stands in the accounts, nobody's of an unpaid one",
        CLAUSE,
        """
        SELECT f.id::text, format('own part %s, credited %s',
          CASE WHEN p.id IS NULL THEN 0 ELSE f.personal_fen END, coalesce(c.fen, 0))
        FROM institution_staff_month_file f LEFT JOIN institution_staff_month_receipt p ON p.file_id = f.id
        LEFT JOIN (SELECT cause, sum(amount_fen) AS fen FROM institution_staff_account_entry WHERE kind = 'payment' GROUP BY 1) c
          ON c.cause = 'institution_month:' || f.id
        WHERE f.reverses_id IS NULL AND coalesce(c.fen, 0) <> CASE WHEN p.id IS NULL THEN 0 ELSE f.personal_fen END
        """,
    ),
    Invariant(
        "institution_accounts_never_negative",
        "机关事业单位个人账户不为负",
        "no account is below zero",
        CLAUSE,
        """
        SELECT person_id::text, sum(amount_fen)::text FROM institution_staff_account_entry
        GROUP BY person_id HAVING sum(amount_fen) < 0
        """,
    ),
    Invariant(
        "institution_staff_are_of_public_bodies",
        "机关事业单位养老保险名册只有机关和事业单位人员",
        "only public bodies have established staff",
        "国发〔2015〕2号 二",
        """
        SELECT m.id::text, e.kind FROM institution_staff_member m JOIN registry_employer e ON e.id = m.employer_id
        WHERE e.kind NOT IN ('government', 'institution')
        """,
    ),
    Invariant(
        "institution_undone_counts_nowhere",
        "撤销的登记不在册、认定不计入",
        "what two people undid is on no register and counts as no service, and nothing else was withdrawn",
        "社会保险经办条例 46",
        """
        SELECT p.id::text, format('%s, entry %s', p.state, coalesce(m.why_ended, 'none')) FROM institution_staff_proposal p
          LEFT JOIN institution_staff_member m ON m.id = p.member_id
          LEFT JOIN institution_staff_service_withdrawn w ON w.service_id = p.service_id
         WHERE (p.state = 'undone') <> (w.id IS NOT NULL) AND p.service_id IS NOT NULL
            OR p.state = 'undone' AND m.id IS NOT NULL AND m.why_ended <> 'by_mistake'
        """,
    ),
    Invariant(
        "institution_moves_leave_nothing",
        "转出后个人账户没有余额",
        "an account that moved to an enterprise is empty, unless its owner came back",
        "国发〔2015〕2号 七",
        """
        SELECT v.person_id::text, format('left %s', sum(a.amount_fen)) FROM institution_staff_move v
        JOIN institution_staff_account_entry a ON a.person_id = v.person_id
        WHERE v.way = 'to_enterprise' AND NOT EXISTS (SELECT FROM institution_staff_member m WHERE m.person_id = v.person_id
          AND (m.last_month IS NULL OR m.recorded_at > v.recorded_at))
        GROUP BY v.id, v.person_id HAVING sum(a.amount_fen) <> 0
        """,
    ),
)
