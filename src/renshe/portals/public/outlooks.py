"""The pension outlook ready for a page: bars by month of retirement under two assumptions, goal, gap, what closes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from renshe.domains.annuity.api import Assumptions, Bar, Outlook, Remedy, Standing, remedies
from renshe.kernel.periods import Month
from renshe.laws import library
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.formats import months_long, percent, yuan
from renshe.portals.public.outlook_questions import SCENARIOS, Asked

Address = Callable[..., str]
"""Gives the address that explains a target: called with scenario, month (ordinal) and target."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One month of retirement. Amounts are a month's, in today's wages; `why_not` says why no basic pension is drawn."""

    month: int
    age: str
    short: str
    legal: bool
    pension: Amount
    basic: Amount
    account: Amount
    annuity: Amount
    personal: Amount
    total: Amount
    goal_fen: int | None
    gap: Amount
    rate: str
    why_not: str


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to come nearer to the goal: what to do, what it gives, whether it is enough, and the same calculation with it."""

    title: str
    detail: str
    total: Amount
    enough: bool
    url: str


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """All bars under one set of assumptions."""

    code: str
    title: str
    assumed: str
    rows: tuple[Row, ...]
    ways: tuple[Way, ...]

    @property
    def legal(self) -> Row:
        """The bar of the legal month."""
        return next(row for row in self.rows if row.legal)


@dataclass(frozen=True, kw_only=True)
class OutlookView:
    """What `public/parts/outlook.html` may use. Each scenario has its own ways to close its gap, at the legal month."""

    goal_fen: int | None
    base_fen: int
    scenarios: tuple[Scenario, ...]
    has_annuity: bool
    has_personal: bool

    @property
    def merged(self) -> bool:
        """Whether the first pillar is drawn as one: a chart draws four series, and with all pillars the goal is one of them."""
        return self.goal_fen is not None and self.has_annuity and self.has_personal


def outlook_view(
    *, standing: Standing, asked: Asked, explain_at: Address, page_at: str
) -> OutlookView:
    """Ask the law for every bar. `page_at` is the page's own address, to which a way leads with its change typed in.

    Raises Refusal where the law cannot answer for this person.
    """
    values = asked.values
    assert values is not None
    goal = goal_of(values)
    step = int(values["step"])
    scenarios = []
    for code in SCENARIOS:
        outlook = Outlook(standing, asked.assumptions[code], library.explain)
        ways = _ways(outlook, goal, code=code, asked=asked, explain_at=explain_at, page_at=page_at)
        scenarios.append(
            _scenario(code, outlook, step=step, goal=goal, explain_at=explain_at, ways=tuple(ways))
        )
    return OutlookView(
        goal_fen=goal, base_fen=standing.base_fen, scenarios=tuple(scenarios),
        has_annuity=any(row.annuity.fen for one in scenarios for row in one.rows),
        has_personal=any(row.personal.fen for one in scenarios for row in one.rows),
    )  # fmt: skip


def goal_of(values: Mapping[str, Any]) -> int | None:
    """The goal in fen a month: as typed, or as a share of the base; None without one."""
    if values["goal"] == "amount":
        return int(values["goal_yuan"])
    if values["goal"] == "rate":
        return int(values["base"]) * int(values["goal_rate"]) // 100
    return None


def scenario_name(code: str) -> str:
    """What a scenario is called."""
    return _("谨慎") if code == "careful" else _("乐观")


def assumed_words(assumed: Assumptions) -> str:
    """The assumptions of a scenario in one line."""
    return _("工资每年增长{wages}，记账利率{rate}，收益率{returns}").format(
        wages=percent(assumed.wage_growth), rate=percent(assumed.crediting_rate), returns=percent(assumed.returns)
    )  # fmt: skip


def age_words(months: int) -> str:
    """An age in years and months."""
    years, rest = divmod(months, 12)
    if rest:
        return _("{years}岁{months}个月").format(years=years, months=rest)
    return _("{years}岁").format(years=years)


def caps(*, place: str, on: date) -> tuple[int, int]:
    """The cap of the monthly base, and of a year's personal pension, in fen. Raises Refusal."""
    base = library.explain("pension_base_cap", {}, place=place, on=on)
    personal = library.explain("personal_pension_cap", {}, place="CN", on=on)
    return int(base.value), int(personal.value)


def _scenario(
    code: str,
    outlook: Outlook,
    *,
    step: int,
    goal: int | None,
    explain_at: Address,
    ways: tuple[Way, ...],
) -> Scenario:
    legal = outlook.window().legal
    rows = tuple(
        _row(outlook.bar(month), code, legal=month == legal, goal=goal, base=outlook.standing.base_fen, explain_at=explain_at)
        for month in outlook.months(step=step)
    )  # fmt: skip
    return Scenario(
        code=code,
        title=scenario_name(code),
        assumed=assumed_words(outlook.assumptions),
        rows=rows,
        ways=ways,
    )


def _row(
    bar: Bar, code: str, *, legal: bool, goal: int | None, base: int, explain_at: Address
) -> Row:
    def amount(fen: int, target: str) -> Amount:
        return Amount(fen=fen, explain_url=explain_at(code, bar.month, target))

    drawn = bar.state == "entitled"
    years, rest = divmod(bar.age_months, 12)
    return Row(
        month=bar.month, age=age_words(bar.age_months), legal=legal, goal_fen=goal,
        short=f"{years}+{rest}" if rest else str(years),
        pension=amount(bar.pension_fen, "monthly_pension") if drawn else Amount(fen=None),
        basic=amount(bar.basic_fen, "monthly_pension") if drawn else Amount(fen=None),
        account=amount(bar.account_fen, "account_pension") if drawn else Amount(fen=None),
        annuity=amount(bar.annuity_fen, "annuity_monthly_estimate"),
        personal=amount(bar.personal_fen, "personal_pension_monthly_estimate"),
        total=amount(bar.total_fen, "retirement_income_estimate") if drawn else Amount(fen=bar.total_fen),
        gap=amount(max(0, goal - bar.total_fen), "retirement_gap") if goal is not None and drawn else Amount(fen=None),
        rate=percent(Fraction(round(Fraction(bar.total_fen, base) * 1000), 1000)) if base else "",
        why_not="" if drawn else _why_not(bar),
    )  # fmt: skip


def _why_not(bar: Bar) -> str:
    if bar.state == "years_short":
        return _("缴费年限还差{months}，不能按月领").format(months=months_long(bar.missing_months))
    return _("不在可以退休的年月里")


def _ways(
    outlook: Outlook,
    goal: int | None,
    *,
    code: str,
    asked: Asked,
    explain_at: Address,
    page_at: str,
) -> list[Way]:
    if goal is None:
        return []
    standing = outlook.standing
    base_cap, personal_cap = caps(place=standing.place, on=standing.today)
    found = remedies(outlook, goal_fen=goal, base_cap_fen=base_cap, personal_cap_fen=personal_cap)
    legal = outlook.window().legal
    return [
        _way(one, code=code, legal=legal, asked=asked, explain_at=explain_at, page_at=page_at, caps=(base_cap, personal_cap))
        for one in found
    ]  # fmt: skip


def _way(
    one: Remedy, *, code: str, legal: Month, asked: Asked, explain_at: Address, page_at: str,
    caps: tuple[int, int],
) -> Way:  # fmt: skip
    longer = months_long(one.month - legal)
    titles = {
        "later": _("晚{longer}退休").format(longer=longer),
        "base": _("月缴费基数提高到{yuan}元").format(yuan=yuan(one.amount_fen)),
        "personal": _("每年缴{yuan}元个人养老金").format(yuan=yuan(one.amount_fen)),
        "all": _("三样都做到头"),
    }
    details = {
        "later": _("弹性延迟要和单位商定，最多三年，期间继续缴费"),
        "base": _("从下个月起；单位职工的基数随工资，灵活就业的可以自己选"),
        "personal": _("可以税前扣除，领取时按3%单独缴税"),
        "all": _("最晚退休，基数到上限，个人养老金缴满"),
    }
    change: dict[str, str] = {}
    if one.kind in ("base", "all"):
        change["base"] = _typed(one.amount_fen if one.kind == "base" else caps[0])
    if one.kind in ("personal", "all"):
        change["personal_year"] = _typed(one.amount_fen if one.kind == "personal" else caps[1])
    url = f"{page_at}?{_with(asked.query, change)}" if change else ""
    same = Amount(
        fen=one.bar.total_fen,
        explain_url=explain_at(code, one.month, "retirement_income_estimate"),
    )
    other = Amount(fen=one.bar.total_fen, explain_url=url + "#bars")
    drawn = one.bar.state == "entitled"
    return Way(
        title=titles[one.kind], detail=details[one.kind], enough=one.enough, url=url,
        total=other if change else same if drawn else Amount(fen=one.bar.total_fen),
    )  # fmt: skip


def _typed(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _with(query: str, change: Mapping[str, str]) -> str:
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    kept = "&".join(f"{key}={value}" for key, _eq, value in pairs if key not in change)
    return "&".join(part for part in (kept, urlencode(change)) if part)
