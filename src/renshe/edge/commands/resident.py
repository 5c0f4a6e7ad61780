"""`renshe resident`: the resident pension's files, transfers, interest and payments out, as they come in a year."""

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


@click.group(name="resident")
def command() -> None:
    """居民养老：到账、补贴、计息、付款 (residents: payments in, subsidies, interest, payments out)."""


place_option = click.option("--place", required=True, help="地区 the place, 310112 or 440400")
by_option = click.option(
    "--by", default="run_operator", show_default=True, help="经办人 who does it"
)
on_option = click.option("--on", required=True, help="日期 the day, such as 2025-11-20")
ref_option = click.option(
    "--ref", required=True, help="凭证号 number of the transfer or the bank's receipt"
)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} 不是日期 is no day; write 2025-11-20") from error


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.describe('zh')}\n{refusal.describe('en')}") from None


def _tell(totals: dict[str, Any]) -> None:
    for name, value in totals.items():
        if isinstance(value, int):
            console.print(
                f"{name:16} {format_yuan(value) + ' 元' if name.endswith('_fen') else f'{value:,}'}"
            )


def _context(place: str, day: dt.date, by: str) -> Any:
    from renshe.runs.context import RunContext

    month = month_containing(day)
    return RunContext(place, month, month, dt.datetime.combine(day, dt.time(9), ZONE), by)


def _hand(day: dt.date, by: str) -> Any:
    from renshe.domains.resident.api import ByHand

    return ByHand(by=by, at=dt.datetime.combine(day, dt.time(9), ZONE), today=day)


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@place_option
@on_option
@by_option
def collect(file: Path, place: str, on: str, by: str) -> None:
    """到账 · book the tax bureau's FILE of residents' payments."""
    day = _day(on)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.runs.resident_collection.run import run

        totals = run(_context(place, day, by), file_name=file.name, content=file.read_bytes())
        _tell(totals)
        for fault in totals["faults"]:
            console.print(
                f"  第{fault['line_no']}行 line {fault['line_no']}: {fault['zh']} · {fault['en']}"
            )


@command.command()
@place_option
@ref_option
@on_option
@by_option
def subsidies(place: str, ref: str, on: str, by: str) -> None:
    """补贴 · the finance bureau paid the subsidies: credit them to every year paid that has none."""
    day = _day(on)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.flows import resident_to_ledger as ledger
        from renshe.laws import library

        received = ledger.Received(received_on=day, external_ref=ref)
        _tell(
            ledger.subsidies_received(
                place=place, received=received, hand=_hand(day, by), explain=library.explain
            )
        )


@command.command(name="help-received")
@click.argument("year", type=int)
@place_option
@ref_option
@on_option
@by_option
def help_received(year: int, place: str, ref: str, on: str, by: str) -> None:
    """代缴 · the finance bureau paid YEAR for everybody on the lists of people in need."""
    day = _day(on)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.flows import resident_to_ledger as ledger
        from renshe.laws import library

        received = ledger.Received(received_on=day, external_ref=ref)
        _tell(
            ledger.help_received(
                place=place, year=year, received=received, hand=_hand(day, by), explain=library.explain,
            )
        )  # fmt: skip


@command.command()
@click.argument("year", type=int)
@place_option
@ref_option
@on_option
@by_option
def collective(year: int, place: str, ref: str, on: str, by: str) -> None:
    """集体补助 · the villages' money of YEAR came: credit it to everybody on their lists."""
    day = _day(on)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.flows import resident_to_ledger as ledger

        received = ledger.Received(received_on=day, external_ref=ref)
        _tell(
            ledger.collective_received(
                place=place, year=year, received=received, hand=_hand(day, by)
            )
        )


@command.command()
@click.argument("year", type=int)
@place_option
@on_option
@by_option
def interest(year: int, place: str, on: str, by: str) -> None:
    """计息 · credit the interest of YEAR to every account, source by source."""
    day = _day(on)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.runs.resident_interest.run import run

        _tell(run(_context(place, day, by), year=year))


@command.command()
@place_option
def payouts(place: str) -> None:
    """待付 · refunds and inheritances that wait to be paid."""
    with prepared(role="runner"):
        from renshe.domains.identity.api import mask_bank_account, mask_name
        from renshe.domains.resident import api as resident

        table = Table(
            "编号 number", "事由 what", "办件 case", "金额 yuan", "户名 holder", "账号 account"
        )
        for one in resident.payouts_owed(place=place):
            table.add_row(
                str(one.pk), one.get_kind_display(), one.case_number, format_yuan(one.amount_fen),
                mask_name(one.account_name), mask_bank_account(one.account_number),
            )  # fmt: skip
        console.print(table)


@command.command()
@click.argument("number", type=int)
@ref_option
@on_option
@click.option("--how", required=True, type=click.Choice(["cash", "cheque"]), help="付款方式 how")
@click.option("--why", required=True, help="为什么不走银行文件 why no bank file carries it")
@click.option("--by", required=True, help="付款人 who pays; never who approved it")
def pay(number: int, ref: str, on: str, how: str, why: str, by: str) -> None:
    """付款 · the refund or inheritance NUMBER was paid in cash or by cheque; what can be transferred goes into a bank batch."""
    day = _day(on)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.domains.resident import api as resident
        from renshe.flows import resident_to_ledger as ledger

        means = resident.ByOtherMeans(how=how, voucher=ref, why=why)
        payout = ledger.paid_out(payout_id=number, means=means, hand=_hand(day, by))
        console.print(f"已付 paid {format_yuan(payout.amount_fen)} 元")


@command.command()
@place_option
def bridgings(place: str) -> None:
    """待划转 · accounts that were bridged into the other scheme and whose money has not moved."""
    with prepared(role="runner"):
        from renshe.domains.identity.api import mask_name
        from renshe.domains.resident import api as resident

        table = Table("编号 number", "方向 direction", "办件 case", "金额 yuan", "姓名 name")
        for one in resident.bridgings_waiting(place=place):
            table.add_row(
                str(one.pk), one.get_direction_display(), one.case_number, format_yuan(one.account_fen),
                mask_name(one.person.name),
            )  # fmt: skip
        console.print(table)


@command.command()
@click.argument("number", type=int)
@ref_option
@on_option
@click.option("--by", required=True, help="划款人 who moves it; never who approved it")
def move(number: int, ref: str, on: str, by: str) -> None:
    """划转 · the bank moved the money of the bridging NUMBER from one fund to the other."""
    day = _day(on)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.flows import bridging_to_ledger

        done = bridging_to_ledger.money_moved(bridging_id=number, bank_ref=ref, hand=_hand(day, by))
        console.print(f"已划转 moved {format_yuan(done.account_fen)} 元")
