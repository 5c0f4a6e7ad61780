"""The supervisor: a database that starts, survives being killed, and never outlives its starter."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from pathlib import Path

import psycopg
import pytest

from renshe.edge.database.binaries import NoDatabasePrograms, find_binaries
from renshe.edge.database.cluster import Cluster
from renshe.edge.database.layout import layout_of

SMALL = {"shared_buffers": "16MB", "max_connections": "10"}


@pytest.fixture
def home():
    """A folder that anybody may walk into, as an ordinary project is."""
    place = Path(tempfile.mkdtemp(prefix="renshe-supervisor-"))
    place.chmod(0o711)
    yield place
    Cluster(home=place).remove()
    shutil.rmtree(place)


@pytest.fixture
def cluster(home):
    made = Cluster(home=home, settings=SMALL)
    yield made
    made.stop()


def query(cluster: Cluster, statement: str) -> list[tuple]:
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def children(pid: int) -> list[int]:
    """The processes that PostgreSQL has started, from the kernel's own list."""
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def await_gone(pid: int) -> float:
    began = time.monotonic()
    while time.monotonic() - began < 20:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return time.monotonic() - began
        if state == "Z":
            return time.monotonic() - began
        time.sleep(0.02)
    raise AssertionError(f"{pid} is still there")


def test_it_starts_once_keeps_its_rows_and_stops_once(cluster):
    assert cluster.start(attached=True) is True
    assert cluster.start(attached=True) is False
    query(cluster, "CREATE TABLE kept AS SELECT 1 AS n")
    assert cluster.stop() is True
    assert cluster.stop() is False
    assert not cluster.accepts_connections()
    cluster.start(attached=True)
    assert query(cluster, "SELECT n FROM kept") == [(1,)]


def test_commits_are_durable_and_only_the_private_socket_listens(home):
    cluster = Cluster(home=home)
    cluster.start(attached=False)
    shown = {
        name: query(cluster, f"SHOW {name}")[0][0]
        for name in ("fsync", "synchronous_commit", "full_page_writes", "wal_compression")
    }
    assert shown == {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "wal_compression": "off",
    }
    assert query(cluster, "SHOW listen_addresses") == [("",)]
    assert query(cluster, "SELECT type, auth_method FROM pg_hba_file_rules") == [("local", "trust")]
    assert cluster.layout.sockets.stat().st_mode & 0o077 == 0
    locale = "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database LIMIT 1"
    assert query(cluster, locale) == [("C.UTF-8", "UTF8")]


def test_every_acknowledged_commit_survives_a_kill_of_all_its_processes(cluster):
    cluster.start(attached=True)
    query(cluster, "CREATE TABLE acknowledged (n bigint PRIMARY KEY)")
    done: list[int] = []

    def write() -> None:
        with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
            for n in range(1_000_000):
                try:
                    connection.execute("INSERT INTO acknowledged VALUES (%s)", (n,))
                except psycopg.Error:
                    return
                done.append(n)

    writer = threading.Thread(target=write)
    writer.start()
    while len(done) < 100:
        time.sleep(0.005)
    pid = cluster.postmaster_pid()
    for victim in (*children(pid), pid):
        with contextlib.suppress(ProcessLookupError):  # the first death makes others leave
            os.kill(victim, signal.SIGKILL)
    writer.join()
    cluster.start(attached=True)
    found = {n for (n,) in query(cluster, "SELECT n FROM acknowledged")}
    assert found.issuperset(done)
    assert len(found) <= len(done) + 1  # at most the one that was never answered


def test_it_starts_again_right_after_its_first_process_alone_was_killed(cluster):
    cluster.start(attached=True)
    query(cluster, "CREATE TABLE kept AS SELECT 1 AS n")
    pid = cluster.postmaster_pid()
    with psycopg.connect(cluster.dsn()) as lingering:
        os.kill(pid, signal.SIGKILL)
        await_gone(pid)
        assert cluster.start(attached=True) is True
        assert query(cluster, "SELECT n FROM kept") == [(1,)]
        lingering.close()


def test_a_watched_server_that_died_is_brought_back(cluster):
    cluster.start(attached=True)
    assert cluster.restart_if_dead() is False
    pid = cluster.postmaster_pid()
    os.kill(pid, signal.SIGKILL)
    await_gone(pid)
    assert cluster.restart_if_dead() is True
    assert cluster.accepts_connections()


def test_it_stops_when_its_starter_is_killed(home):
    program = f"""
        import sys
        from pathlib import Path
        from renshe.edge.database.cluster import Cluster
        cluster = Cluster(home=Path({str(home)!r}), settings={SMALL!r})
        cluster.start(attached=True)
        print(cluster.postmaster_pid(), flush=True)
        sys.stdin.read()
    """
    starter = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    pid = int(starter.stdout.readline())
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    await_gone(pid)
    control = (home / "database" / "log").read_text()
    assert "database system is shut down" in control  # a clean stop, nothing to replay


def test_two_commands_typed_at_once_start_one_server(home):
    answers = []
    both = [
        threading.Thread(
            target=lambda: answers.append(Cluster(home=home, settings=SMALL).start(attached=False))
        )
        for _ in range(2)
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(answers) == [False, True]


def test_a_cluster_that_was_half_made_is_made_anew(cluster):
    half = cluster.layout.data.with_name("data.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    cluster.start(attached=True)
    assert cluster.accepts_connections()


def test_a_project_in_a_private_folder_has_its_data_where_the_database_can_reach_them(tmp_path):
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    cluster = Cluster(home=private / "project" / ".renshe", settings=SMALL)
    try:
        assert cluster.layout.moved is (os.geteuid() == 0)
        cluster.start(attached=True)
        assert query(cluster, "SELECT 1") == [(1,)]
        again = Cluster(home=private / "project" / ".renshe")
        assert again.layout.place == cluster.layout.place
    finally:
        cluster.remove()
    assert not cluster.layout.place.exists()


def test_a_path_too_long_for_a_socket_gets_a_short_one_elsewhere(tmp_path):
    deep = tmp_path / ("long" * 20) / ("path" * 20)
    assert len(str(layout_of(home=deep).sockets)) < 90


def test_programs_of_another_version_than_the_data_are_refused_with_what_to_install():
    with pytest.raises(NoDatabasePrograms, match="PostgreSQL 9, which made the data here"):
        find_binaries(major=9)
