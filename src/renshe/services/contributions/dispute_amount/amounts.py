"""Which amount an explanation's address means: whose it is, what it is called, what the books say, and by what it is proved.

The addresses are the citizen portal's and name nobody; each is read for one person, and what is not that person's is not there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.kernel.periods import (
    Month,
    format_month,
    format_month_zh,
    month_containing,
    year_of,
)

ADDRESS = re.compile(
    r"/me/explain/(?:contribution/(?P<bill>\d{1,18})/(?P<line>\d{1,9})/(?P<column>[\w-]{1,60})"
    r"|history/(?P<period>\d{1,9})/(?P<employer>\d{1,18})/(?P<record>[\w-]{1,60})"
    r"|account/(?P<year>\d{4})/(?P<account>[\w-]{1,60})|pension/(?P<pension>[\w-]{1,60})"
    r"|payment/(?P<batch>\d{1,18})/(?P<paid>\d{1,9}))/",
    re.ASCII,
)
# Column of a contribution row → what it is called in both languages.
COLUMNS = {
    "pension_base": ("养老保险缴费基数", "pension base"),
    "medical_base": ("医疗保险缴费基数", "medical base"),
    "unemployment_base": ("失业保险缴费基数", "unemployment base"),
    "injury_base": ("工伤保险缴费基数", "work-injury base"),
    "pension_employer": ("养老保险单位缴费", "employer's pension contribution"),
    "pension_personal": ("养老保险个人缴费", "own pension contribution"),
    "medical_employer": ("医疗保险单位缴费", "employer's medical contribution"),
    "medical_personal": ("医疗保险个人缴费", "own medical contribution"),
    "unemployment_employer": ("失业保险单位缴费", "employer's unemployment contribution"),
    "unemployment_personal": ("失业保险个人缴费", "own unemployment contribution"),
    "injury_employer": ("工伤保险单位缴费", "employer's work-injury contribution"),
    "maternity_employer": ("生育保险单位缴费", "employer's maternity contribution"),
    "account_credit": ("记入个人账户", "credited to the account"),
}
RECORDS = {"base": COLUMNS["pension_base"], "credit": COLUMNS["account_credit"]}
ACCOUNT = {
    "credit": ("当年记入", "credited in the year"),
    "interest": ("当年利息", "interest of the year"),
    "closing": ("储存额", "balance"),
}
PENSION = {
    "total": ("现在每月的养老金", "pension now"),
    "award": ("核定的月基本养老金", "pension as awarded"),
    "basic": ("基础养老金", "basic pension"),
    "account": ("个人账户养老金", "account pension"),
    "transitional": ("过渡性养老金", "transitional pension"),
    "other": ("其他项目", "other items"),
}


RISE = "adjustment-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One amount of one person: its name with its month or year, what the books say (fen), and the record that proves it."""

    zh: str
    en: str
    fen: int
    source_zh: str
    source_en: str


def read_address(text: object) -> re.Match[str] | None:
    """An explanation's address taken apart; None for anything else."""
    return ADDRESS.fullmatch(str(text or ""))


def amount_at(found: re.Match[str], *, person_id: int, today: dt.date) -> Amount | None:
    """The amount that an address means for a person; None where there is no such amount of this person."""
    kinds: dict[str, Callable[..., Amount | None]] = {
        "column": _of_line, "record": _of_history, "account": _of_account, "pension": _of_pension, "paid": _of_payment,
    }  # fmt: skip
    kind = next(group for group in kinds if found[group] is not None)
    return kinds[kind](found, person_id, today)


def _of_line(found: re.Match[str], person_id: int, today: dt.date) -> Amount | None:
    """A column of a contribution row that was computed here."""
    name = COLUMNS.get(found["column"])
    bill, line = int(found["bill"]), int(found["line"])
    own = registry.everybody_who_is(person_id=person_id)
    rows = contributions.bill_lines(bill_id=bill, limit=1, after=line - 1)
    row = next((one for one in rows if one["line_no"] == line and one["person_id"] in own), None)
    if name is None or row is None:
        return None
    return _in_month(
        int(str(row["period"])), name, int(str(row[f"{found['column']}_fen"])),
        zh=f"账单{bill}第{line}行，记账批次{row['batch_id']}",
        en=f"bill {bill}, line {line}, posting batch {row['batch_id']}",
    )  # fmt: skip


def _of_history(found: re.Match[str], person_id: int, today: dt.date) -> Amount | None:
    """A month that came from an old system: only its record is left."""
    name, period = RECORDS.get(found["record"]), int(found["period"])
    months = contributions.timeline_of(person_id=person_id).months
    here = (
        month
        for month in months
        if month.period == period
        and month.bill_id is None
        and (month.employer_id or 0) == int(found["employer"])
    )
    month = next(here, None)
    if name is None or month is None:
        return None
    fen = month.base_fen if found["record"] == "base" else month.credit_fen
    return _in_month(
        period, name, fen, zh="旧系统缴费记录", en="contribution record of the old system"
    )


def _of_account(found: re.Match[str], person_id: int, today: dt.date) -> Amount | None:
    """A closed year of the account by its row; of a year that is open, what was credited and what stands there so far."""
    name, year, part = ACCOUNT.get(found["account"]), int(found["year"]), found["account"]
    if name is None:
        return None
    closed = funds.account_years(person_id=person_id)
    row = next((one for one in closed if one.year == year), None)
    if row is not None:
        fen = {"credit": row.credit_fen, "interest": row.interest_fen, "closing": row.closing_fen}
        return _in_year(
            year, name, fen[part],
            zh=f"个人账户年度记账批次{row.batch_id}", en=f"account year, posting batch {row.batch_id}",
        )  # fmt: skip
    last = closed[-1] if closed else None
    if part == "interest" or (last is not None and year < last.year):
        return None
    credits = _credits(person_id)
    if not credits.get(year):
        return None
    before = 0 if last is None else last.year
    balance = (0 if last is None else last.closing_fen) + sum(
        fen for one, fen in credits.items() if before < one <= year
    )
    return _in_year(
        year, name, credits[year] if part == "credit" else balance,
        zh="当年到账的缴费，年度尚未结息", en="contributions received this year, before interest",
    )  # fmt: skip


def _credits(person_id: int) -> dict[int, int]:
    """What paid months put into the account, by year (fen)."""
    found: dict[int, int] = {}
    for month in contributions.timeline_of(person_id=person_id).months:
        if month.state == "paid":
            year = year_of(month.period)
            found[year] = found.get(year, 0) + month.credit_fen
    return found


def _of_pension(found: re.Match[str], person_id: int, today: dt.date) -> Amount | None:
    """The pension now, or a part of the award that is in force."""
    part, held = found["pension"], _pension_of(person_id, today)
    if part.startswith(RISE):
        return _of_rise(part.removeprefix(RISE), held)
    award, name = held.current, PENSION.get(found["pension"])
    if award is None or name is None:
        return None
    fen = {"total": held.monthly_fen or 0, "award": award.total_fen}.get(part)
    if fen is None:
        fen = int(getattr(award, f"{part}_fen"))
    edition = str(award.receipt.get("ruleset_hash", ""))[:12]
    rules_zh, rules_en = (
        (f"，规则与参数版本{edition}", f", rules {edition}") if edition else ("", "")
    )
    return _in_month(
        award.starts_month, name, fen, since=True,
        zh=f"待遇核定{award.pk}{rules_zh}", en=f"award {award.pk}{rules_en}",
    )  # fmt: skip


def _of_rise(year: str, held: pension.PersonPension) -> Amount | None:
    """What one yearly adjustment adds to each month."""
    fen = next((fen for told, fen in held.adjustments if str(told) == year), None)
    if fen is None or held.current is None:
        return None
    return _in_month(
        int(year) * 12, ("养老金年度调整增加额", "rise of the yearly adjustment"), fen, since=True,
        zh=f"待遇核定{held.current.pk}，{year}年调整", en=f"award {held.current.pk}, adjustment of {year}",
    )  # fmt: skip


def _of_payment(found: re.Match[str], person_id: int, today: dt.date) -> Amount | None:
    """What was paid in one month."""
    wanted = (int(found["batch"]), int(found["paid"]))
    payments = _pension_of(person_id, today).payments
    line = next((one for one in payments if (one.batch_id, one.line_no) == wanted), None)
    if line is None:
        return None
    return _in_month(
        line.period, ("实发养老金", "pension paid"), line.net_fen,
        zh=f"发放指令{line.instruction}", en=f"payment instruction {line.instruction}",
    )  # fmt: skip


def _pension_of(person_id: int, today: dt.date) -> pension.PersonPension:
    everybody = registry.everybody_who_is(person_id=person_id)
    return pension.person_pension(person_ids=everybody, month=month_containing(today))


def _in_month(
    period: Month, name: tuple[str, str], fen: int, *, zh: str, en: str, since: bool = False
) -> Amount:
    """An amount of a month, or one that holds since a month."""
    when_zh = format_month_zh(period) + ("起" if since else "")
    when_en = ("since " if since else "") + format_month(period)
    return Amount(
        zh=f"{when_zh}{name[0]}", en=f"{name[1]}, {when_en}", fen=fen, source_zh=zh, source_en=en
    )


def _in_year(year: int, name: tuple[str, str], fen: int, *, zh: str, en: str) -> Amount:
    return Amount(
        zh=f"{year}年个人账户{name[0]}", en=f"account {name[1]}, {year}", fen=fen, source_zh=zh, source_en=en
    )  # fmt: skip
