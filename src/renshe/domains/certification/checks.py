"""Invariants of certification, re-proved over all rows by `renshe prove`."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

CLAUSE = "社会保险经办条例 第二十六条"

INVARIANTS = (
    Invariant(
        "certification_stop_was_warned",
        "逾期未认证停发前都提醒过",
        "nobody is stopped for want of a proof who was not warned",
        CLAUSE,
        """
        SELECT h.id::text, format('person %s', h.person_id) FROM pension_hold h
        WHERE h.kind = 'overdue_certification' AND h.recorded_by = 'clock'
          AND NOT EXISTS (SELECT FROM certification_due_warning w
                          WHERE w.person_id = h.person_id AND w.warned_on < h.known_on)
        """,
    ),
    Invariant(
        "certification_proof_ends_the_stop",
        "停发后认证成功的，停发都已解除或者在恢复名单上",
        "whoever proved himself after a stop is stopped for that no more, or stands on a list to be restored",
        CLAUSE,
        """
        SELECT h.id::text, format('proved on %s', p.proved_on) FROM pension_hold h
        JOIN certification_proof p ON p.person_id = h.person_id AND p.proved_on >= h.known_on
        LEFT JOIN certification_proof_withdrawal x ON x.proof_id = p.id
        WHERE h.kind = 'overdue_certification' AND h.cancelled_on IS NULL AND h.to_month IS NULL AND x.id IS NULL
          AND NOT EXISTS (SELECT FROM pension_people_list_row r WHERE r.person_id = h.person_id AND r.state <> 'done'
                             AND r.cause = 'proved')
        """,
    ),
    Invariant(
        "certification_confirmed_death_ended_the_pension",
        "确认的死亡都已终止待遇",
        "every confirmed death ended the pension",
        "社会保险经办条例 第二十五条",
        """
        SELECT h.id::text, format('award %s is %s', w.id, w.state) FROM certification_hit h
        JOIN pension_award w ON w.person_id = h.person_id AND w.state IN ('provisional', 'final', 'suspended')
        JOIN registry_person p ON p.id = h.person_id
        WHERE h.kind = 'death' AND h.state = 'confirmed' AND p.died_on IS NOT NULL
        """,
    ),
    Invariant(
        "certification_comparison_counts_its_rows",
        "比对结果与明细一致",
        "a comparison counts the hits and proofs that it made",
        "owner-default",
        """
        SELECT c.id::text, format('%s hits, %s proofs', h.n, p.n) FROM certification_comparison c
        CROSS JOIN LATERAL (SELECT count(*) n FROM certification_hit WHERE comparison_id = c.id) h
        CROSS JOIN LATERAL (SELECT count(*) n FROM certification_proof WHERE comparison_id = c.id) p
        WHERE h.n <> c.hits OR p.n <> c.passed
        """,
    ),
    Invariant(
        "certification_nobody_proves_after_death",
        "死亡后没有认证",
        "nobody proves anything after his death",
        CLAUSE,
        """
        SELECT p.id::text, format('died on %s', r.died_on) FROM certification_proof p
        JOIN registry_person r ON r.id = p.person_id AND p.proved_on > r.died_on
        LEFT JOIN certification_proof_withdrawal x ON x.proof_id = p.id
        WHERE x.id IS NULL AND p.recorded_at::date >= r.death_known_on
        """,
    ),
)
