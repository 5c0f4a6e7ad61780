"""Invariants of employment, re-proved over all rows by `renshe prove`."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

INVARIANTS = (
    Invariant(
        "contract_has_its_filing",
        "每份用工备案有备案记录",
        "every contract has the act that filed it",
        "owner-default",
        """
        SELECT c.id::text, 'no act of filing' FROM employment_contract c
        WHERE NOT EXISTS (SELECT FROM employment_contract_act a
                          WHERE a.contract_id = c.id AND a.kind = 'filed')
        """,
    ),
    Invariant(
        "contract_stands_as_its_last_act",
        "用工备案状态与最后一次记录一致",
        "a contract stands as the last act left it",
        "owner-default",
        """
        SELECT c.id::text, format('last act %s', l.kind)
        FROM employment_contract c
        JOIN LATERAL (SELECT kind FROM employment_contract_act a
                      WHERE a.contract_id = c.id ORDER BY a.id DESC LIMIT 1) l ON true
        WHERE c.withdrawn <> (l.kind = 'withdrawn')
           OR (NOT c.withdrawn AND (c.ended_on IS NOT NULL) <> (l.kind = 'ended'))
        """,
    ),
    Invariant(
        "nobody_begins_work_after_death",
        "死亡后不得有新的用工",
        "nobody begins to work after his death",
        "owner-default",
        """
        SELECT c.id::text, format('person %s died on %s', p.id, p.died_on)
        FROM employment_contract c JOIN registry_person p ON p.id = c.person_id
        WHERE NOT c.withdrawn AND p.died_on < c.began_on
        """,
    ),
)
