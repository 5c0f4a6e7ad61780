"""A city in an installation of its own, built for a benchmark and gone afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

from renshe.edge.database.cluster import Cluster
from renshe.edge.database.serving import prepare_cluster
from renshe.edge.home import home

WORKER = "renshe.edge.bench.worker"


class WorkFailed(RuntimeError):
    """A piece of a benchmark ended badly; the message holds the end of what it said."""


class ThrowAwayCity:
    """A cluster with a city of so many people. Use as a context; `built_s` says how long the building took."""

    def __init__(self, *, place: str, people: int, seed: int = 1) -> None:
        self.place, self.people, self.seed = place, people, seed
        self.folder: Path = home() / f"bench-{os.getpid()}-{people}"
        self.built_s = 0.0
        self.summary: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self.folder.mkdir(mode=0o711)
        self.cluster = Cluster(home=self.folder)
        self.cluster.start(attached=True)
        prepare_cluster(self.cluster)
        self.work("renshe.edge.bench.throw_away:migrate", role="owner")
        started = time.perf_counter()
        self.summary = self.work(
            "renshe.edge.demo.build:build_city",
            place=self.place,
            people=self.people,
            seed=self.seed,
        )
        self.built_s = time.perf_counter() - started
        return self

    def __exit__(self, *_: object) -> None:
        self.cluster.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, *, role: str = "runner") -> dict[str, str]:
        """The environment of a process of this installation."""
        chosen = {
            **os.environ,
            "RENSHE_HOME": str(self.folder),
            "RENSHE_ROLE": role,
            "RENSHE_MODE": "demonstration",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        chosen.pop("RENSHE_DATABASE_URL", None)
        return chosen

    def begin(self, call: str, *, role: str = "runner", **arguments: Any) -> subprocess.Popen[str]:
        """Start `module:function` in a process of its own; `answer` waits for it."""
        return subprocess.Popen(
            [sys.executable, "-m", WORKER, call, json.dumps(arguments, default=str)],
            env=self.environment(role=role),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def work(self, call: str, *, role: str = "runner", **arguments: Any) -> dict[str, Any]:
        """Call `module:function` in a process of its own and return its answer. Raises WorkFailed."""
        return answer(self.begin(call, role=role, **arguments), call)


def answer(process: subprocess.Popen[str], call: str) -> dict[str, Any]:
    """What a piece of work answered. Raises WorkFailed."""
    out, said = process.communicate()
    if process.returncode:
        raise WorkFailed(f"{call} ended with {process.returncode}:\n{said[-3000:]}")
    found: dict[str, Any] = json.loads(out.strip().rpartition("\n")[2] or "{}")
    return found


def migrate() -> dict[str, Any]:
    """Bring the installation's database to this edition of the code; as owner."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return {}
