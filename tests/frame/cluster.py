"""A database server for tests and clones of one migrated template on it."""

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg
from psycopg import sql

from renshe.edge.database.address import ROLES, server_dsn, server_url
from renshe.edge.database.cluster import Cluster
from renshe.edge.database.roles import make_database, make_roles

SOURCE = Path(__file__).resolve().parents[2] / "src"
# Tests lose nothing by a crash of the machine, so they do not wait for the disk. What proves that nothing is lost has a
# cluster of its own with the settings of the product (tests/crash, edge/prove_long).
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "autovacuum": "off",
    "shared_buffers": "256MB",
    "max_connections": "120",
}
MEMORY = Path("/dev/shm")
MEMORY_NEEDED_BYTES = 6 * 2**30
"""Free in the machine and in its memory file system, before a throw-away cluster lies there."""
TEMPLATES_KEPT = 12
TEMPLATE_LOCK = 7_203_518


class TestServer:
    """Where test databases are made: an embedded cluster, or the server in RENSHE_DATABASE_URL."""

    __test__ = False

    def __init__(self, *, cluster: Cluster | None) -> None:
        self.cluster = cluster

    def admin(self) -> psycopg.Connection:
        """A connection that may make databases, in autocommit, to no test database."""
        if self.cluster is None:
            return psycopg.connect(server_dsn(database="postgres"), autocommit=True)
        return psycopg.connect(self.cluster.dsn(), autocommit=True)

    def address(self) -> dict[str, str]:
        """What in Django's database setting says where the server is."""
        if self.cluster is None:
            parts = psycopg.conninfo.conninfo_to_dict(server_dsn())
            return {"HOST": str(parts.get("host", "")), "PORT": str(parts.get("port", ""))}
        return {"HOST": str(self.cluster.layout.sockets), "PORT": ""}

    def template(self) -> str:
        """The name of the migrated template of this edition of the code, made if absent."""
        name = f"renshe_template_{edition()}"
        with self.admin() as connection:
            make_roles(connection)
            connection.execute("SELECT pg_advisory_lock(%s)", (TEMPLATE_LOCK,))
            if not _exists(connection, name):
                unfinished = f"{name}_unfinished"
                _drop(connection, unfinished)
                make_database(connection, name=unfinished)
                self._migrate(unfinished)
                rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                connection.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
                _drop_old_templates(connection)
        return name

    def clone(self, *, template: str, name: str) -> None:
        """A database of its own from the template, in some hundredths of a second."""
        with self.admin() as connection:
            _drop(connection, name)
            # By files: half the work of a copy through the log, and the checkpoint it asks for writes to memory.
            copy = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
            names = (sql.Identifier(one) for one in (name, ROLES["owner"], template))
            connection.execute(copy.format(*names))

    def drop(self, *, name: str) -> None:
        with self.admin() as connection:
            _drop(connection, name)

    def sweep(self) -> None:
        """Drop the databases of test processes that are no more."""
        with self.admin() as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE datname ~ '^test_[0-9]+_'"
            ).fetchall()
            for (name,) in rows:
                if not Path(f"/proc/{name.split('_')[1]}").exists():
                    _drop(connection, name)

    def _migrate(self, database: str) -> None:
        environment = {
            **os.environ,
            "RENSHE_ROLE": "owner",
            "DJANGO_SETTINGS_MODULE": "renshe.edge.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        program = (
            "import django, sys; from django.conf import settings; from django.core.management"
            " import call_command; name, host, port = sys.argv[1:];"
            " settings.DATABASES['default'].update(NAME=name, HOST=host, PORT=port);"
            " django.setup(); call_command('migrate', verbosity=0)"
        )
        address = self.address()
        done = subprocess.run(
            [sys.executable, "-c", program, database, address["HOST"], address["PORT"]],
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(
                f"the migrations of the test template failed:\n{done.stderr[-4000:]}"
            )


@contextlib.contextmanager
def serving() -> Iterator[TestServer]:
    """A server for this pytest run.

    RENSHE_DATABASE_URL: that server. RENSHE_TEST_CLUSTER: the cluster in that folder, started if
    need be and left running for the next run. Otherwise a throw-away that dies with this process.
    """
    if server_url():
        server = TestServer(cluster=None)
        server.sweep()
        yield server
        return
    kept = os.environ.get("RENSHE_TEST_CLUSTER")
    home = Path(kept) if kept else _throw_away()
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o711)
    cluster = Cluster(home=home.resolve(), settings=FORGETFUL)
    cluster.start(attached=not kept)
    try:
        server = TestServer(cluster=cluster)
        server.sweep()
        yield server
    finally:
        if not kept:
            cluster.remove()
            shutil.rmtree(home, ignore_errors=True)


def _throw_away() -> Path:
    """A new folder named after this process; those of processes that were killed are cleared away, as memory is dear."""
    place = _quick_place()
    for left in place.glob("renshe-test-*") if place else ():
        if left.owner() == _me() and not Path(f"/proc/{left.name.split('-')[2]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"renshe-test-{os.getpid()}-", dir=place))


def _me() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def _quick_place() -> Path | None:
    """Where a throw-away cluster waits for no disk: the memory file system, if there is one with room to spare, else None.

    Programs must be able to run there, because the server's are copied beside its data where nobody else may walk to them.
    """
    try:
        there = os.statvfs(MEMORY)
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None
    room = min(there.f_bavail * there.f_frsize, free) >= MEMORY_NEEDED_BYTES
    runs = not there.f_flag & os.ST_NOEXEC
    return MEMORY if room and runs and os.access(MEMORY, os.W_OK) else None


def edition() -> str:
    """A hash of everything that decides what a freshly migrated database looks like."""
    digest = hashlib.sha256(f"{django.__version__} {sorted(ROLES.items())}".encode())
    files = [*SOURCE.glob("renshe/**/migrations/*.py"), *SOURCE.glob("renshe/foundation/*")]
    files += SOURCE.glob("renshe/domains/*/apps.py")
    for file in sorted(path for path in files if path.is_file()):
        digest.update(str(file.relative_to(SOURCE)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _exists(connection: psycopg.Connection, name: str) -> bool:
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    return connection.execute(query, (name,)).fetchone() is not None


def _drop(connection: psycopg.Connection, name: str) -> None:
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    connection.execute(drop)


def _drop_old_templates(connection: psycopg.Connection) -> None:
    query = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC OFFSET %s"
    old = connection.execute(query, (r"renshe\_template\_%", TEMPLATES_KEPT)).fetchall()
    for (name,) in old:
        with contextlib.suppress(psycopg.errors.ObjectInUse):
            plain = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
            connection.execute(plain)
