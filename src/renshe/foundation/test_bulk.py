"""The bulk recipe: what is staged is invisible, what is attached is complete and never changes."""

import os
import signal
import subprocess
import sys
import textwrap

import psycopg
import pyarrow as pa
import pytest
from django.db import connection, transaction
from psycopg.errors import InsufficientPrivilege, RestrictViolation, UniqueViolation

from renshe.foundation.bulk import (
    AlreadyPosted,
    OrphanRow,
    StageBusy,
    StagedPartition,
    copy_rows,
    read_arrow,
    sweep_orphans,
)
from renshe.foundation.columns import NoSuchColumn
from renshe.foundation.connections import connect, dsn
from renshe.foundation.partitions import partitioned_by_batch

LINES = partitioned_by_batch(
    table="walls_line",
    columns={
        "line_no": "integer NOT NULL",
        "owner_id": "bigint NOT NULL",
        "amount_fen": "bigint NOT NULL",
        "kind": "varchar(8)",
    },
    checks={"walls_line_positive": "amount_fen > 0"},
    indexes={"walls_line_of_owner": ("owner_id",)},
)


@pytest.fixture
def ledger(fresh_database, owner_connection):
    """A database with a partitioned table, its parents, and Django as the runner."""
    owner_connection.execute(LINES.sql)
    owner_connection.execute("CREATE TABLE walls_owner (id bigint PRIMARY KEY, name text)")
    owner_connection.execute("INSERT INTO walls_owner SELECT g FROM generate_series(1, 1000) g")
    fresh_database.become("runner")
    return owner_connection


def lines(*, count: int = 1000, owner: int | None = None) -> pa.Table:
    numbers = range(1, count + 1)
    return pa.table(
        {
            "line_no": list(numbers),
            "owner_id": [owner or 1 + n % 1000 for n in numbers],
            "amount_fen": [n * 100 for n in numbers],
            "kind": ["一般" if n % 2 else None for n in numbers],
        }
    )


def post(*, batch_id: int, data: pa.Table) -> None:
    with StagedPartition(parent="walls_line", batch_id=batch_id) as stage:
        stage.create()
        stage.copy(data)
        stage.key()
        stage.assert_no_orphans(column="owner_id", table="walls_owner")
        with transaction.atomic(), connection.cursor() as cursor:
            stage.attach(cursor)


def total() -> int:
    table = read_arrow(sql="SELECT coalesce(sum(amount_fen), 0)::bigint AS fen FROM walls_line")
    return table["fen"][0].as_py()


def test_a_posted_batch_is_seen_whole_by_the_app(ledger):
    post(batch_id=7, data=lines())
    table = read_arrow(sql="SELECT * FROM walls_line ORDER BY line_no", role="app")
    assert table.num_rows == 1000
    assert table["batch_id"].unique().to_pylist() == [7]
    assert table.select(["line_no", "owner_id", "amount_fen", "kind"]).to_pylist() == (
        lines().to_pylist()
    )


def test_a_staged_batch_is_seen_by_nobody_until_it_is_attached(ledger):
    with StagedPartition(parent="walls_line", batch_id=7) as stage:
        stage.create()
        assert stage.copy(lines()) == 1000
        stage.key()
        assert total() == 0
        with connect(role="app") as app, pytest.raises(InsufficientPrivilege):
            app.execute("SELECT * FROM walls_line_b7")


def test_an_attachment_that_rolls_back_posts_nothing_and_can_be_repeated(ledger):
    with StagedPartition(parent="walls_line", batch_id=7) as stage:
        stage.create()
        stage.copy(lines())
        stage.key()
        with pytest.raises(ZeroDivisionError):
            attach_and_fail(stage)
        assert total() == 0
        with transaction.atomic(), connection.cursor() as cursor:
            stage.attach(cursor)
    assert total() == 100 * 1000 * 1001 // 2


def test_attaching_finds_keys_and_indexes_built_and_scans_nothing(ledger):
    post(batch_id=7, data=lines())
    indexes = ledger.execute(
        "SELECT indexdef FROM pg_indexes WHERE tablename = 'walls_line_b7' ORDER BY 1"
    ).fetchall()
    assert [text.split(" USING ")[1] for (text,) in indexes] == [
        "btree (owner_id)",
        "btree (batch_id, line_no)",
    ]
    invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"
    assert ledger.execute(invalid).fetchone() == (0,)
    scans = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'walls_line_b7'"
    before = ledger.execute(scans).fetchone()
    assert before is not None


def test_an_orphan_is_named_and_the_batch_cannot_be_posted_by_mistake(ledger):
    with StagedPartition(parent="walls_line", batch_id=7) as stage:
        stage.create()
        stage.copy(lines(count=3, owner=4711))
        with pytest.raises(OrphanRow, match="line 1: owner_id 4711 is not in walls_owner"):
            stage.assert_no_orphans(column="owner_id", table="walls_owner")
        stage.drop()
    assert sweep_orphans() == []


def test_a_batch_is_posted_once(ledger):
    post(batch_id=7, data=lines())
    with pytest.raises(AlreadyPosted):
        post(batch_id=7, data=lines())


def test_two_processes_cannot_fill_one_stage(ledger):
    with StagedPartition(parent="walls_line", batch_id=7) as first:
        first.create()
        second = StagedPartition(parent="walls_line", batch_id=7)
        with pytest.raises(StageBusy):
            second.create()
        assert sweep_orphans() == []


def test_rows_of_another_batch_are_refused_by_the_stage(ledger):
    data = lines(count=1).append_column("batch_id", [[8]])
    with StagedPartition(parent="walls_line", batch_id=7) as stage:
        stage.create()
        with pytest.raises(psycopg.errors.CheckViolation):
            stage.copy(data)


def test_a_repeated_line_number_is_refused_when_the_key_is_built(ledger):
    with StagedPartition(parent="walls_line", batch_id=7) as stage:
        stage.create()
        stage.copy(lines(count=2))
        stage.copy(lines(count=2))
        with pytest.raises(UniqueViolation):
            stage.key()


def test_a_run_killed_between_copy_and_attach_leaves_only_a_stage_that_is_swept(ledger):
    run = staged_by_another_process(batch_id=9)
    assert total() == 0
    assert sweep_orphans() == []  # it lives still
    kill(run, owner=ledger)
    assert sweep_orphans() == ["walls_line_b9"]
    assert total() == 0
    post(batch_id=9, data=lines())  # the run begins again under its key
    assert total() == 100 * 1000 * 1001 // 2


def test_a_run_that_begins_again_replaces_the_stage_of_its_killed_self(ledger):
    kill(staged_by_another_process(batch_id=9), owner=ledger)
    post(batch_id=9, data=lines(count=10))
    assert total() == 100 * 10 * 11 // 2


def test_sweeping_leaves_a_detached_old_partition_alone(ledger):
    post(batch_id=7, data=lines())
    ledger.execute("ALTER TABLE walls_line DETACH PARTITION walls_line_b7")
    assert sweep_orphans() == []
    with (
        connect(role="runner") as runner,
        pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState),
    ):
        runner.execute("SELECT renshe_stage_drop('walls_line', 7)")


@pytest.mark.parametrize("role", ["app", "runner"])
@pytest.mark.parametrize("table", ["walls_line", "walls_line_b7"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET amount_fen = 1", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"]
)
def test_nobody_who_serves_or_runs_can_change_a_posted_line(ledger, role, table, statement):
    post(batch_id=7, data=lines(count=1))
    with connect(role=role) as connected, pytest.raises(InsufficientPrivilege):
        connected.execute(statement.format(table))


@pytest.mark.parametrize("table", ["walls_line", "walls_line_b7"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET amount_fen = 1 WHERE false", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_not_even_the_owner_changes_a_posted_line(ledger, table, statement):
    post(batch_id=7, data=lines(count=1))
    with pytest.raises(RestrictViolation):
        ledger.execute(statement.format(table))


def test_a_posted_batch_takes_no_further_row(ledger):
    post(batch_id=7, data=lines(count=1))
    late = "INSERT INTO walls_line (batch_id, line_no, owner_id, amount_fen) VALUES (7, 2, 1, 5)"
    for role in ("owner", "app", "runner"):
        with connect(role=role) as connected, pytest.raises(RestrictViolation):
            connected.execute(late)


def test_the_app_can_neither_make_nor_attach_nor_read_a_single_partition(ledger):
    post(batch_id=7, data=lines(count=1))
    for statement in (
        "SELECT renshe_stage_create('walls_line', 8)",
        "SELECT renshe_stage_attach('walls_line', 8)",
        "SELECT renshe_stage_drop('walls_line', 7)",
        "SELECT * FROM walls_line_b7",
        "CREATE TABLE mine (id int)",
    ):
        with connect(role="app") as app, pytest.raises(InsufficientPrivilege):
            app.execute(statement)


@pytest.mark.parametrize(
    ("parent", "batch"),
    [("walls_owner", 1), ("pg_class", 1), ("walls_line; DROP", 1), ("walls_line", 0)],
)
def test_the_owner_functions_refuse_what_is_not_a_partitioned_table_and_a_batch(
    ledger, parent, batch
):
    with (
        connect(role="runner") as runner,
        pytest.raises(psycopg.errors.InvalidParameterValue),
    ):
        runner.execute("SELECT renshe_stage_create(%s, %s)", (parent, batch))


def test_whole_numbers_are_narrowed_to_the_column_and_refused_where_they_do_not_fit(ledger):
    wide = pa.table({"line_no": [2**31], "owner_id": [1], "amount_fen": [1], "batch_id": [7]})
    with StagedPartition(parent="walls_line", batch_id=7) as stage:
        stage.create()
        with pytest.raises(pa.ArrowInvalid):
            stage.copy(wide)
        with pytest.raises(NoSuchColumn, match="colour"):
            stage.copy(pa.table({"colour": [1]}))


def test_copying_into_an_ordinary_table_takes_ranges_lists_and_nulls(ledger):
    ledger.execute(
        "CREATE TABLE walls_span (id bigint, span daterange, months bigint[], note text, seen date)"
    )
    data = pa.table(
        {
            "id": [1, 2],
            "span": ["[2020-01-01,2021-01-01)", None],
            "months": pa.array([[1, None, 3], []], pa.list_(pa.int64())),
            "note": ['a "quoted", 字', ""],
            "seen": pa.array([18262, None], pa.date32()),
        }
    )
    assert copy_rows(table="walls_span", data=data) == 2
    rows = ledger.execute(
        "SELECT id, span::text, months, note, seen::text FROM walls_span ORDER BY 1"
    )
    assert rows.fetchall() == [
        (1, "[2020-01-01,2021-01-01)", [1, None, 3], 'a "quoted", 字', "2020-01-01"),
        (2, None, [], "", None),
    ]


def test_copying_within_the_callers_transaction_is_undone_with_it(ledger):
    data = pa.table({"id": [2000], "name": ["某"]})
    with pytest.raises(ZeroDivisionError):
        copy_and_fail(data)
    rows = read_arrow(sql="SELECT count(*)::bigint AS n FROM walls_owner WHERE id = 2000")
    assert rows["n"][0].as_py() == 0


def attach_and_fail(stage: StagedPartition) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        raise ZeroDivisionError


def copy_and_fail(data: pa.Table) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        assert copy_rows(table="walls_owner", data=data, cursor=cursor) == 1
        raise ZeroDivisionError


def staged_by_another_process(*, batch_id: int) -> subprocess.Popen:
    """A process that has staged a batch and waits, as a run does just before it attaches."""
    program = f"""
        import sys, django
        from django.conf import settings
        from psycopg.conninfo import conninfo_to_dict
        where = conninfo_to_dict({dsn("runner")!r})
        settings.DATABASES["default"].update(NAME=where["dbname"], HOST=where["host"],
                                             PORT=where.get("port", ""))
        django.setup()
        import pyarrow as pa
        from renshe.foundation.bulk import StagedPartition
        stage = StagedPartition(parent="walls_line", batch_id={batch_id})
        stage.create()
        stage.copy(pa.table({{"line_no": [1, 2], "owner_id": [1, 2], "amount_fen": [5, 5]}}))
        stage.key()
        print("staged", flush=True)
        sys.stdin.read()
    """
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "renshe.edge.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "staged\n"
    return process


def kill(run: subprocess.Popen, *, owner: psycopg.Connection) -> None:
    """Kill -9, then wait for the server to notice, which it does within a moment."""
    run.send_signal(signal.SIGKILL)
    run.communicate()
    held = (
        "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
        " WHERE l.locktype = 'advisory' AND d.datname = current_database()"
    )
    for _ in range(200):
        if owner.execute(held).fetchone() == (0,):
            return
        owner.execute("SELECT pg_sleep(0.05)")
    raise AssertionError("the killed process still holds its stage")
