"""`renshe prove-long`: the proofs that take an hour, run before a release, with their log in docs/proofs."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from renshe.edge.prove_long.arena import Arena
    from renshe.edge.prove_long.log import Proof

ROOT = Path(__file__).resolve().parents[4]
PARTS = ("columns", "kills", "writers")
Report = Callable[[str, int, int], None]


@click.command(name="prove-long")
@click.option(
    "--people",
    default=1_000_000,
    show_default=True,
    help="People computed by two roads, for each law",
)
@click.option(
    "--sample", default=20_000, show_default=True, help="How many of them are explained one by one"
)
@click.option("--kills", default=200, show_default=True, help="Kills at random instants")
@click.option("--minutes", default=10.0, show_default=True, help="How long the writers write")
@click.option("--writers", default=8, show_default=True, help="How many write at once")
@click.option(
    "--city",
    default=2_000,
    show_default=True,
    help="People of the city that is killed and written to",
)
@click.option(
    "--seed",
    default=20251031,
    show_default=True,
    help="The same seed draws the same people and instants",
)
@click.option(
    "--only", type=click.Choice(PARTS), multiple=True, help="Only these parts; default all"
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=ROOT / "docs" / "proofs" / "prove-long.md"
)
def command(
    people: int,
    sample: int,
    kills: int,
    minutes: float,
    writers: int,
    city: int,
    seed: int,
    only: tuple[str, ...],
    out: Path,
) -> None:
    """长证明：百万人两路核对、随机杀进程与数据库、多人同时写入 (prove at length, and write the log)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renshe.edge.settings")
    from django.conf import settings

    if settings.PRODUCTION:
        raise click.ClickException(
            "生产环境不作破坏性证明。 A production installation is not killed for a proof."
        )
    from renshe.edge.prove_long import log

    chosen = only or PARTS
    proof = log.Proof(
        f"{', '.join(chosen)}: {people:,} people, {sample:,} explained, {kills} kills, {writers} writers for"
        f" {minutes:g} minutes, a city of {city:,}",
        seed,
    )
    started = time.monotonic()
    with _progress() as report:
        if "columns" in chosen:
            from renshe.edge.prove_long.columns import compare_columns

            proof.agreements = compare_columns(
                people=people, sample=sample, seed=seed, report=report
            )
        if {"kills", "writers"} & set(chosen):
            with _arena(city) as arena:
                _disturb(arena, proof, chosen, city, (kills, minutes, writers), report)
    proof.seconds = time.monotonic() - started
    log.write(out, proof, dt.datetime.now(tz=dt.UTC).date())
    click.echo(f"{proof.verdict}: {out}")
    for text in proof.wrong[: log.SHOWN]:
        click.echo(f"  {text}")
    if proof.wrong:
        raise SystemExit(1)


def _disturb(
    arena: Arena,
    proof: Proof,
    chosen: tuple[str, ...],
    city: int,
    asked: tuple[int, float, int],
    report: Report,
) -> None:
    from renshe.edge.prove_long.arena import PACKAGE, TEMPLATE
    from renshe.edge.prove_long.kills import kill_at_random
    from renshe.edge.prove_long.together import write_together

    kills, minutes, writers = asked
    built = {"people": city, "employers": max(10, city // 50)}
    arena.prepare(call=f"{PACKAGE}.small_city:build", arguments=built)
    proof.settings.append(
        arena.do(call="renshe.edge.bench.report:database_settings", database=TEMPLATE)
    )
    if "kills" in chosen:
        proof.kills = kill_at_random(
            arena=arena, city=built, kills=kills, seed=proof.seed, report=report
        )
    if "writers" in chosen:
        proof.together = write_together(
            arena=arena,
            city=built,
            writers=writers,
            seconds=minutes * 60,
            seed=proof.seed,
            report=report,
        )


@contextlib.contextmanager
def _arena(city: int) -> Iterator[Arena]:
    """A cluster of its own below the installation's home, so that its files lie on a disk and not in memory."""
    from renshe.edge.home import home
    from renshe.edge.prove_long.arena import Arena

    place = home() / f"proof-{os.getpid()}-{city}"
    place.mkdir(mode=0o711)
    try:
        with Arena(home=place) as arena:
            yield arena
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def _progress() -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(highlight=False)) as bars:
        tasks: dict[str, int] = {}

        def report(what: str, done: int, total: int) -> None:
            """Move the bar of one part; a part appears when it is first named."""
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield report
