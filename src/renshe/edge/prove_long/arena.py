"""A throw-away installation in which runs and their database are killed for real.

Commits wait for the disk here as in production: a proof about crashes on a database that does not would prove nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

import psycopg
from psycopg import sql

from renshe.edge.database.cluster import Cluster
from renshe.edge.database.roles import make_database, make_roles
from renshe.foundation.crash_points import AT, WHAT, kill_database

PACKAGE = "renshe.edge.prove_long"
TEMPLATE = "proof_template"
LONGEST_S = 900.0
SETTINGS = {"shared_buffers": "256MB", "max_wal_size": "2GB", "max_connections": "100"}


class ChildFailed(RuntimeError):
    """A run that nobody killed ended badly; the message holds the end of what it said."""


@dataclass(frozen=True)
class Child:
    """One process at work, what it will answer, and where it complains."""

    pid: int
    answer: Path
    log: Path

    def kill(self) -> None:
        """End it at once. One that has ended already stays so."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Arena:
    """The cluster, the process that forks, and clones of a prepared database. Use as a context."""

    def __init__(self, *, home: Path, settings: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.cluster = Cluster(home=home, settings={**SETTINGS, **(settings or {})})
        self._numbers = 0
        self._parent: subprocess.Popen[str] | None = None
        self.database_kills = 0

    def __enter__(self) -> Self:
        self.cluster.start(attached=True)
        with psycopg.connect(self.cluster.dsn(), autocommit=True) as connection:
            make_roles(connection)
        environment = {
            **os.environ,
            "RENSHE_HOME": str(self.home),
            "RENSHE_ROLE": "runner",
            "RENSHE_MODE": "demonstration",
            "DJANGO_SETTINGS_MODULE": "renshe.edge.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        for name in ("RENSHE_DATABASE_URL", AT, WHAT):
            environment.pop(name, None)
        self._parent = subprocess.Popen(
            [sys.executable, "-m", f"{PACKAGE}.offspring"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        self.threads_before_fork = int(self._read()["threads"])
        return self

    def __exit__(self, *_: object) -> None:
        if self._parent is not None:
            _pipe(self._parent.stdin).close()
            self._parent.wait(timeout=60)
            _pipe(self._parent.stdout).close()
        self.kill_database()  # nothing here is worth a checkpoint
        self.cluster.remove()

    def prepare(self, *, call: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Make the template: migrated, and filled by `call`; returns what that returned."""
        with psycopg.connect(self.cluster.dsn(), autocommit=True) as connection:
            make_database(connection, name=TEMPLATE)
        self.do(call=f"{PACKAGE}.arena:migrate", database=TEMPLATE, role="owner")
        found: dict[str, Any] = self.do(call=call, arguments=arguments, database=TEMPLATE)
        return found

    def clone(self) -> str:
        """The name of a new database made from the template; it stays until `forget` or the end."""
        self._numbers += 1
        name = f"proof_{self._numbers}"
        self.revive()
        with psycopg.connect(self.cluster.dsn(), autocommit=True) as connection:
            make_database(connection, name=name, template=TEMPLATE)
            # A sequence copied with its database is not written to the log until the next checkpoint: after a crash before
            # that it would give its numbers again (PostgreSQL 15 and later, strategy wal_log).
            connection.execute("CHECKPOINT")
        return name

    def forget(self, database: str) -> None:
        """Drop a clone."""
        self.revive()
        with psycopg.connect(self.cluster.dsn(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database))
            )

    def start(
        self,
        *,
        call: str,
        database: str,
        arguments: Mapping[str, Any] | None = None,
        role: str = "runner",
        environment: Mapping[str, str] | None = None,
    ) -> Child:
        """Begin `module:function` in a process of its own, connected to a database as a role."""
        self._numbers += 1
        answer = Path(tempfile.gettempdir()) / f"renshe-proof-{os.getpid()}-{self._numbers}.json"
        log = answer.with_suffix(".log")
        self._write(
            {
                "do": "fork",
                "call": call,
                "arguments": dict(arguments or {}),
                "database": database,
                "role": role,
                "environment": dict(environment or {}),
                "answer": str(answer),
                "log": str(log),
            }
        )
        return Child(int(self._read()["pid"]), answer, log)

    def wait(self, child: Child, *, seconds: float = LONGEST_S) -> tuple[int, Any]:
        """Its exit status (negative: the signal that ended it) and its answer, None where it gave none."""
        self._write({"do": "wait", "pid": child.pid, "seconds": seconds})
        status = int(self._read()["status"])
        found = (
            json.loads(child.answer.read_text(encoding="utf-8")) if child.answer.exists() else None
        )
        child.answer.unlink(missing_ok=True)
        return status, found

    def said(self, child: Child) -> str:
        """The end of what a child complained about; its log is gone afterwards."""
        text = child.log.read_text(encoding="utf-8", errors="replace") if child.log.exists() else ""
        child.log.unlink(missing_ok=True)
        return text[-4000:]

    def do(self, **asked: Any) -> Any:
        """Start, wait, and return the answer. Raises ChildFailed."""
        child = self.start(**asked)
        status, found = self.wait(child)
        said = self.said(child)
        if status:
            raise ChildFailed(f"{asked['call']} ended with {status}:\n{said}")
        return found

    def kill_database(self) -> None:
        """Kill the server with every backend, as a power failure would."""
        postmaster = self.cluster.postmaster_pid()
        if postmaster is not None:
            kill_database(postmaster=postmaster)
            self.database_kills += 1

    def revive(self) -> bool:
        """Start the database where it is dead. True where it was."""
        if self.cluster.accepts_connections():
            return False
        time.sleep(0.05)
        return self.cluster.start(attached=True)

    def _write(self, what: dict[str, Any]) -> None:
        assert self._parent is not None
        stream = _pipe(self._parent.stdin)
        stream.write(json.dumps(what) + "\n")
        stream.flush()

    def _read(self) -> dict[str, Any]:
        assert self._parent is not None
        line = _pipe(self._parent.stdout).readline()
        if not line:
            raise ChildFailed("the process that makes the others has ended")
        found: dict[str, Any] = json.loads(line)
        return found


def migrate() -> None:
    """Bring the connected database to this edition of the code; as owner."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
