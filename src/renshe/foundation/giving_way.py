"""A long run gives way: people who wait for a page come first on the same cores.

The process lowers its own priority, and that of each server process which works for it where the database runs on this
machine. Nothing is refused and nothing is slower while nobody else wants the cores.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psycopg

NICE = 10
# Helpers of a server process do not take on its priority, so a run that gives way does without them.
SETTINGS = (
    "SET max_parallel_workers_per_gather = 0",
    "SET max_parallel_maintenance_workers = 0",
)
_state = {"gives_way": False}


def give_way() -> None:
    """From here on this process and what works for it come last. Connections opened before stay as they were."""
    if not _state["gives_way"]:
        os.nice(NICE)
        _state["gives_way"] = True


def gives_way() -> bool:
    """Whether this process comes last."""
    return _state["gives_way"]


def lower(connection: psycopg.Connection[Any]) -> None:
    """Let the server process of a new connection come last too, where this process does."""
    if gives_way():
        for setting in SETTINGS:
            connection.execute(setting)
        lower_server_process(connection.info.backend_pid, host=connection.info.host)


def lower_server_process(pid: int, *, host: str) -> None:
    """Lower a server process of this machine; elsewhere, or where we may not, nothing happens."""
    if not host.startswith("/"):  # not a Unix socket: the number may be anybody's here
        return
    try:
        if Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"postgres"):
            os.setpriority(os.PRIO_PROCESS, pid, NICE)
    except OSError:
        return
