"""`renshe land`: interest on expropriated people's accounts, and the watched figures of a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console

from renshe.edge.startup import prepared
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import first_day, last_day, month_containing, parse_month
from renshe.kernel.rules import Refusal

console = Console(highlight=False)
place_option = click.option("--place", required=True, help="地区 the place, 310112 or 440400")
by_option = click.option(
    "--by", default="run_operator", show_default=True, help="经办人 who runs it"
)


@click.group(name="land")
def command() -> None:
    """征地保障：账户计息、指标监测 (expropriated people: interest, watched figures)."""


@command.command()
@click.argument("year", type=int)
@place_option
@click.option("--on", "on_text", required=True, help="记账日期 the day of the books, 2026-07-20")
@by_option
def interest(year: int, place: str, on_text: str, by: str) -> None:
    """计息 · credit the interest of YEAR to every account, once its rate is published."""
    day = _day(on_text)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.runs.land_interest.run import run

        _tell(run(_context(place, day, by), year=year))


@command.command()
@click.argument("month")
@place_option
@by_option
def watch(month: str, place: str, by: str) -> None:
    """监测 · record the watched figures of MONTH, such as 2025-10; `renshe month run` does it by itself."""
    try:
        period = parse_month(month)
    except ValueError as error:
        raise click.BadParameter(f"{month!r} 不是月份 is no month; write 2025-10") from error
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.runs.land_watch.run import run

        _tell(run(_context(place, last_day(period), by)))


@command.command()
@click.argument("month")
@place_option
@by_option
def ages(month: str, place: str, by: str) -> None:
    """按年龄增加 · raise the part by age as of MONTH, such as 2025-10; the daily work does it by itself."""
    try:
        period = parse_month(month)
    except ValueError as error:
        raise click.BadParameter(f"{month!r} 不是月份 is no month; write 2025-10") from error
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.runs.land_age_rises.run import run

        _tell(run(_context(place, first_day(period), by)))


@command.command(name="make-up")
@place_option
@click.option("--known-on", required=True, help="获知日期 what is known by this day, 2026-03-10")
@click.option(
    "--settle", is_flag=True, help="核定 write the rises and what is owed for past months"
)
@click.option(
    "--determined-by", default="determiner", show_default=True, help="核定人 who determines"
)
@click.option("--reviewed-by", default="reviewer", show_default=True, help="复核人 who reviews")
def make_up(place: str, known_on: str, settle: bool, determined_by: str, reviewed_by: str) -> None:
    """补增加 · rises of the living allowance that were missed, by everybody's own months; written only with --settle."""
    day = _day(known_on)
    if determined_by == reviewed_by:
        raise click.UsageError("核定人与复核人须为两人 two people determine and review")
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.domains.pension import api as pension
        from renshe.flows.land_rises import make_up as missed
        from renshe.kernel.money import format_yuan

        at = dt.datetime.combine(day, dt.time(9), tzinfo=ZoneInfo("Asia/Shanghai"))
        signed = pension.Signatures(determined_by, reviewed_by, at, day)
        found = missed(place=place, signed=signed, write=settle)
        console.print(
            f"在领 drawing {found.seen:,} · 补增加 raised {found.raised:,} · 每月 a month {format_yuan(found.monthly_fen)} 元 · "
            f"补发 owed {format_yuan(found.owed_fen)} 元 · 等依据 waiting {len(found.waiting):,}"
        )
        for award, one in found.waiting[:20]:
            since = f"{one.month // 12}-{one.month % 12 + 1:02d}"
            console.print(f"  核定 award {award} · {since} · {one.refusal.describe('zh')}")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} 不是日期 is no day; write 2026-07-20") from error


def _context(place: str, day: dt.date, by: str) -> Any:
    from renshe.runs.context import RunContext

    at = dt.datetime.combine(day, dt.time(9), tzinfo=ZoneInfo("Asia/Shanghai"))
    month = month_containing(day)
    return RunContext(place, month, month, at, by)


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except (Refusal, Refused) as refusal:
        raise click.ClickException(str(refusal)) from None


def _tell(totals: dict[str, Any]) -> None:
    for name, value in totals.items():
        console.print(f"{name:20} {value:,}" if isinstance(value, int) else f"{name:20} {value}")
