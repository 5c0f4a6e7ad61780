"""The benchmarks that need a city: the month, pensions of a year, the import of a register, pages during a run.

Each city is built in a home of its own and thrown away. `measure` yields one section for each part and
adds what every reader must know (durability, row shapes) to `settings`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from renshe.edge.bench import certification, pages, pensions, register
from renshe.edge.bench.report import Section
from renshe.edge.bench.throw_away import ThrowAwayCity, answer

PLACE = "310112"
FIRST_MONTH = 2025 * 12 + 9
REGISTER_ROWS = 500_000
REGISTER_CITY = 20_000
SIZES = (10, 3)  # the smaller cities are a tenth and about a third of the largest


def measure(*, parts: Sequence[str], people: int, settings: list[str]) -> Iterator[Section]:
    """The sections of the chosen parts, at up to so many people; `settings` grows by what was measured under."""
    sizes = [people // part for part in SIZES] + [people] if "month" in parts else [people]
    section = _empty_month()
    if {"month", "pages", "pensions", "certification"} & set(parts):
        for size in sizes:
            with ThrowAwayCity(place=PLACE, people=size) as city:
                if "month" in parts:
                    _month(city, section, settings)
                if "pensions" in parts and size == people:
                    of_a_year = pensions.section(city, month=FIRST_MONTH + 2)
                if "certification" in parts and size == people:
                    certified = certification.section(city)
                if "pages" in parts and size == people:
                    shown = pages.measure(city, first_month=FIRST_MONTH + 4)
        if "month" in parts:
            yield section
        if "pensions" in parts:
            yield of_a_year
        if "certification" in parts:
            yield certified
        if "pages" in parts:
            yield shown
    if "import" in parts:
        rows = REGISTER_ROWS if people >= REGISTER_ROWS else people
        with ThrowAwayCity(place=PLACE, people=min(people, REGISTER_CITY)) as city:
            yield register.measure(city, rows=rows)


def _empty_month() -> Section:
    return Section(
        "Month: contributions and pensions of a city",
        "October 2025 of a demonstration city through the real runs: everybody insured is computed by the law, billed and"
        " posted; every pension is frozen, checked, planned, posted, funded, filed and answered by the bank (whose own"
        " work is not counted). The bare COPY writes the same rows into empty tables without keys, over the same number of"
        " connections, with durable commits; the rows are in memory before its clock starts. Side by side is the month after,"
        " both halves begun at one moment in two processes: the wall until the later one is done, and in brackets how much of it"
        " was the simulated bank's own work, on the same cores.",
        (
            "people",
            "built in",
            "contributions",
            "persons/s",
            "pensions",
            "persons/s",
            "side by side",
            "persons/s",
            "bare COPY",
            "ratio",
            "peak of the runner",
        ),
    )


def _month(city: ThrowAwayCity, section: Section, settings: list[str]) -> None:
    found = city.work(
        "renshe.edge.bench.month_run:measure",
        place=city.place,
        period=FIRST_MONTH,
        people=city.people,
    )
    steps: dict[str, float] = found["steps"]
    loading = steps.pop("load the law")
    bare = sum(part["seconds"] for part in found["bare"].values())
    assess, pay = steps["assess"], sum(steps.values()) - steps["assess"]
    rows, pensions = found["contribution_rows"], found["pension_rows"]
    halves, wall = _side_by_side(city)
    bank = halves["pensions"]["bank_s"]
    peak = max(found["peak_mb"], *(half["peak_mb"] for half in halves.values()))
    section.rows.append(
        (
            f"{city.people:,}",
            f"{city.built_s:.0f} s",
            f"{rows:,} in {assess:.2f} s",
            f"{rows / assess:,.0f}",
            f"{pensions:,} in {pay:.2f} s",
            f"{pensions / pay:,.0f}",
            f"{wall:.2f} s ({bank:.2f} s)",
            f"{sum(half['rows'] for half in halves.values()) / wall:,.0f}",
            f"{bare:.2f} s",
            f"{(assess + pay) / bare:.2f}",
            f"{peak:,} MB",
        )
    )
    told = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in steps.items())
    section.remarks.append(
        f"{city.people:,} people: {told}; before that {loading:.1f} s once, to load the law and its kernel, which are not"
        f" in the rates; {found['bills']:,} bills, {found['refused']:,} could not be assessed and are"
        f" listed, {found['exact_rows']:,} rows took the exact way; {found['paid']:,} pensions paid"
    )
    bare_told = ", ".join(
        f"{table} {part['rows']:,} rows of {part['bytes']:.0f} bytes in {part['seconds']:.2f} s"
        for table, part in found["bare"].items()
    )
    section.remarks.append(f"bare COPY at {city.people:,} people: {bare_told}")
    if found["settings"] not in settings:
        settings.append(found["settings"])


def _side_by_side(city: ThrowAwayCity) -> tuple[dict[str, dict[str, Any]], float]:
    """Next month's contributions and pensions at once: what each half says, and the wall of both."""
    gate = city.folder / "gate"
    gate.mkdir()
    halves = {
        half: city.begin(
            "renshe.edge.bench.month_run:one_half",
            half=half,
            place=city.place,
            period=FIRST_MONTH + 1,
            people=city.people,
            gate=str(gate),
        )
        for half in ("contributions", "pensions")
    }
    while not all((gate / f"ready-{half}").exists() for half in halves):
        ended = next((half for half, run in halves.items() if run.poll() is not None), None)
        if ended:
            answer(halves[ended], ended)
        time.sleep(0.01)
    (gate / "go").touch()
    told = {half: answer(run, half) for half, run in halves.items()}
    return told, max(half["wall_s"] for half in told.values())
