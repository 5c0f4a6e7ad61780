"""`renshe take-over`: check what an old system hands over, take it over, and run both systems side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from renshe.edge.startup import prepared
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import last_day, month_containing, parse_month
from renshe.kernel.rules import Refusal

if TYPE_CHECKING:
    from renshe.runs.take_over.comparing import Comparison
    from renshe.runs.take_over.summary import Summary

console = Console(highlight=False)
folder_argument = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
place_option = click.option(
    "--place", required=True, help="行政区划代码 GB/T 2260 code of the bureau, such as 310112"
)


def _day(_: Any, __: Any, value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} 不是日期 is no day; write 2025-10-01") from error


as_of_option = click.option(
    "--as-of", callback=_day, required=True, help="本系统第一天 the first day on this system"
)


@click.group(name="take-over")
def command() -> None:
    """数据接管与并行比对 · take over from an old system, and compare both."""


@command.command()
@folder_argument
@place_option
@as_of_option
def plan(folder: Path, place: str, as_of: dt.date) -> None:
    """核对 · check every file of FOLDER and write nothing; the list of faults is FOLDER/checked/errors.csv."""
    with prepared(role="runner", gives_way=True), _bars() as progress:
        from renshe.runs.take_over import run
        from renshe.runs.take_over.registered import registered_numbers

        summary = run.plan(
            folder=folder,
            place=place,
            as_of=as_of,
            registered=registered_numbers,
            progress=progress,
        )
    console.print(summary_table(summary))
    if not summary.ready:
        where = folder / run.CHECKED / run.REPORT
        raise click.ClickException(
            f"有 {summary.faults:,} 处差错，不能接管 faults, nothing may be loaded: {where}"
        )
    console.print("核对通过，可以接管 everything is in order: renshe take-over load …")


@command.command()
@folder_argument
@place_option
@as_of_option
@click.option("--by", default="operator", show_default=True, help="经办人 who does it")
def load(folder: Path, place: str, as_of: dt.date, by: str) -> None:
    """接管 · load the checked FOLDER, one table after the other; started again, it goes on."""
    with prepared(role="runner", gives_way=True), _bars() as progress:
        from renshe.edge.moment import moment
        from renshe.runs.context import RunContext
        from renshe.runs.take_over.run import load as take

        month = month_containing(as_of) - 1
        context = RunContext(
            place=place, period=month, accounting_month=month, at=moment(), by=by, progress=progress
        )
        try:
            totals = take(context=context, folder=folder)["tables"]
        except Refusal as refusal:
            raise click.ClickException(
                refusal.describe("zh") + "\n" + refusal.describe("en")
            ) from None
    table = Table("表 table", "行 rows", "控制合计 control totals (元 yuan)")
    for name, found in totals.items():
        sums = "  ".join(
            f"{measure} {format_yuan(value)}" for measure, value in found.items()
            if measure not in ("rows", "first_id", "positions")
        )  # fmt: skip
        table.add_row(name, f"{found['rows']:,}", sums)
    console.print(table)


@command.command()
@folder_argument
@place_option
@click.option("--month", required=True, help="比对月份 the month that is compared, 2025-10")
@click.option(
    "--people",
    default=0,
    help="约有多少人（仅用于限制内存） about how many people, to bound memory",
)
def compare(folder: Path, place: str, month: str, people: int) -> None:
    """并行比对 · compare the old system's results of a month in FOLDER with ours; lists are written there."""
    try:
        period = parse_month(month)
    except ValueError as error:
        raise click.BadParameter(f"{month!r} 不是月份 is no month; write 2025-10") from error
    with prepared(role="runner", gives_way=True):
        from renshe.edge.moment import moment
        from renshe.laws import library
        from renshe.runs.context import RunContext
        from renshe.runs.monthly_contribution_assessment.law import assess
        from renshe.runs.take_over.run import compare as side_by_side

        at = dt.datetime.combine(last_day(period), dt.time(18), tzinfo=moment().tzinfo)
        context = RunContext(
            place=place, period=period, accounting_month=period, at=at, by="operator"
        )
        found = side_by_side(
            context=context, folder=folder, assess=assess, explain=library.explain, heads=people
        )
        for comparison in found:
            console.print(comparison_table(comparison))
    if not found:
        raise click.ClickException(
            "没有 month_contributions 或 month_pensions 文件 no file of the old system's results"
        )
    if not all(comparison.agreed for comparison in found):
        raise SystemExit(1)


@contextmanager
def _bars() -> Iterator[Any]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def progress(step: str, done: int, total: int) -> None:
            """Move the bar of one step; a step appears when it is first named."""
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total or None)
            bars.update(tasks[step], completed=done, total=total or None)

        yield progress


def summary_table(summary: Summary) -> Table:
    """What a check found, file by file."""
    table = Table(
        "文件 file",
        "行 rows",
        "暂不接管 aside",
        "差错 faults",
        "编码 encoding",
        title=f"{summary.place} {summary.as_of}",
    )
    for name, tally in summary.files.items():
        faults = (
            "  ".join(f"{code} {count:,}" for code, count in sorted(tally.faults.items())) or "—"
        )
        table.add_row(
            name, f"{tally.rows:,}", f"{tally.rows_aside:,}", faults, tally.encoding or "parquet"
        )
    return table


def comparison_table(comparison: Comparison) -> Table:
    """Heads and yuan of each class, ours and theirs."""
    from renshe.runs.take_over.classes import CLASSES

    month = f"{comparison.period // 12}-{comparison.period % 12 + 1:02d}"
    table = Table("类别 class", "人数 heads", "本系统 here", "旧系统 there", "差额 difference",
                  title=f"{comparison.kind} {month}", caption=str(comparison.report))  # fmt: skip
    for row in comparison.classes:
        zh, en = CLASSES[row.code]
        table.add_row(f"{zh} {en}", f"{row.heads:,}", format_yuan(row.here_fen), format_yuan(row.there_fen),
                      format_yuan(row.here_fen - row.there_fen))  # fmt: skip
    for name, (here, there) in comparison.components.items():
        table.add_row(
            f"  {name}", "", format_yuan(here), format_yuan(there), format_yuan(here - there)
        )
    return table
