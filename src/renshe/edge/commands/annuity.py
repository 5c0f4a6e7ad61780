"""`renshe annuity`: annuities paid out by their trustees, unit values and banks' reports, interest on what is only noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from renshe.edge.startup import prepared
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Refusal

ZONE = ZoneInfo("Asia/Shanghai")
console = Console(highlight=False)


@click.group(name="annuity")
def command() -> None:
    """年金：领取、净值、银行报送、计息 (annuities: payouts, unit values, banks' reports, interest)."""


place_option = click.option("--place", required=True, help="地区 the place, 310112 or 440400")
by_option = click.option("--by", required=True, help="经办人 who does it")
on_option = click.option("--on", required=True, help="日期 the day, such as 2025-11-20")
number = click.argument("batch", type=int)
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@contextmanager
def _run(place: str, on: str, by: str) -> Iterator[Any]:
    """The run's context within the database; a refusal is told in both languages."""
    try:
        day = dt.date.fromisoformat(on)
    except ValueError as error:
        raise click.BadParameter(f"{on!r} 不是日期 is no day; write 2025-11-20") from error
    with prepared(role="runner", gives_way=True):
        from renshe.runs.context import RunContext

        month = month_containing(day)
        try:
            yield RunContext(place, month, month, dt.datetime.combine(day, dt.time(9), ZONE), by)
        except Refusal as refusal:
            raise click.ClickException(
                f"{refusal.describe('zh')}\n{refusal.describe('en')}"
            ) from None


def _tell(report: Any) -> None:
    console.print(f"批次 batch {report.batch_id}: {report.state}")
    for name, value in report.totals.items():
        console.print(
            f"  {name:12} {format_yuan(value) + ' 元' if name.endswith('_fen') else value}"
        )
    for one in report.attention:
        console.print(f"  ! {one['zh']} · {one['en']}")


def _tell_file(totals: dict[str, Any]) -> None:
    console.print(
        f"收下 kept {totals['kept']}，已有 known {totals['known']}，差错 bad {totals['bad_rows']}"
    )
    for one in totals["faults"]:
        console.print(f"  第{one['line_no']}行 line {one['line_no']}: {one['zh']} · {one['en']}")


@command.command()
@place_option
@on_option
@by_option
@click.option(
    "--trustee", default="", help="受托人 one trustee; without it all that have something due"
)
def make(place: str, on: str, by: str, trustee: str) -> None:
    """编制 · put everything due into a batch for each trustee."""
    with _run(place, on, by) as context:
        from renshe.runs.annuity_payout import run

        due = [trustee] if trustee else run.trustees_due(context=context)
        if not due:
            console.print("没有到期的年金 nothing is due")
        for one in due:
            console.print(one)
            try:
                _tell(run.make(context, trustee=one))
            except Refusal as refusal:
                console.print(f"  {refusal.describe('zh')} · {refusal.describe('en')}")


@command.command()
@number
@place_option
@on_option
@by_option
def approve(batch: int, place: str, on: str, by: str) -> None:
    """批准 · the second person's signature on BATCH."""
    with _run(place, on, by) as context:
        from renshe.runs.annuity_payout import run

        _tell(run.approve(context, batch_id=batch))


@command.command()
@number
@place_option
@on_option
@by_option
@click.option("--reason", required=True, help="原因 why")
def withdraw(batch: int, place: str, on: str, by: str, reason: str) -> None:
    """撤回 · take BATCH back before it goes out."""
    with _run(place, on, by) as context:
        from renshe.runs.annuity_payout import run

        _tell(run.withdraw(context, batch_id=batch, reason=reason))


@command.command(name="file")
@number
@place_option
@on_option
@by_option
@click.option(
    "--folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="与银行共享的文件夹 shared with the bank",
)
def file_(batch: int, place: str, on: str, by: str, folder: Path) -> None:
    """送盘 · draw what BATCH pays and hand its file to the bank."""
    with _run(place, on, by) as context:
        from renshe.gateways.bank.client import DropFolder
        from renshe.gateways.bank.contract import RensheBankFormat
        from renshe.runs.annuity_payout import run

        told = run.file(
            context, batch_id=batch, bank_format=RensheBankFormat(), pay_on=context.today
        )
        run.send(batch_id=batch, channel=DropFolder(folder))
        _tell(told)


@command.command(name="return")
@file_argument
@place_option
@on_option
@by_option
def return_(file: Path, place: str, on: str, by: str) -> None:
    """回盘 · take the bank's return FILE."""
    with _run(place, on, by) as context:
        from renshe.gateways.bank.contract import RensheBankFormat
        from renshe.runs.annuity_payout import run

        _tell(run.take_return(context, content=file.read_bytes(), bank_format=RensheBankFormat()))


@command.command()
def failed() -> None:
    """退回 · what came back and waits for another account."""
    with prepared(role="runner"):
        from renshe.domains.annuity import api as annuity
        from renshe.domains.identity.api import mask_bank_account, mask_name

        table = Table("领取 payout", "受托人 trustee", "金额 yuan", "户名 holder", "账号 account")
        for one in annuity.failed_lines():
            table.add_row(
                str(one.payout_id), one.batch.trustee, format_yuan(one.amount_fen), mask_name(one.target.account_name),
                mask_bank_account(one.target.account_number),
            )  # fmt: skip
        console.print(table)


@command.command()
@click.argument("year", type=int)
@place_option
@on_option
@by_option
def interest(year: int, place: str, on: str, by: str) -> None:
    """计息 · credit the interest of YEAR to what the budget has only noted."""
    with _run(place, on, by) as context:
        from renshe.runs.annuity_notional_interest.run import run

        totals = run(context, year=year)
        console.print(
            f"方案 plans {totals['plans']}，账户 accounts {totals['accounts']}，"
            f"利息 interest {format_yuan(totals['interest_fen'])} 元"
        )


@command.command(name="unit-values")
@file_argument
@place_option
@on_option
@by_option
def unit_values(file: Path, place: str, on: str, by: str) -> None:
    """净值 · publish a custodian's FILE of unit values and post the returns."""
    with _run(place, on, by) as context:
        from renshe.gateways.annuity_custodian.contract import read_values
        from renshe.runs.annuity_files import run

        content = file.read_bytes()
        _tell_file(
            run.take_values(
                context, file_name=file.name, content=content, file=read_values(content)
            )
        )


@command.command(name="bank-report")
@file_argument
@place_option
@on_option
@by_option
def bank_report(file: Path, place: str, on: str, by: str) -> None:
    """个人养老金 · keep a bank's FILE of a year of personal pensions."""
    with _run(place, on, by) as context:
        from renshe.gateways.personal_pension_bank.contract import read_report
        from renshe.runs.annuity_files import run

        content = file.read_bytes()
        _tell_file(
            run.take_report(
                context, file_name=file.name, content=content, file=read_report(content)
            )
        )
