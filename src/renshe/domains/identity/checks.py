"""Invariants of accounts and roles, re-proved by `renshe prove`."""

from __future__ import annotations

from renshe.domains.identity.permissions import SEPARATED
from renshe.foundation.invariants import Invariant


def _separated_pairs() -> str:
    """The pairs of duties as rows of SQL; codes are our own constants, never typed by anybody."""
    pairs = [sorted(role.value for role in pair) for pair in SEPARATED]
    return ", ".join(f"('{first}', '{second}')" for first, second in pairs)


INVARIANTS = (
    Invariant(
        "identity_duties_separated",
        "不相容岗位不由同一人同时担任",
        "nobody holds two separated duties at once",
        "GB/T 22239-2019；社会保险经办条例 三十七",
        f"""
        SELECT a.account_id::text, format('%s with %s', a.role, b.role)
        FROM (VALUES {_separated_pairs()}) AS pair (first, second)
        JOIN identity_role a ON a.role = pair.first
        JOIN identity_role b ON b.role = pair.second AND b.account_id = a.account_id
        WHERE daterange(a.valid_from, a.valid_to, '[]')
           && daterange(b.valid_from, b.valid_to, '[]')
        """,
    ),
)
