"""A process that holds the loaded product and makes runs by forking, so that each can be killed and begun anew at once.

It never opens a connection nor starts a thread itself, so a child begins as a fresh process would, without the five
seconds of imports. Requests come as lines of JSON on standard input, answers go out as lines on standard output:

    {"do": "fork", "call": "module:function", "arguments": {}, "database": "x", "role": "runner", "environment": {},
     "answer": "/path"}                                                     → {"pid": 123}
    {"do": "wait", "pid": 123, "seconds": 60}                               → {"status": -9}
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

PRELOADED = (
    "renshe.runs.monthly_contribution_assessment.run",
    "renshe.runs.monthly_collection.run",
    "renshe.runs.monthly_pension_payment.bank",
    "renshe.edge.prove_long.story",
    "renshe.edge.prove_long.contents",
    "renshe.edge.prove_long.small_city",
    "renshe.edge.prove_long.writers",
    "renshe.edge.prove_long.together",
    "renshe.edge.prove_long.kills",
    "renshe.edge.commands.prove",
)


def main() -> None:
    """Load everything, say so, and serve requests until standard input ends."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renshe.edge.settings")
    django.setup()
    for name in PRELOADED:
        importlib.import_module(name)
    _warm()
    _answer({"ready": os.getpid(), "threads": len(list(Path("/proc/self/task").iterdir()))})
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "wait":
            _answer({"status": _wait(request["pid"], request["seconds"])})
        else:
            _answer({"pid": _fork(request)})


def _warm() -> None:
    """Load the month's kernel on one row: the laws, the compiler, its cache."""
    import pyarrow as pa

    from renshe.laws import library
    from renshe.runs.monthly_contribution_assessment.law import TARGETS

    row = pa.table(
        {
            "declared_wage": [1_000_000],
            "person_kind": ["employee"],
            "employer_kind": ["enterprise"],
            "employer_size": ["small"],
            "injury_rate": [400],
        }
    )
    library.compute(TARGETS, row, place="310112", on=dt.date(2025, 10, 1), threads=1)


def _wait(pid: int, seconds: float) -> int:
    """The child's exit status; one that takes longer is killed, which the status then tells."""
    deadline = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            deadline += 60
        time.sleep(0.005)


def _answer(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _fork(request: dict[str, Any]) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.dup2(os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), 2)
        os.dup2(2, 1)
        os.environ.update(request["environment"])
        _connect_to(request["database"], request["role"])
        module, _, function = request["call"].partition(":")
        found = getattr(importlib.import_module(module), function)(**request["arguments"])
        partial = Path(request["answer"] + ".part")
        partial.write_text(json.dumps(found, ensure_ascii=False, default=str), encoding="utf-8")
        partial.rename(request["answer"])
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _connect_to(database: str, role: str) -> None:
    from django.conf import settings
    from django.db import connections

    from renshe.foundation.connections import login

    for place in (settings.DATABASES["default"], connections["default"].settings_dict):
        place.update(NAME=database, **{"OPTIONS": {}, **login(role=role)})


if __name__ == "__main__":
    main()
