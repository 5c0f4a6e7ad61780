"""`renshe month`: live through an insurance month, or one step of it."""

from __future__ import annotations

import time
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from renshe.edge.month_steps import STEPS, TITLES
from renshe.edge.startup import prepared
from renshe.kernel.periods import parse_month

console = Console(highlight=False)


@click.group(name="month")
def command() -> None:
    """月度运行：申报、核定、征收、发放、对账、结账 (an insurance month)."""


@command.command()
@click.argument("month")
@click.option("--place", default="", help="Default: the city that was built.")
@click.option("--seed", default=1, show_default=True, help="The outside world's habits.")
def run(month: str, place: str, seed: int) -> None:
    """Run the whole MONTH, such as 2025-10; what was done is found, not done again."""
    _run(month, place, seed, STEPS)


@command.command()
@click.argument("name", type=click.Choice(STEPS))
@click.argument("month")
@click.option("--place", default="")
@click.option("--seed", default=1)
def step(name: str, month: str, place: str, seed: int) -> None:
    """Run a single step of MONTH."""
    _run(month, place, seed, (name,))


def _run(text: str, place: str, seed: int, steps: tuple[str, ...]) -> None:
    try:
        period = parse_month(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no month; write 2025-10") from error
    with prepared(role="runner", gives_way=True):
        from renshe.edge.month import Month, attention_of, run_steps

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, transient=True) as bars:
            tasks: dict[str, Any] = {}

            def progress(what: str, done: int, total: int) -> None:
                if what not in tasks:
                    tasks[what] = bars.add_task(what, total=total)
                bars.update(tasks[what], completed=done, total=total)

            started = [time.perf_counter()]

            def tell(name: str, totals: dict[str, Any]) -> None:
                seconds = time.perf_counter() - started[0]
                started[0] = time.perf_counter()
                console.print(f"[bold]{TITLES[name]}[/bold]  {_words(totals)}  {seconds:.1f} s")

            here, people = (place, 0) if place else city_here()
            live = Month(place=here, period=period, seed=seed, people=people, progress=progress)
            run_steps(live, steps, tell)
        notes = attention_of(live)
        if notes:
            console.print(f"\n需要人工处理 needs a human: {len(notes)}")
            for note in notes[:12]:
                console.print(f"  · {note['zh']}")


def _words(totals: dict[str, Any]) -> str:
    parts = []
    for name, value in totals.items():
        if isinstance(value, bool) or not isinstance(value, int):
            continue
        if name.endswith("_fen"):
            parts.append(f"{name[:-4]} {value / 100:,.2f} 元")
        elif name not in ("batch_id", "sequence_no"):
            parts.append(f"{name} {value:,}")
    return " · ".join(parts[:8])


def city_here() -> tuple[str, int]:
    """Place and people of the demonstration city in this database."""
    from renshe.edge.city import city_of
    from renshe.foundation.connections import connect

    with connect(role="owner") as owner:
        found = city_of(owner)
    if found is None:
        raise click.ClickException(
            "这里还没有演示城市，请用 --place 指明地区 (no demonstration city here: name --place)"
        )
    return found
