"""`renshe lists`: people whose pensions change together: find who is affected in a month, show a list, decide it."""

from __future__ import annotations

from typing import Any

import click
from rich.console import Console
from rich.table import Table

from renshe.edge.startup import prepared
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import format_month, parse_month

console = Console(highlight=False)


@click.group(name="lists")
def command() -> None:
    """待遇名单：病残津贴复核、恢复发放 (people whose pensions change together, decided by two people)."""


@command.command()
@click.argument("month")
@click.option("--place", default="", help="Default: the city that was built.")
@click.option(
    "--by", default="determiner", show_default=True, help="提出人 who puts the list forward"
)
def review(month: str, place: str, by: str) -> None:
    """病残津贴复核 · list allowances that are computed anew, become the pension, or stop by MONTH, such as 2025-11."""
    try:
        period = parse_month(month)
    except ValueError as error:
        raise click.BadParameter(f"{month!r} 不是月份 is no month; write 2025-11") from error
    with prepared(role="runner"):
        from renshe.edge.commands.month import city_here
        from renshe.edge.moment import moment
        from renshe.runs.context import RunContext
        from renshe.runs.invalidity_review.run import run

        context = RunContext(place or city_here()[0], period, period, moment(), by)
        totals = run(context)
        console.print(
            f"列入 listed {totals['listed']:,} · 待办 open {totals['open']:,} · 暂不能办 left {totals['left']:,} · "
            f"应补 owed {format_yuan(totals['owed_fen'])} · 多发 claimed {format_yuan(totals['claimed_fen'])}"
        )
        if totals["list_id"]:
            console.print(_table(totals["list_id"]))


@command.command()
@click.argument("number", type=int)
def show(number: int) -> None:
    """看名单 · everybody on list NUMBER, with amounts, or why nothing is done."""
    with prepared(role="runner"):
        console.print(_table(number))


@command.command()
@click.argument("number", type=int)
@click.option(
    "--by", default="reviewer", show_default=True, help="复核人 who decides, another person"
)
@click.option("--refuse", default="", help="不同意的理由 why it is not agreed to")
def decide(number: int, by: str, refuse: str) -> None:
    """办结名单 · agree to list NUMBER, or refuse it with a reason."""
    with prepared(role="runner"):
        from renshe.domains.pension import api as pension
        from renshe.edge.moment import moment
        from renshe.flows import pension_invalidity, pension_lists, pension_restores
        from renshe.kernel.rules import Refusal

        now = moment()
        recorded = pension.Recorded(by=by, at=now, known_on=now.date(), reason=refuse)
        decided = {
            pension_invalidity.LIST: pension_invalidity.review_decided,
            pension_restores.LIST: pension_restores.restores_decided,
        }
        try:
            act = decided[pension.people_list(list_id=number).kind]
            if refuse:
                act = pension_lists.list_refused
            act(list_id=number, recorded=recorded)
        except pension.PeopleList.DoesNotExist:
            raise click.ClickException(f"没有名单 {number} no such list") from None
        except Refusal as refusal:
            raise click.ClickException(
                f"{refusal.describe('zh')}\n{refusal.describe('en')}"
            ) from None
        console.print(_table(number))


def _table(number: int) -> Any:
    from renshe.domains.pension import api as pension

    table = Table(
        "核定 award", "事由 cause", "起 from", "原标准 before", "新标准 after", "补发 owed", "多发 claimed", "情况 state"
    )  # fmt: skip
    for row in pension.list_rows(list_id=number):
        money = [
            "—" if fen is None else format_yuan(fen)
            for fen in (row.before_fen, row.after_fen, row.owed_fen, row.claimed_fen)
        ]
        why = row.problem["zh"] if row.problem else row.get_state_display()
        table.add_row(
            str(row.award_id), row.get_cause_display(), format_month(row.from_month), *money, why
        )
    return table
