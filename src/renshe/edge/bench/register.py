"""Import of a large register with errors in it, timed as it is and once killed half-way and begun again."""

from __future__ import annotations

import datetime as dt
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from renshe.edge.bench.report import Section, peak_mb
from renshe.edge.bench.throw_away import ThrowAwayCity, WorkFailed, answer
from renshe.kernel.codes import national_id

WORKER = "renshe.edge.bench.register"
AS_OF = dt.date(2025, 10, 9)
BAD_PER_MILLE = 20
KNOWN_PER_MILLE = 50
LONGEST_S = 900
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红玲"


def measure(city: ThrowAwayCity, *, rows: int) -> Section:
    """A register of so many rows into a city that has its employers: whole, and killed half-way."""
    section = Section(
        "Import: a register with errors",
        f"A CSV of {rows:,} people and their wages; {KNOWN_PER_MILLE / 10:g} % are known already, {BAD_PER_MILLE / 10:g} % of the"
        " rows are wrong in one of six ways. Every cell is checked, every bad row listed, every good person and wage"
        " kept, chunk by chunk in one transaction with the cursor.",
        ("attempt", "rows", "good", "bad", "seconds", "rows/s", "peak of the runner"),
    )
    for number, kill in enumerate((False, True)):
        file = city.folder / f"register-{number}.csv"
        written = city.work(f"{WORKER}:write", path=str(file), rows=rows, seed=number + 1)
        told = _killed(city, file, rows) if kill else _whole(city, file, rows)
        if (told["good"], told["bad"]) != (written["good"], written["bad"]):
            raise WorkFailed(f"the import found {told}, but the file holds {written}")
        section.rows.append(
            (
                "killed half-way and begun again" if kill else "whole",
                f"{rows:,}",
                f"{told['good']:,}",
                f"{told['bad']:,}",
                f"{told['seconds']:.1f}",
                f"{rows / told['seconds']:,.0f}",
                f"{told['peak_mb']:,} MB",
            )
        )
        if kill:
            section.remarks.append(
                f"killed by SIGKILL after row {told['killed_at']:,}; begun again at row {told['resumed_from']:,}; people and"
                " wages counted afterwards: none lost, none twice"
            )
        file.unlink()
    return section


def _whole(city: ThrowAwayCity, file: Path, rows: int) -> dict[str, Any]:
    started = time.perf_counter()
    told = city.work(f"{WORKER}:take", path=str(file), place=city.place, rows=rows)
    return {**told, "seconds": time.perf_counter() - started}


def _killed(city: ThrowAwayCity, file: Path, rows: int) -> dict[str, Any]:
    """Time of both attempts together, from the start of the first process to the end of the second."""
    before = city.work(f"{WORKER}:counts")
    call = f"{WORKER}:take"
    started = time.perf_counter()
    process = city.begin(call, path=str(file), place=city.place, rows=rows)
    killed_at = 0
    for killed_at in _standing(city, file):
        if killed_at >= rows // 2 or process.poll() is not None:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    told = answer(city.begin(call, path=str(file), place=city.place, rows=rows), call)
    seconds = time.perf_counter() - started
    after = city.work(f"{WORKER}:counts")
    grown = after["wages"] - before["wages"]
    if grown != told["good"] or after["people"] - before["people"] != after["new"] - before["new"]:
        raise WorkFailed(
            f"{told['good']} rows were kept, but {grown} wages are there: {before} {after}"
        )
    return {**told, "seconds": seconds, "killed_at": killed_at}


def _standing(city: ThrowAwayCity, file: Path) -> Iterator[int]:
    """How many rows are committed, asked every tenth of a second on a connection of its own."""
    import psycopg

    deadline = time.monotonic() + LONGEST_S
    dsn = city.cluster.dsn(database="renshe")
    with psycopg.connect(dsn, autocommit=True) as connection:
        while time.monotonic() < deadline:
            found = connection.execute(
                "SELECT next_row FROM contributions_register_import WHERE resume_key = %s",
                (file.name,),
            ).fetchone()
            yield int(found[0]) if found else 0
            time.sleep(0.1)


def take(*, path: str, place: str, rows: int) -> dict[str, Any]:
    """Import the file, or go on with it, in chunks of at most 50,000 rows and at least ten of them."""
    from renshe.services.contributions.import_register.importing import import_register

    file = Path(path)
    taken = import_register(
        content=file.read_bytes(),
        resume_key=file.name,
        place=place,
        period=AS_OF.year * 12 + AS_OF.month - 1,
        as_of=AS_OF,
        at=dt.datetime.combine(AS_OF, dt.time(9), tzinfo=dt.UTC),
        chunk_rows=min(50_000, -(-rows // 10)),
    )
    return {
        "good": taken.rows_good,
        "bad": taken.rows_bad,
        "resumed_from": taken.resumed_from,
        "peak_mb": peak_mb(),
    }


def counts() -> dict[str, Any]:
    """People, those of them who came by a register, and wages from registers."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM registry_person), (SELECT count(DISTINCT person_id) FROM"
            " contributions_declared_wage w JOIN registry_person p ON p.id = w.person_id"
            " WHERE w.source = 'register' AND p.created_at >= '2025-10-09'),"
            " (SELECT count(*) FROM contributions_declared_wage WHERE source = 'register')"
        )
        people, new, wages = cursor.fetchone()
    return {"people": int(people), "new": int(new), "wages": int(wages)}


def write(*, path: str, rows: int, seed: int) -> dict[str, Any]:
    """Write a register for the employers and some of the people in the database; how many rows are good and bad."""
    draw = np.random.default_rng(seed)
    units, known = _known(rows * KNOWN_PER_MILLE // 1000)
    frame = _newcomers(draw, rows - known.height, seed).vstack(known)
    frame = frame.sample(frame.height, shuffle=True, seed=seed).with_columns(
        uscc=pl.Series(units)[draw.integers(0, len(units), frame.height)],
        wage=pl.Series(draw.integers(200_000, 5_000_000, frame.height) / 100)
        .round(2)
        .cast(pl.String),
    )
    kind = pl.Series(
        np.where(
            draw.integers(0, 1000, frame.height) < BAD_PER_MILLE,
            draw.integers(1, 7, frame.height),
            0,
        )
    )
    frame = _spoil(frame, kind)
    from renshe.services.contributions.import_register.importing import columns

    named = {column.key: column.zh for column in columns()}
    frame.select(*named).rename(named).write_csv(path, include_bom=True)
    bad = int((kind > 0).sum())
    return {"good": frame.height - bad, "bad": bad}


def _known(wanted: int) -> tuple[list[str], pl.DataFrame]:
    """Credit codes of open employers, and people of the register as a file would write them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT uscc FROM registry_employer WHERE closed_on IS NULL ORDER BY id")
        units = [code for (code,) in cursor.fetchall()]
        cursor.execute(
            "SELECT id_number, name, ethnic_code, retirement_category, residence_place FROM registry_person p"
            " WHERE died_on IS NULL AND id_kind = 'resident_id' AND NOT EXISTS"
            " (SELECT FROM registry_person_alias a WHERE a.merged_id = p.id) ORDER BY id LIMIT %s",
            [wanted],
        )
        people = cursor.fetchall()
    names = ["id_number", "name", "ethnic", "retirement", "place"]
    return units, pl.DataFrame(people, schema=dict.fromkeys(names, pl.String), orient="row")


def _newcomers(draw: np.random.Generator, count: int, seed: int) -> pl.DataFrame:
    """People whom nobody knows, with numbers of a division in which the city's people were not born."""
    number = np.arange(count)
    days = (number // 999 + seed * 4_000).astype("timedelta64[D]") + np.datetime64("1961-01-01")
    texts = (
        pl.DataFrame({"day": days, "sequence": number % 999 + 1})
        .select(
            pl.lit("110101")
            + pl.col("day").cast(pl.Date).dt.strftime("%Y%m%d")
            + pl.col("sequence").cast(pl.String).str.zfill(3)
        )
        .to_series()
    )
    digits = np.array([list(text.encode()) for text in texts], dtype=np.int64) - 48
    checks = np.array(list(national_id.CHECKS))[
        (digits * np.array(national_id.WEIGHTS)).sum(axis=1) % 11
    ]
    man = (number % 999 + 1) % 2 == 1
    woman = np.where(draw.random(count) < 0.5, "F55", "F50")
    first = np.array(list(SURNAMES))[draw.integers(0, len(SURNAMES), count)]
    given = np.array(list(GIVEN))[draw.integers(0, len(GIVEN), (2, count))]
    return pl.DataFrame(
        {
            "id_number": texts + pl.Series(checks),
            "name": np.char.add(np.char.add(first, given[0]), given[1]),
            "ethnic": ["汉族"] * count,
            "retirement": np.where(man, "M60", woman),
            "place": ["310112"] * count,
        }
    )


def _spoil(frame: pl.DataFrame, kind: pl.Series) -> pl.DataFrame:
    """Make the marked rows wrong: unit, check digit, name, ethnic group, category, wage."""
    frame = frame.with_columns(kind=kind)
    other = (
        pl.when(pl.col("id_number").str.slice(17, 1) == "1")
        .then(pl.lit("2"))
        .otherwise(pl.lit("1"))
    )
    wrong = {
        1: ("uscc", pl.lit("91310112MA99999999")),
        2: ("id_number", pl.col("id_number").str.slice(0, 17) + other),
        3: ("name", pl.lit("")),
        4: ("ethnic", pl.lit("火星")),
        5: ("retirement", pl.lit("退休")),
        6: ("wage", pl.lit("八千")),
    }
    return frame.with_columns(
        pl.when(pl.col("kind") == number).then(text).otherwise(pl.col(name)).alias(name)
        for number, (name, text) in wrong.items()
    ).drop("kind")
