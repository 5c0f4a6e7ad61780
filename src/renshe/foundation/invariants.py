"""Invariants that can be re-proved over all rows at any time.

A domain lists its invariants in ``checks.py``; ``renshe prove`` runs them all and says which row breaks
which. Each is one set-based query that returns the offending rows and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Invariant:
    """``sql`` returns ``(row, detail)`` for every row that breaks it; ``clause`` says who demands it."""

    name: str
    zh: str
    en: str
    clause: str
    sql: str


@dataclass(frozen=True)
class Breach:
    """One row that breaks one invariant."""

    invariant: str
    row: str
    detail: str


def prove(
    *, invariants: Iterable[Invariant], limit: int = 20
) -> Iterator[tuple[Invariant, list[Breach], int]]:
    """Run each invariant; yields it with its first ``limit`` breaches and how many there are in all."""
    for invariant in invariants:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({invariant.sql}) breach LIMIT 1000001")
            rows = cursor.fetchall()
        yield (
            invariant,
            [Breach(invariant.name, str(r[0]), str(r[1])) for r in rows[:limit]],
            len(rows),
        )
