"""Invariants between visits of retirees and certification, re-proved over all rows."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

RETIREES_INVARIANTS = (
    Invariant(
        "visit_that_checked_proved",
        "核对过本人的上门看望都有认证记录",
        "a visit that checked who the person is has its proof, of that person and day",
        "社会保险经办条例 第二十六条",
        """SELECT v.id::text, format('person %s on %s', v.person_id, v.visited_on) FROM retirees_home_visit v
            WHERE v.checked <> '' AND NOT EXISTS (SELECT FROM certification_proof p
              WHERE p.person_id = v.person_id AND p.source = 'home_visit' AND p.reference = 'visit-' || v.id
                AND p.proved_on = v.visited_on)""",
    ),
)
