"""`renshe institution`: what happens once a year to the accounts of public bodies' staff."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import click
from rich.console import Console

from renshe.edge.startup import prepared
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Refusal

ZONE = ZoneInfo("Asia/Shanghai")
console = Console(highlight=False)


@click.group(name="institution")
def command() -> None:
    """机关事业养老：个人账户计息 (public bodies' staff: interest on accounts)."""


@command.command()
@click.argument("year", type=int)
@click.option("--place", required=True, help="地区 the place, 310112 or 440400")
@click.option("--on", required=True, help="日期 the day, such as 2026-07-20")
@click.option("--by", required=True, help="经办人 who does it")
def interest(year: int, place: str, on: str, by: str) -> None:
    """计息 · credit the interest of YEAR to every account that is not drawn, once its rate is published."""
    try:
        day = dt.date.fromisoformat(on)
    except ValueError as error:
        raise click.BadParameter(f"{on!r} 不是日期 is no day; write 2026-07-20") from error
    with prepared(role="runner", gives_way=True):
        from renshe.runs.context import RunContext
        from renshe.runs.institution_interest.run import run

        month = month_containing(day)
        at = dt.datetime.combine(day, dt.time(9), ZONE)
        try:
            totals = run(RunContext(place, month, month, at, by), year=year)
        except Refusal as refusal:
            raise click.ClickException(
                f"{refusal.describe('zh')}\n{refusal.describe('en')}"
            ) from None
    console.print(
        f"账户 accounts {totals['accounts']}，利息 interest {format_yuan(totals['interest_fen'])} 元"
    )
