"""`renshe year`: what happens once a year, or when a parameter is published late."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import click

from renshe.edge.startup import prepared
from renshe.kernel.periods import parse_month
from renshe.kernel.rules import Refusal

ZONE = ZoneInfo("Asia/Shanghai")


@click.group(name="year")
def command() -> None:
    """年度运行：计息、基数核定、参数追溯 (interest, base reset, retroactive parameters)."""


place_option = click.option("--place", required=True, help="地区 the place, 310112 or 440400")
by_option = click.option(
    "--by", default="run_operator", show_default=True, help="经办人 who runs it"
)


def _context(place: str, month: str, by: str) -> Any:
    from renshe.runs.context import RunContext

    try:
        period = parse_month(month)
    except ValueError as error:
        raise click.BadParameter(f"{month!r} 不是月份 is no month; write 2026-01") from error
    day = dt.date(period // 12, period % 12 + 1, 20)
    at = dt.datetime.combine(day, dt.time(9), tzinfo=ZONE)
    return RunContext(place, period, period, at, by)


def _tell(totals: dict[str, Any]) -> None:
    for name, value in totals.items():
        if isinstance(value, int) and not isinstance(value, bool):
            shown = f"{value / 100:,.2f} 元" if name.endswith("_fen") else f"{value:,}"
            click.echo(f"{name:28} {shown}")


@command.command()
@click.argument("year", type=int)
@place_option
@click.option("--month", required=True, help="记账月份 the month of the books, such as 2026-01")
@by_option
def interest(year: int, place: str, month: str, by: str) -> None:
    """Credit the interest of YEAR to every individual account."""
    with prepared(role="runner"):
        from renshe.runs.yearly_account_interest.run import run

        try:
            _tell(run(_context(place, month, by), year=year))
        except Refusal as refusal:
            raise click.ClickException(refusal.describe()) from None


@command.command(name="base-reset")
@place_option
@click.option(
    "--month", required=True, help="缴费年度首月 the contribution year's first month, 2026-07"
)
@by_option
def base_reset(place: str, month: str, by: str) -> None:
    """Carry wages into the contribution year that begins in a month."""
    with prepared(role="runner"):
        from renshe.runs.yearly_base_reset.run import run

        try:
            _tell(run(_context(place, month, by)))
        except Refusal as refusal:
            raise click.ClickException(refusal.describe()) from None


@command.command()
@place_option
@click.option("--known-on", required=True, help="获知日期 what is known by this day, 2025-11-15")
def retroactive(place: str, known_on: str) -> None:
    """Preview the differences of pensions with what is known by a day; nothing is written."""
    with prepared(role="runner"):
        from renshe.runs.retroactive_parameter.run import preview

        found = preview(place=place, known_on=dt.date.fromisoformat(known_on))
        click.echo(
            f"awards {found.awards_seen:,}, affected {found.affected:,}, differing {found.awards.height:,}"
        )
