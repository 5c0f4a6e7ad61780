"""`renshe year`: what happens once a year, or when a parameter is published late."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table

from renshe.edge.startup import prepared
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import last_day, parse_month
from renshe.kernel.rules import Refusal

ZONE = ZoneInfo("Asia/Shanghai")
console = Console(highlight=False)


@click.group(name="year")
def command() -> None:
    """年度运行：计息、基数核定、养老金调整、参数追溯 (interest, base reset, pension adjustment, retroactive parameters)."""


place_option = click.option("--place", required=True, help="地区 the place, 310112 or 440400")
by_option = click.option(
    "--by", default="run_operator", show_default=True, help="经办人 who runs it"
)
folder_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="清单存放处 where lists are written",
)

known_on_option = click.option(
    "--known-on", required=True, help="获知日期 what is known by this day, 2025-11-15"
)
settled_month_option = click.option(
    "--month", default="", help="记账月份 the month of the books (with --settle)"
)


def shown_before_written(act: Callable[..., None]) -> Callable[..., None]:
    """What every recomputation of pensions asks: known by which day; with --settle, in which month and signed by which two.

    A settlement without its month, and one hand in place of two, are refused before anything is read.
    """
    options = (
        known_on_option,
        click.option(
            "--settle",
            is_flag=True,
            help="核定并入账 write what is found with its arrears, and post it",
        ),
        settled_month_option,
        click.option(
            "--determined-by", default="determiner", show_default=True, help="核定人 who determines"
        ),
        click.option(
            "--reviewed-by", default="reviewer", show_default=True, help="复核人 who reviews"
        ),
    )

    @functools.wraps(act)
    def asked(**given: Any) -> None:
        _settled_in_a_month(settle=given["settle"], month=given["month"])
        if given["determined_by"] == given["reviewed_by"]:
            raise click.UsageError("核定人与复核人须为两人 two people determine and review")
        act(**given)

    told: Callable[..., None] = asked
    for option in reversed(options):
        told = option(told)
    return told


def _settled_in_a_month(*, settle: bool, month: str) -> None:
    """Raises UsageError where something is to be written and nobody says into which month of the books."""
    if settle and not month:
        raise click.UsageError("--settle 须指明 --month needs the month of the books")


def _month(text: str) -> int:
    try:
        return parse_month(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} 不是月份 is no month; write 2026-01") from error


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} 不是日期 is no day; write 2025-11-15") from error


def _context(place: str, period: int, by: str) -> Any:
    from renshe.runs.context import RunContext

    at = dt.datetime.combine(dt.date(period // 12, period % 12 + 1, 20), dt.time(9), tzinfo=ZONE)
    return RunContext(place, period, period, at, by)


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.describe('zh')}\n{refusal.describe('en')}") from None


def _tell(totals: dict[str, Any]) -> None:
    for name, value in totals.items():
        if isinstance(value, int) and not isinstance(value, bool):
            console.print(
                f"{name:28} {format_yuan(value) + ' 元' if name.endswith('_fen') else f'{value:,}'}"
            )


@command.command()
@click.argument("year", type=int)
@place_option
@click.option("--month", required=True, help="记账月份 the month of the books, such as 2026-01")
@by_option
def interest(year: int, place: str, month: str, by: str) -> None:
    """计息 · credit the interest of YEAR to every individual account."""
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.runs.yearly_account_interest.run import run

        _tell(run(_context(place, _month(month), by), year=year))


@command.command(name="contributions")
@click.argument("year", type=int)
@place_option
@click.option("--month", required=True, help="记账月份 the month of the books, such as 2026-01")
@by_option
def close_contributions(year: int, place: str, month: str, by: str) -> None:
    """缴费结转 · put the contributions of YEAR together, a row for each person and employer, once it is over."""
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.runs.yearly_contribution_close.run import run

        _tell(run(_context(place, _month(month), by), year=year))


@command.command(name="base-reset")
@place_option
@click.option(
    "--month", required=True, help="缴费年度首月 the contribution year's first month, 2026-07"
)
@click.option(
    "--preview",
    is_flag=True,
    help="只看影响，不写入 show heads and fen before and after, write nothing",
)
@by_option
@folder_option
def base_reset(place: str, month: str, preview: bool, by: str, out: Path) -> None:
    """基数核定 · carry wages into the contribution year that begins in a month; list who did not report."""
    period = _month(month)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.runs.monthly_contribution_assessment.law import assess
        from renshe.runs.yearly_base_reset import run as reset

        seen = reset.preview(place=place, start=period, assess=assess if preview else None)
        seen.silent.write_csv(out / f"base-reset-employers-{month}.csv", include_bom=True)
        seen.lacking.write_csv(out / f"base-reset-without-wage-{month}.csv", include_bom=True)
        if not preview:
            _tell(reset.run(_context(place, period, by)))
            return
        console.print(
            f"已申报 declared {seen.declared:,} · 结转 carried {seen.carried:,} · 无工资 without {seen.without:,} · "
            f"未申报单位 silent employers {seen.silent.height:,}"
        )
        console.print(_effects(seen.effects))


def _effects(effects: Any) -> Table:
    table = Table(
        "险种 insurance",
        "情形 scenario",
        "人数 heads",
        "按下限 at the floor",
        "按上限 at the cap",
        "单位 employer",
        "个人 personal",
    )
    names = {
        "old": "上年 last year",
        "bounds": "新标准、旧工资 new law, old wages",
        "new": "新标准、新工资 new law and wages",
    }
    for row in effects:
        table.add_row(row.insurance, names[row.scenario], f"{row.heads:,}", f"{row.lifted:,}", f"{row.capped:,}",
                      format_yuan(row.employer_fen), format_yuan(row.personal_fen))  # fmt: skip
    return table


@command.command()
@place_option
@click.option("--year", type=int, required=True, help="调整年度 the year of the plan, 2025")
@shown_before_written
@folder_option
def adjust(
    place: str,
    year: int,
    known_on: str,
    settle: bool,
    month: str,
    determined_by: str,
    reviewed_by: str,
    out: Path,
) -> None:
    """调整 · the yearly adjustment of all pensions in payment by the plan of the place; written only with --settle."""
    day = _day(known_on)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.domains.pension import api as pension
        from renshe.runs.yearly_pension_adjustment import run as adjustment

        found = adjustment.preview(place=place, year=year, known_on=day)
        out.mkdir(parents=True, exist_ok=True)
        found.by_place().write_csv(out / f"pension-adjustment-{year}.csv", include_bom=True)
        _tell(found.totals)
        if settle:
            context = _context(place, _month(month), determined_by)
            signed = pension.Signatures(determined_by, reviewed_by, context.at, day)
            _tell(adjustment.run(context, year=year, signed=signed))


@command.command()
@place_option
@click.option(
    "--kind",
    type=click.Choice(["resident", "town", "land_allowance"]),
    required=True,
    help="待遇种类 which benefit",
)
@click.option("--from", "from_text", required=True, help="新标准首月 first month, 2026-01")
@shown_before_written
def standards(
    place: str,
    kind: str,
    from_text: str,
    known_on: str,
    settle: bool,
    month: str,
    determined_by: str,
    reviewed_by: str,
) -> None:
    """标准提高 · raise residents' basic part, town pensions or living allowances to the standard of a month."""
    first, known = _month(from_text), _day(known_on)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.domains.pension.api import Signatures
        from renshe.runs.yearly_pension_adjustment import standards as growing

        for found in growing.preview(kind=kind, place=place, from_month=first, known_on=known):
            console.print(f"{found.growth.rule}")
            _tell(found.totals)
        if not settle:
            return
        context = _context(place, _month(month), determined_by)
        signed = Signatures(determined_by, reviewed_by, context.at, known)
        for rule, totals in growing.run(
            context, kind=kind, from_month=first, signed=signed
        ).items():
            console.print(f"{rule}")
            _tell(totals)


@command.command()
@place_option
@shown_before_written
@folder_option
def retroactive(
    place: str,
    known_on: str,
    settle: bool,
    month: str,
    determined_by: str,
    reviewed_by: str,
    out: Path,
) -> None:
    """追溯 · differences of pensions with what is known by a day, by person and month; written only with --settle."""
    day = _day(known_on)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.domains.pension import api as pension
        from renshe.runs.retroactive_parameter import run as retro

        found = retro.preview(place=place, known_on=day)
        found.write_csv(out / f"retroactive-pensions-{day.isoformat()}.csv")
        found.write_left(out / f"retroactive-pensions-left-{day.isoformat()}.csv")
        for name, before, after in found.parameters:
            console.print(f"  {name}: {before[:60]} → {after[:60]}")
        _tell(found.totals)
        if settle:
            context = _context(place, _month(month), determined_by)
            signed = pension.Signatures(determined_by, reviewed_by, context.at, day)
            _tell(retro.run(context, signed=signed))


@command.command()
@click.argument("year", type=int)
@place_option
@shown_before_written
def finalise(
    year: int,
    place: str,
    known_on: str,
    settle: bool,
    month: str,
    determined_by: str,
    reviewed_by: str,
) -> None:
    """预发转正式 · pensions of YEAR that are provisional, made final by the base now published; written only with --settle."""
    day = _day(known_on)
    with prepared(role="runner", gives_way=True), _refusals_told(), Bar() as bar:
        from renshe.domains.pension import api as pension
        from renshe.laws import library
        from renshe.runs.context import by_reason
        from renshe.services.pension.correct_pension.finalise import finalise_year

        context = _context(place, _month(month or day.strftime("%Y-%m")), determined_by)
        bar_of = bar.add_task("预发转正式 finalising", total=None)
        found = finalise_year(
            year=year, signed=pension.Signatures(determined_by, reviewed_by, context.at, day), explain=library.explain,
            accounting_month=context.accounting_month, write=settle,
            progress=lambda done, total: bar.update(bar_of, completed=done, total=total),
        )  # fmt: skip
    _tell(found.totals)
    if found.kept:
        console.print(
            f"{len(found.kept):,} 人仍按预发：{year} 年计发基数在 {day} 以前没有公布 stay provisional: the base is not published"
        )
    for name, rows in by_reason(found.refused).items():
        console.print(f"  {name}: {len(rows):,} 人 · {rows[0][1].describe('zh')}")


@command.command(name="retroactive-contributions")
@place_option
@click.option("--first", required=True, help="首个费款所属期 first month of the dues, 2025-07")
@click.option("--last", required=True, help="末个费款所属期 last month of the dues, 2025-10")
@known_on_option
@click.option("--settle", is_flag=True, help="开具应缴单并退费 write bills and refunds")
@settled_month_option
@click.option(
    "--approved-by", default="approver", show_default=True, help="退费批准人 who approves refunds"
)
@by_option
@folder_option
def retroactive_contributions(
    place: str,
    first: str,
    last: str,
    known_on: str,
    settle: bool,
    month: str,
    approved_by: str,
    by: str,
    out: Path,
) -> None:
    """追溯 · differences of contributions by person and month; written only with --settle, due the month after."""
    asked = {"first": _month(first), "last": _month(last), "known_on": _day(known_on)}
    _settled_in_a_month(settle=settle, month=month)
    with prepared(role="runner", gives_way=True), _refusals_told():
        from renshe.runs.monthly_contribution_assessment import law
        from renshe.runs.retroactive_parameter import run as retro

        found = retro.preview_contributions(place=place, law=law, **asked)
        found.write_csv(out / f"retroactive-contributions-{known_on}.csv")
        for name, before, after in found.parameters:
            console.print(f"  {name}: {before[:60]} → {after[:60]}")
        _tell(found.totals)
        if settle:
            period = _month(month)
            _tell(retro.run_contributions(_context(place, period, by), due_on=last_day(period + 1),
                                          approved_by=approved_by, law=law, **asked))  # fmt: skip
