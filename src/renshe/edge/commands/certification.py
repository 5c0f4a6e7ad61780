"""`renshe certification`: compare a file of another body, warn and suspend for the day, measure a city's planted deaths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console

from renshe.edge.home import home
from renshe.edge.startup import prepared

console = Console(highlight=False)
FAULTS_SHOWN = 20


@click.group(name="certification")
def command() -> None:
    """资格认证：比对、到期提醒与暂停 (certification: comparisons, warnings and suspensions)."""


@command.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--drop", is_flag=True, help="Take every file that has come into the shared folder.")
@click.option("--place", default="", help="Default: the city that was built.")
@click.option("--by", default="run_operator", show_default=True)
def compare(files: tuple[Path, ...], drop: bool, place: str, by: str) -> None:
    """比对 · compare files of deaths, custody, medical use or other pensions with everybody who draws a pension."""
    given = [(path.name, path.read_bytes()) for path in files]
    if drop:
        given += received()
    if not given:
        raise click.UsageError(
            "没有文件：写出文件名，或加 --drop。 No file: name one, or use --drop."
        )
    with prepared(role="runner"):
        from renshe.gateways.population.contract import PopulationFiles
        from renshe.kernel.codes.problem import Refused
        from renshe.runs.eligibility_comparison.run import run

        for name, content in given:
            try:
                done = run(
                    _context(place, by), file_name=name, content=content, reader=PopulationFiles()
                )
            except Refused as refused:
                raise click.ClickException(f"{name}: {refused}") from None
            _say(done)


@command.command()
@click.option("--place", default="", help="Default: the city that was built.")
def clock(place: str) -> None:
    """到期 · warn whoever is nearly due, suspend whoever is overdue and was warned. `renshe daily` does this each day."""
    with prepared(role="runner"):
        from renshe.runs.eligibility_clock.run import run

        totals = run(_context(place, "clock"))
    console.print(
        f"领取人 drawing {totals['seen']:,} · 提醒 warned {totals['warned']:,} · 收到消息 told {totals['told']:,} · "
        f"已过期 overdue {totals['overdue']:,} · 暂停 suspended {totals['suspended']:,}"
    )


@command.command()
@click.option("--place", default="", help="Default: the city that was built.")
def rate(place: str) -> None:
    """命中率 · what the comparisons found of the deaths and prison terms planted in the demonstration city."""
    with prepared(role="runner"):
        from renshe.edge.demo.certification import measured, record_rate
        from renshe.edge.demo.truth import read_truths, truth_folder

        try:
            truths = read_truths(folder=truth_folder())
        except FileNotFoundError:
            raise click.ClickException(
                "还没有演示城市。 No demonstration city has been built here."
            ) from None
        console.print("类别 kind            应有 planted   命中 found   漏 missed   误报 false")
        found = measured(truths)
        record_rate(found, context=_context(place, "run_operator"))
        for kind, one in found.items():
            console.print(
                f"{kind:<18}{one.planted:>12,}{one.found:>12,}{one.missed:>12,}{one.false:>12,}"
            )


def received() -> list[tuple[str, bytes]]:
    """Every file that has come into the shared folder, by name."""
    from renshe.gateways.file_drop import FileDrop

    drop = FileDrop(root=home() / "population")
    return [(name, drop.fetch(file_name=name)) for name in drop.received(prefix="population_")]


def _context(place: str, by: str) -> Any:
    from renshe.edge.commands.month import city_here
    from renshe.edge.moment import moment
    from renshe.runs.context import RunContext

    now = moment()
    month = now.year * 12 + now.month - 1
    return RunContext(
        place=place or city_here()[0], period=month, accounting_month=month, at=now, by=by
    )


def _say(done: Any) -> None:
    one = done.comparison
    again = "" if done.new else "（此前已比对，没有改变 compared before, nothing changed）"
    parts = (
        ("行 rows", one.rows), ("登记在册 registered", one.matched), ("领取人 drawing", one.pensioners),
        ("直接通过 proved", one.passed), ("列入恢复名单 to restore", done.to_restore), ("待核实 to check", one.hits),
        ("不能采用 unusable", one.bad_rows),
    )  # fmt: skip
    told = " · ".join(f"{name} {count:,}" for name, count in parts)
    console.print(f"{one.file_name}{again}: {told}")
    for fault in one.faults[:FAULTS_SHOWN]:
        console.print(
            f"  第{fault['line_no']}行 line {fault['line_no']}: {fault['zh']} {fault['en']}"
        )
