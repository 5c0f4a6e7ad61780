"""`renshe retirees`: the month's hand-over of retirees to their communities."""

from __future__ import annotations

import click
from rich.console import Console

from renshe.edge.startup import prepared

console = Console(highlight=False)


@click.group(name="retirees")
def command() -> None:
    """退休人员：每月移交社区、社会化管理率 (retirees: hand-over to communities each month, the rate)."""


@command.command(name="hand-over")
@click.option("--place", default="", help="Default: the city that was built.")
@click.option(
    "--month", default="", help="月份 the month that ended, 2025-10; default: the last one"
)
@click.option("--by", default="run_operator", show_default=True)
def hand_over(place: str, month: str, by: str) -> None:
    """移交 · offer the newly retired and those who moved to their communities, once for a month.

    `renshe daily` does it by itself in its first round of each month.
    """
    with prepared(role="runner"):
        from renshe.edge.commands.month import city_here
        from renshe.edge.moment import moment
        from renshe.kernel.periods import month_containing, parse_month
        from renshe.runs.context import RunContext
        from renshe.runs.retiree_handover.run import run

        now = moment()
        try:
            period = parse_month(month) if month else month_containing(now.date()) - 1
        except ValueError as error:
            raise click.BadParameter(f"{month!r} 不是月份 is no month; write 2025-10") from error
        totals = run(
            RunContext(
                place=place or city_here()[0], period=period, accounting_month=period, at=now, by=by
            )
        )
    console.print(
        f"新退休 newly retired {totals['newly_retired']:,} · 搬迁 moved {totals['moved']:,} · "
        f"结束 ended {totals['ended']:,} · 逾期待接收 waiting too long {totals['late']:,}"
    )
