"""Named instants at which a process or its database may really be killed, to prove that nothing is lost.

`crash_point("stage.after_key")` does nothing unless the environment names it:

| variable | meaning |
|---|---|
| RENSHE_KILL_AT | `name` or `name:3` (the third time it is passed); `*` stands for anything in a name |
| RENSHE_KILL_WHAT | `process` (this one, where unset) or `database` (its postmaster with every backend) |

Both end by SIGKILL: no handler runs, no buffer is flushed. A production installation has no crash points.
"""

import os
import signal
import threading
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

from django.conf import settings

AT = "RENSHE_KILL_AT"
WHAT = "RENSHE_KILL_WHAT"
_PROC = Path("/proc")
_passed: Counter[str] = Counter()
_counting = threading.Lock()


class NotOurDatabase(RuntimeError):
    """The database is on another machine, or is no PostgreSQL that this one could kill."""


def crash_point(name: str) -> None:
    """Kill what the environment asks for, if it names this point; otherwise do nothing.

    After the database was killed this returns: what follows meets the broken connection. Raises NotOurDatabase.
    """
    wanted = os.environ.get(AT)
    if wanted is None or settings.PRODUCTION:
        return
    pattern, _, turn = wanted.partition(":")
    if not fnmatchcase(name, pattern):
        return
    with _counting:
        _passed[pattern] += 1
        if _passed[pattern] != int(turn or 1):
            return
    if os.environ.get(WHAT, "process") == "database":
        kill_database(postmaster=postmaster_of_this_database())
    else:
        os.kill(os.getpid(), signal.SIGKILL)


def postmaster_of_this_database() -> int:
    """The process id of the embedded server that Django is connected to. Raises NotOurDatabase."""
    from renshe.foundation.connections import connect

    with connect(role="runner") as connection:
        if not connection.info.host.startswith("/"):
            raise NotOurDatabase("only a database behind a socket of this machine can be killed")
        backend = connection.info.backend_pid  # alive as long as this connection is
        parent = _parent(backend)
        if parent is None or _name(backend) != "postgres" or _name(parent) != "postgres":
            raise NotOurDatabase(f"process {backend} is no PostgreSQL of this machine")
        return parent


def kill_database(*, postmaster: int) -> list[int]:
    """Kill a postmaster and every process that it made, as a power failure would; returns whom.

    Raises NotOurDatabase where the process is no PostgreSQL.
    """
    if _name(postmaster) != "postgres":
        raise NotOurDatabase(f"process {postmaster} is no PostgreSQL of this machine")
    os.kill(postmaster, signal.SIGSTOP)  # it makes no further child while we count them
    children = [
        int(each.name) for each in _PROC.glob("[0-9]*") if _parent(int(each.name)) == postmaster
    ]
    killed = [postmaster, *children]
    for process in killed:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return killed


def _stat(process: int) -> tuple[str, list[str]] | None:
    try:
        head, _, rest = (_PROC / str(process) / "stat").read_text().rpartition(")")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return head.partition("(")[2], rest.split()


def _name(process: int) -> str:
    found = _stat(process)
    return found[0] if found else ""


def _parent(process: int) -> int | None:
    found = _stat(process)
    return int(found[1][1]) if found else None
