"""Load a table without its dearest constraints and put them back: the same proof, once for all rows.

An exclusion constraint and foreign keys checked row by row cost ten times more than proved together at the end.
Only the building of a city into empty tables does this; a build that is killed leaves a database marked as
unfinished, which the next start drops.
"""

from __future__ import annotations

from psycopg import sql

from renshe.foundation.connections import connect

_CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE conrelid = %s::regclass AND contype IN ('x', 'f') ORDER BY contype, conname
"""
_INDEXES = """
SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
 WHERE x.indrelid = %s::regclass
   AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u', 'x'))
 ORDER BY i.relname
"""


class Unindexed:
    """A table whose exclusion constraints, foreign keys and further indexes are put aside until `restore`."""

    def __init__(self, table: str) -> None:
        self.table = table
        with connect(role="owner", autocommit=True) as owner:
            self._constraints = owner.execute(_CONSTRAINTS, (table,)).fetchall()
            self._indexes = owner.execute(_INDEXES, (table,)).fetchall()

    def drop(self) -> None:
        """Put them aside."""
        with connect(role="owner", autocommit=True) as owner:
            for name, _ in self._constraints:
                owner.execute(self._alter("DROP CONSTRAINT {}", name))
            for name, _ in self._indexes:
                owner.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))

    def restore(self) -> None:
        """Put them back, which proves them over all rows.

        Raises what the database raises (ExclusionViolation, ForeignKeyViolation) where a row breaks one.
        """
        with connect(role="owner", autocommit=True) as owner:
            owner.execute("SET maintenance_work_mem = '512MB'")
            for _, definition in self._indexes:
                owner.execute(sql.SQL(definition))
            for name, definition in self._constraints:
                owner.execute(self._alter("ADD CONSTRAINT {} ", name) + sql.SQL(definition))

    def _alter(self, what: str, name: str) -> sql.Composed:
        table = sql.SQL("ALTER TABLE {} ").format(sql.Identifier(self.table))
        return table + sql.SQL(what).format(sql.Identifier(name))
