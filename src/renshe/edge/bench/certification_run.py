"""Certification measured inside an installation: files compared, then the day's clock."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import time
from collections.abc import Iterator
from typing import Any

from django.db import connection

from renshe.edge.bench.month_run import Clock
from renshe.edge.bench.report import peak_mb
from renshe.foundation.giving_way import give_way
from renshe.gateways.population.contract import PopulationFiles
from renshe.gateways.population.simulator import SimulatedBody, Told
from renshe.runs.context import RunContext
from renshe.runs.eligibility_clock.run import run as clock_run
from renshe.runs.eligibility_comparison.run import run as compare

AT = dt.datetime(2025, 10, 31, 9, tzinfo=dt.UTC)
KNOWN_HERE = 20
"""One in so many rows of the death file names somebody of the register; the others died elsewhere."""


def measure(*, place: str, people: int) -> dict[str, Any]:
    """Seconds of each."""
    give_way()  # as the command line does
    context = RunContext(
        place=place, period=2025 * 12 + 9, accounting_month=2025 * 12 + 9, at=AT, by="bench"
    )
    found: dict[str, Any] = {}
    deaths = _file("death", place, _deaths(people))
    started = time.perf_counter()
    PopulationFiles().read(content=deaths, as_of=context.today)
    found["read_s"] = time.perf_counter() - started
    for name, content in (
        ("death file", deaths),
        ("medical file", _file("medical_use", place, _visits())),
    ):
        clock = Clock()
        done = clock.time(
            name,
            lambda content=content, name=name: compare(
                context, file_name=hashlib.sha256(name.encode()).hexdigest()[:8], content=content, reader=PopulationFiles(),
            ),
        )  # fmt: skip
        one = done.comparison
        told = f"{one.matched:,} registered, {one.pensioners:,} drawing, {one.hits:,} hits, {one.passed:,} proved"
        found[name] = {"rows": one.rows, "seconds": clock.steps[name], "found": told}
    clock = Clock()
    totals = clock.time("clock", lambda: clock_run(context))
    found["clock"] = {
        "rows": totals["seen"], "seconds": clock.steps["clock"],
        "found": f"{totals['warned']:,} warned, {totals['overdue']:,} overdue",
    }  # fmt: skip
    return found | {"peak_mb": peak_mb()}


def _file(kind: str, place: str, told: Iterator[Told]) -> bytes:
    return SimulatedBody(seed=1).file(
        kind=kind, place=place, sequence=1, made_on=AT.date(), told=told
    )


def _registered() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, name FROM registry_person ORDER BY hashint8(id)")
        yield from cursor.fetchall()


def _deaths(people: int) -> Iterator[Told]:
    """As many deaths as there are people; most of them of people whom the register does not know."""
    known, dice = list(_registered()), random.Random(1)
    day = AT.date() - dt.timedelta(days=50)
    yield from (Told(number, name, day) for number, name in known[: people // KNOWN_HERE])
    for _ in range(people - people // KNOWN_HERE):
        born = f"19{dice.randrange(30, 60)}0{dice.randrange(1, 10)}{dice.randrange(10, 28)}"
        first = f"65{dice.randrange(10**4):04d}{born}{dice.randrange(1000):03d}"
        yield Told(_with_check_digit(first), "某某", day)


def _visits() -> Iterator[Told]:
    day = AT.date() - dt.timedelta(days=9)
    return (Told(number, name, day) for number, name in _registered())


def _with_check_digit(first: str) -> str:
    """GB 11643-1999, written again here: the file is the other side's."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(w * int(c) for w, c in zip(weights, first, strict=True)) % 11]
