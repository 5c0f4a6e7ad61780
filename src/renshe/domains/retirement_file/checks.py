"""Invariants of retirement files, re-proved over all rows by `renshe prove`."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

FILE = "劳社部发〔1999〕8号 二"

INVARIANTS = (
    Invariant(
        "retirement_file_two_people",
        "档案认定由两人作出",
        "what a file shows is proposed by one and recognised by another",
        "社会保险经办条例 第三十八条",
        """
        SELECT id::text, format('%s by %s and %s', state, proposed_by, recognised_by) FROM retirement_file_review
        WHERE state IN ('recognised', 'confirmed')
          AND (proposed_by IS NULL OR recognised_by IS NULL OR proposed_by = recognised_by)
        """,
    ),
    Invariant(
        "retirement_file_special_work_was_public",
        "特殊工种认定前都公示期满且异议均已答复",
        "special work was public to the last day, and every objection answered, before it was recognised",
        "owner-default",
        """
        SELECT r.id::text, format('recognised %s', r.recognised_at) FROM retirement_file_review r
        WHERE r.state IN ('recognised', 'confirmed')
          AND EXISTS (SELECT FROM retirement_file_finding f
                      WHERE f.review_id = r.id AND f.kind = 'special_work' AND f.withdrawn_at IS NULL)
          AND NOT EXISTS (SELECT FROM retirement_file_publicity p
                      WHERE p.review_id = r.id AND p.ends_on < (r.recognised_at AT TIME ZONE 'Asia/Shanghai')::date
                        AND NOT EXISTS (SELECT FROM retirement_file_objection o
                                        WHERE o.publicity_id = p.id AND (o.answered_at IS NULL OR o.upheld)))
        """,
    ),
    Invariant(
        "retirement_file_confirmed_is_told",
        "本人确认的视同缴费都告诉了养老待遇",
        "deemed service that the person confirmed is what the pension law is told",
        FILE,
        """
        WITH found AS (
            SELECT r.person_id, count(DISTINCT m.month) AS months FROM retirement_file_review r
              JOIN retirement_file_finding f ON f.review_id = r.id AND f.kind = 'deemed_service' AND f.withdrawn_at IS NULL
             CROSS JOIN LATERAL generate_series(f.from_month, f.to_month) AS m(month)
             WHERE r.state = 'confirmed' GROUP BY 1),
        told AS (
            SELECT DISTINCT ON (person_id) person_id, (value #>> '{}')::int AS months FROM pension_recognition
             WHERE fact = 'deemed_months' ORDER BY person_id, known_on DESC, id DESC)
        SELECT f.person_id::text, format('found %s, told %s', f.months, t.months)
          FROM found f LEFT JOIN told t ON t.person_id = f.person_id WHERE t.months IS DISTINCT FROM f.months
        """,
    ),
    Invariant(
        "retirement_file_list_counts_its_people",
        "退休名单人数与明细一致",
        "a list counts the people it holds",
        "owner-default",
        """
        SELECT l.id::text, format('%s listed, %s counted', n.people, l.people) FROM retirement_file_list l
         CROSS JOIN LATERAL (SELECT count(*) AS people FROM retirement_file_listed WHERE drawn_id = l.id) n
         WHERE n.people <> l.people
        """,
    ),
    Invariant(
        "retirement_file_answer_is_of_the_sheet",
        "确认的就是留存的核定表",
        "what the person answered is the sheet that is kept, with the award's amount",
        "电子签名法 第十三条",
        """
        SELECT s.id::text, format('sheet %s, answered %s', s.sha256, a.sha256)
          FROM retirement_file_sheet s JOIN pension_award w ON w.id = s.award_id
          LEFT JOIN retirement_file_answer a ON a.sheet_id = s.id
         WHERE a.sha256 <> s.sha256 OR (s.content ->> 'total_fen')::bigint <> w.total_fen
        """,
    ),
)
