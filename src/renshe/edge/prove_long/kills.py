"""Kills at instants that nobody chose: the run's process or its database, again and again within one month.

After each round the month is begun again until it is done, and must be the month that nobody killed.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from renshe.edge.prove_long.arena import PACKAGE, Arena, Child, ChildFailed
from renshe.edge.prove_long.trial import BUSY, Month, Undisturbed, compare, live_undisturbed

MOST_PER_MONTH = 4
Report = Callable[[str, int, int], None]


@dataclass
class Kills:
    """What was killed, where the month stood then, and what was wrong afterwards."""

    process: int = 0
    database: int = 0
    months: int = 0
    attempts: int = 0
    busy: int = 0
    undisturbed_seconds: float = 0.0
    where: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def count(self) -> int:
        """Kills that struck a run at work."""
        return self.process + self.database


def kill_at_random(
    *, arena: Arena, city: Mapping[str, int], kills: int, seed: int, report: Report
) -> Kills:
    """Kill so often, half processes and half databases; the arena is prepared with this city."""
    draw, found = random.Random(seed), Kills()
    started = time.monotonic()
    undisturbed = live_undisturbed(arena=arena, city=city)
    found.undisturbed_seconds = undisturbed.seconds
    while found.count < kills:
        month = Month(arena=arena, city=city)
        for _ in range(min(draw.randint(1, MOST_PER_MONTH), kills - found.count)):
            if not _kill_once(month, undisturbed, draw, found):
                break
            report("kills", found.count, kills)
        found.months += 1
        try:
            month.finish()
            told = compare(month, undisturbed)
        except ChildFailed as problem:
            told = [str(problem)]
        found.attempts += month.attempts
        found.wrong += [f"month {found.months}: {text}" for text in told]
        arena.forget(month.database)
        month.close()
    found.seconds = time.monotonic() - started
    return found


def _kill_once(month: Month, undisturbed: Undisturbed, draw: random.Random, found: Kills) -> bool:
    """Begin the month and kill it at some instant; False where it was done before that."""
    arena = month.arena
    arena.revive()
    child = month.begin()
    what = draw.choice(("process", "database"))
    _wait_while_it_works(child, draw.uniform(0.0, undisturbed.seconds))
    if _ended(child):
        status, _ = arena.wait(child)
        return _ended_by_itself(status, arena.said(child), found)
    if what == "process":
        child.kill()
    else:
        arena.kill_database()
    status, _ = arena.wait(child)
    said = arena.said(child)
    if status == 0:
        return False
    arena.revive()
    found.where[str(arena.do(call=f"{PACKAGE}.kills:standing", database=month.database))] += 1
    if what == "process":
        found.process += 1
        if status != -9:
            found.wrong.append(f"a killed process ended with {status}: {said[-400:]}")
    else:
        found.database += 1
    return True


def _ended_by_itself(status: int, said: str, found: Kills) -> bool:
    """A run that ended before its kill: done, or told that the stage of the killed one is still held."""
    if status and BUSY in said:
        found.busy += 1
        time.sleep(0.2)
        return True
    if status:
        found.wrong.append(f"a run ended with {status} before anybody killed it: {said[-800:]}")
    return False


def _wait_while_it_works(child: Child, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not _ended(child):
        time.sleep(min(0.005, max(0.0, deadline - time.monotonic())))


def _ended(child: Child) -> bool:
    """Whether it has ended, waited for or not."""
    try:
        state = (Path("/proc") / str(child.pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def standing() -> str:
    """How far the month in the connected database has come, in a few words."""
    from renshe.domains.audit import api as audit
    from renshe.domains.pension import api as pension
    from renshe.edge.prove_long.small_people import OCTOBER, PLACE

    batches = pension.batches_of(place=PLACE, period=OCTOBER)
    if batches:
        return f"pensions, attempt {batches[-1].attempt}, {batches[-1].state}"
    runs = {run.kind: run.state for run in audit.runs_of_month(period=OCTOBER)}
    for kind, words in (
        ("account_crediting", "crediting"),
        ("monthly_collection", "collection"),
        ("monthly_contribution_assessment", "assessment"),
    ):
        if kind in runs:
            return f"{words}, {runs[kind]}"
    return "before anything"
