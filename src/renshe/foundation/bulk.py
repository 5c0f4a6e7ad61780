"""Read and write rows by the million, on connections of their own.

The recipe: read as Arrow → compute → binary COPY into an unattached stage, each connection
committing → key → references proved by anti-join → one short transaction attaches the partition and
posts its journal. Until then nobody sees a row; a kill at any instant leaves at most a stage, which
the next start sweeps. Commits are durable; nothing is unlogged.
"""

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Self

import adbc_driver_postgresql.dbapi as adbc
import pgpq
import psycopg
import pyarrow as pa
from psycopg import sql

from renshe.foundation.columns import columns_of, conform, text_rows
from renshe.foundation.connections import connect, dsn, host
from renshe.foundation.crash_points import crash_point
from renshe.foundation.giving_way import SETTINGS, gives_way, lower_server_process

ROWS_PER_WRITE = 65_536


class OrphanRow(ValueError):
    """A staged row refers to something that is not there."""


class StageBusy(RuntimeError):
    """Another running process holds the stage of this batch."""


class AlreadyPosted(RuntimeError):
    """The batch has its partition already."""


@contextmanager
def whole_tables(cursor: Any) -> Iterator[None]:
    """Statements in here join whole tables with rows that came a moment ago, of which the planner knows nothing.

    Without statistics it would look each row up by itself. `cursor` is in a transaction.
    """
    cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    cursor.execute("SET LOCAL enable_nestloop = on")


class ArrowReader:
    """Many queries over one connection; use as a context, from one thread at a time.

    A connection costs as much as a query of some ten thousand rows, because the driver reads the catalogue of
    types: whoever reads several tables opens one reader. Each query sees what is committed when it begins.
    """

    def __init__(self, *, role: str = "runner") -> None:
        self.role = role
        self._connection = adbc.connect(dsn(role), autocommit=True)
        try:
            self._set_up()
        except BaseException:
            self._connection.close()
            raise

    def _set_up(self) -> None:
        with self._connection.cursor() as cursor:
            # Rows that came a moment ago have no statistics yet; a nested loop over them takes hours.
            cursor.execute("SET enable_nestloop = off")
            if gives_way():
                for setting in SETTINGS:
                    cursor.execute(setting)
                cursor.execute("SELECT pg_backend_pid()")
                lower_server_process(int(cursor.fetchone()[0]), host=host())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def read(self, sql: str) -> pa.Table:
        """The rows of a query as an Arrow table.

        Sums of bigint are numeric in PostgreSQL and arrive as text: write `sum(x)::bigint`.
        """
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetch_arrow_table()


_READER: ContextVar[ArrowReader | None] = ContextVar("reader", default=None)


@contextmanager
def one_reader(*, role: str = "runner") -> Iterator[None]:
    """Every `read_arrow` of this role inside, in this thread, shares one connection."""
    with ArrowReader(role=role) as reader:
        token = _READER.set(reader)
        try:
            yield
        finally:
            _READER.reset(token)


def read_arrow(*, sql: str, role: str = "runner") -> pa.Table:
    """The rows of one query as an Arrow table, seen as committed now; several: `one_reader`, or an `ArrowReader`."""
    shared = _READER.get()
    if shared is not None and shared.role == role:
        return shared.read(sql)
    with ArrowReader(role=role) as reader:
        return reader.read(sql)


def copy_rows(*, table: str, data: pa.Table, role: str = "runner", cursor: Any = None) -> int:
    """Copy rows into an ordinary table and return how many; columns are matched by name.

    Whole numbers are cast to the column's width, refusing what does not fit. Ranges and numeric
    columns are given as PostgreSQL's own text, such as "[2020-01-01,)". With `cursor` (Django's or
    psycopg's) the rows belong to the caller's transaction; otherwise they are committed here.
    """
    if cursor is not None:
        return _copy(cursor, table=table, data=data)
    with connect(role=role) as connection, connection.cursor() as own:
        return _copy(own, table=table, data=data)


def _copy(cursor: Any, *, table: str, data: pa.Table) -> int:
    columns = columns_of(cursor, table=table, names=data.column_names)
    if all(column.binary for column in columns):
        return _copy_binary(cursor, table=table, data=conform(data, columns))
    return _copy_text(cursor, table=table, data=data)


def _copy_statement(*, table: str, names: list[str], form: str) -> sql.Composed:
    listed = sql.SQL(", ").join(sql.Identifier(name) for name in names)
    return sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT {})").format(
        sql.Identifier(table), listed, sql.SQL(form)
    )


def _copy_binary(cursor: Any, *, table: str, data: pa.Table) -> int:
    encoder = pgpq.ArrowToPostgresBinaryEncoder(data.schema)
    statement = _copy_statement(table=table, names=data.column_names, form="binary")
    with cursor.copy(statement) as copy:
        copy.write(encoder.write_header())
        for batch in data.to_batches(max_chunksize=ROWS_PER_WRITE):
            copy.write(encoder.write_batch(batch))
            crash_point(f"copy.{table}")
        copy.write(encoder.finish())
    return data.num_rows


def _copy_text(cursor: Any, *, table: str, data: pa.Table) -> int:
    statement = _copy_statement(table=table, names=data.column_names, form="csv")
    with cursor.copy(statement) as copy:
        for start in range(0, data.num_rows, ROWS_PER_WRITE):
            copy.write(text_rows(data.slice(start, ROWS_PER_WRITE)))
            crash_point(f"copy.{table}")
    return data.num_rows


class StagedPartition:
    """The partition of one batch, from its first row to its attachment.

        with StagedPartition(parent="contributions_line", batch_id=7) as stage:
            stage.create()
            stage.copy(data)
            stage.key()
            stage.assert_no_orphans(column="person_id", table="registry_person")
            with transaction.atomic(), connection.cursor() as cursor:
                stage.attach(cursor)
                ...                       # the batch and its journal entry

    An advisory lock, gone with the process, tells a stage in work from one that was left behind.
    Runs as runner; `attach` too, so Django's connection must be the runner's.
    """

    def __init__(self, *, parent: str, batch_id: int) -> None:
        self.parent = parent
        self.batch_id = batch_id
        self.name = f"{parent}_b{batch_id}"
        self._lock: psycopg.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def create(self) -> None:
        """Make the empty stage; one left behind by a killed run is dropped first.

        Raises StageBusy, AlreadyPosted.
        """
        connection = self._locked()
        kind = connection.execute(
            "SELECT relispartition FROM pg_class WHERE oid = to_regclass(%s)", (self.name,)
        ).fetchone()
        if kind and kind[0]:
            self.close()
            raise AlreadyPosted(f"batch {self.batch_id} of {self.parent} is posted already")
        if kind:
            connection.execute("SELECT renshe_stage_drop(%s, %s)", (self.parent, self.batch_id))
        crash_point(f"stage.before_create.{self.parent}")
        connection.execute("SELECT renshe_stage_create(%s, %s)", (self.parent, self.batch_id))
        crash_point(f"stage.after_create.{self.parent}")

    def copy(self, data: pa.Table, connections: int = 2) -> int:
        """Copy rows into the stage over several connections, each committing; returns how many.

        May be called again with further rows. `batch_id` may be left out of `data`.
        """
        data = self._with_batch(data)
        share = max(1, -(-data.num_rows // max(1, connections)))
        slices = [data.slice(start, share) for start in range(0, data.num_rows, share)]
        with ThreadPoolExecutor(max_workers=max(1, len(slices))) as threads:
            copied = sum(threads.map(lambda part: copy_rows(table=self.name, data=part), slices))
        crash_point(f"stage.after_copy.{self.parent}")
        return copied

    def key(self) -> None:
        """Build the parent's key and indexes on the filled stage, and its statistics.

        Raises psycopg.errors.UniqueViolation where two rows have one key.
        """
        self._locked().execute("SELECT renshe_stage_key(%s, %s)", (self.parent, self.batch_id))
        crash_point(f"stage.after_key.{self.parent}")

    def key_and_prove(self, *, column: str, table: str) -> None:
        """`key` and `assert_no_orphans` of one column at once: neither waits for what the other reads.

        Raises OrphanRow, psycopg.errors.UniqueViolation.
        """
        # In autocommit: a transaction that stays open would hold the lock for which the key waits.
        with (
            ThreadPoolExecutor(max_workers=1) as thread,
            connect(role="runner", autocommit=True) as beside,
        ):
            beside.execute("SET enable_nestloop = off")  # the stage has no statistics yet
            proof = thread.submit(self._first_orphan, beside, column, table, "id")
            try:
                self.key()
            finally:
                orphan = proof.result()
        self._refuse_orphan(orphan, column, table)

    def assert_no_orphans(self, *, column: str, table: str, references: str = "id") -> None:
        """Prove that every value of `column`, where there is one, exists in `table`.

        This stands for the foreign key that partitions do not carry. Raises OrphanRow with the
        first offending row.
        """
        orphan = self._first_orphan(self._locked(), column, table, references)
        self._refuse_orphan(orphan, column, table)

    def _first_orphan(
        self, connection: psycopg.Connection, column: str, table: str, references: str
    ) -> dict[str, Any] | None:
        names = {"stage": self.name, "table": table, "column": column, "references": references}
        query = sql.SQL(
            "SELECT to_jsonb(s) FROM {stage} s LEFT JOIN {table} t ON t.{references} = s.{column}"
            " WHERE s.{column} IS NOT NULL AND t.{references} IS NULL"
            " ORDER BY (to_jsonb(s) ->> 'line_no')::bigint, s.ctid LIMIT 1"
        ).format(**{key: sql.Identifier(name) for key, name in names.items()})
        row = connection.execute(query).fetchone()
        return row[0] if row else None

    def _refuse_orphan(self, row: dict[str, Any] | None, column: str, table: str) -> None:
        if row is not None:
            value = row[column]
            where = f"line {row['line_no']}" if "line_no" in row else f"row {row}"
            raise OrphanRow(
                f"{self.name}, {where}: {column} {value} is not in {table}. Nothing was posted."
            )

    def attach(self, cursor: Any) -> None:
        """Attach in the caller's transaction, append-only and closed to further rows.

        `cursor` is a runner's. Once that transaction commits, the rows are the parent's.
        """
        crash_point(f"stage.before_attach.{self.parent}")
        cursor.execute("SELECT renshe_stage_attach(%s, %s)", (self.parent, self.batch_id))
        crash_point(f"stage.after_attach.{self.parent}")

    def drop(self) -> None:
        """Drop the stage, if it was not attached, and let go of it."""
        self._locked().execute("SELECT renshe_stage_drop(%s, %s)", (self.parent, self.batch_id))
        self.close()

    def close(self) -> None:
        """Let go of the stage; unattached, it is now an orphan that may be swept."""
        if self._lock is not None:
            # The server ends a closed session a moment later; whoever asks next must not meet its lock.
            with contextlib.suppress(psycopg.Error):
                self._lock.execute("SELECT pg_advisory_unlock_all()")
            self._lock.close()
            self._lock = None

    def _locked(self) -> psycopg.Connection:
        """The connection that holds this stage's lock. Raises StageBusy."""
        if self._lock is None:
            connection = connect(role="runner", autocommit=True)
            if not _take(connection, self.name):
                connection.close()
                raise StageBusy(f"{self.name} is being written by another process")
            self._lock = connection
        return self._lock

    def _with_batch(self, data: pa.Table) -> pa.Table:
        if "batch_id" in data.column_names:
            return data
        batch = pa.repeat(pa.scalar(self.batch_id, pa.int64()), data.num_rows)
        return data.append_column("batch_id", batch)


def sweep_orphans() -> list[str]:
    """Drop every unattached stage that no running process holds; returns their names.

    A stage is attached in the transaction that posts its batch, so an unattached one belongs to a
    batch that was not posted. What was once attached carries the guard and is left alone.
    """
    swept = []
    with connect(role="runner", autocommit=True) as connection:
        for parent, batch_id, name in _loose_stages(connection):
            if _take(connection, name):
                connection.execute("SELECT renshe_stage_drop(%s, %s)", (parent, batch_id))
                connection.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (name,))
                swept.append(name)
    return swept


def _take(connection: psycopg.Connection, name: str) -> bool:
    row = connection.execute(
        "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (name,)
    ).fetchone()
    return bool(row and row[0])


def _loose_stages(connection: psycopg.Connection) -> list[tuple[str, int, str]]:
    return connection.execute(
        r"""SELECT p.relname, substring(c.relname FROM '_b([0-9]+)$')::bigint, c.relname
              FROM pg_class c
              JOIN pg_class p ON p.relkind = 'p' AND p.relnamespace = c.relnamespace
                             AND c.relname ~ ('^' || p.relname || '_b[0-9]+$')
              JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
             WHERE c.relkind = 'r' AND NOT c.relispartition
               AND NOT EXISTS (SELECT FROM pg_trigger t
                                WHERE t.tgrelid = c.oid AND t.tgname = 'renshe_append_only')
             ORDER BY c.relname"""
    ).fetchall()
