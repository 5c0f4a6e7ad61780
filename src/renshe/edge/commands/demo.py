"""`renshe demo`: build the demonstration city by itself, and show how much is planted in it."""

from __future__ import annotations

from collections.abc import Callable

import click

from renshe.edge.startup import prepared

Progress = Callable[[str, int, int], None]


@click.group(name="demo")
def command() -> None:
    """演示城市 · the demonstration city."""


@command.command()
@click.option("--place", default="310112", show_default=True, help="310112 闵行 or 440400 珠海")
@click.option("--people", default=30_000, show_default=True, help="How many people live there")
@click.option(
    "--seed", default=20251001, show_default=True, help="The same seed makes the same city"
)
def build(place: str, people: int, seed: int) -> None:
    """建城 · fill an empty database with a city. `renshe up` does this by itself."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with prepared(role="runner"), Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        tasks: dict[str, int] = {}

        def progress(step: str, done: int, total: int) -> None:
            """Move the bar of one step; a step appears when it is first named."""
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]

        from renshe.edge.demo.build import build_city  # models load once Django is set up

        summary = build_city(place=place, people=people, seed=seed, progress=progress)
    for table, rows in sorted(summary["rows"].items()):
        console.print(f"  {table:<32}{rows:>12,}")
    for login in summary["logins"]:
        console.print(f"  {login['username']:<12}{login['password']:<14}{login['display_name']}")


@command.command()
def truth() -> None:
    """真相 · how many frauds, mistakes and unheard-of facts of each kind are planted in the city built last."""
    from renshe.edge.demo.truth import counts, read_truths, truth_folder

    try:
        found = read_truths(folder=truth_folder())
    except FileNotFoundError:
        raise click.ClickException(
            "还没有演示城市。 No demonstration city has been built here."
        ) from None
    for kind, number in counts(found).items():
        click.echo(f"{number:>8,}  {kind}")


@command.command()
@click.option("--seed", default=20251001, show_default=True, help="The seed of the city")
def office(seed: int) -> None:
    """办件 · let the office of a city without cases handle a month of them. `renshe up` does this by itself."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        prepared(role="app"),
        Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bars,
    ):
        task = bars.add_task("办件 cases", total=None)

        def progress(step: str, done: int, total: int) -> None:
            """Move the bar."""
            bars.update(task, completed=done, total=total)

        counts = open_the_office(seed=seed, progress=progress)
    if counts is None:
        console.print("这里已有办件，没有再做。 There are cases here already; nothing was done.")
        return
    told = " · ".join(f"{name} {count}" for name, count in counts.items() if count)
    console.print(f"[bold]办件 cases[/bold]  {told}")


def open_the_office(*, seed: int, progress: Progress) -> dict[str, int] | None:
    """The month's cases of the city that was built here; None where there are cases already. Django is set up as app."""
    from renshe.domains.cases import api as cases
    from renshe.edge.commands.month import city_here
    from renshe.edge.demo import premium_help
    from renshe.edge.demo.certification import compare_files
    from renshe.edge.demo.expropriation import published
    from renshe.edge.demo.office.build import open_office
    from renshe.edge.moment import moment

    if cases.Case.objects.exists():
        return None
    place, people = city_here()
    published(now=moment())
    premium_help.published(now=moment())
    compare_files(place=place, now=moment(), seed=seed)
    return open_office(place=place, people=people, seed=seed, now=moment(), progress=progress)
