"""What the plan keeps in sight: the ratio and why it moved, rises equal in yuan and day, the reserve, cover by project."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.expropriation import api as expropriation
from renshe.portals.land.portal import LAND, LOOK
from renshe.portals.layout.access import Visit, own_place
from renshe.portals.layout.charts import Chart, Series, chart
from renshe.portals.layout.formats import month as month_text

MONTHS, SHOWN = 36, 13


@dataclass(frozen=True, kw_only=True)
class RatioLine:
    """One month of the ratio; `land` and `rural` are by how much each side moved it since the month before."""

    month: int
    rural_fen: int
    land_fen: int
    ratio: str
    land: str
    rural: str
    why: str
    off: bool


@dataclass(frozen=True, kw_only=True)
class RiseLine:
    """A year's rises side by side."""

    year: int
    land_fen: int | None
    land_on: dt.date | None
    town_fen: int | None
    town_on: dt.date | None
    equal: bool


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """What the monthly run found: medical cover, and for how many months pool and reserve pay; `stood_out` in words."""

    month: int
    people: int
    rate: str
    cover_low: bool
    pool_fen: int
    reserve_fen: int
    monthly_fen: int
    months: int | None
    short: bool
    stood_out: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WatchPage:
    """What `land/pages/watch.html` may use. `ratio` is "" where nothing is recorded yet."""

    ratio: str
    ratio_month: int | None
    ratio_off: bool
    lines: tuple[RatioLine, ...]
    drawn: Chart | None
    rises: tuple[RiseLine, ...]
    has_town: bool
    enrolled: int
    people: int
    rate: str
    reserve_months: int | None
    reserve: expropriation.Reserve
    projects: int
    certified: int
    old: int
    allowances: int
    town: tuple[tuple[str, int, int], ...]
    months: tuple[MonthLine, ...]


@LAND.page(template="land/pages/watch.html", access=LOOK)
def watch(visit: Visit) -> WatchPage:
    """Show the figures of the visitor's place."""
    place = own_place(visit, "pension.look")
    history = expropriation.ratio_history(place=place, months=MONTHS)
    streets = expropriation.cover_by_street(place=place, on=visit.today)
    people, enrolled = (
        sum(one.people for one in streets),
        sum(one.employee + one.resident for one in streets),
    )
    rows = expropriation.project_rows(place=place, most=10_000)
    reserve = expropriation.reserve_now(place=place)
    last = history[-1] if history else None
    return WatchPage(
        ratio=ratio_text(last.hundredths) if last else "", ratio_month=last.month if last else None,
        ratio_off=last is not None and _off(last.hundredths), lines=tuple(_line(one) for one in reversed(history[-SHOWN:])),
        drawn=_drawn(history), rises=tuple(_rise(one) for one in expropriation.rises(place=place)),
        has_town=expropriation.latest_figure(place=place, scheme="town") is not None, enrolled=enrolled, people=people,
        rate=rate_text(enrolled, people), reserve_months=reserve.months, reserve=reserve, projects=len(rows),
        certified=sum(one.state in ("certified", "settled") for one in rows),
        old=sum(one.old for one in rows if one.state == "settled"),
        allowances=sum(one.allowances for one in rows), town=_town(place),
        months=tuple(_month(one) for one in expropriation.watch_months(place=place)),
    )  # fmt: skip


def ratio_text(hundredths: int) -> str:
    """1 to so much, with two decimals."""
    return f"1 : {hundredths // 100}.{hundredths % 100:02d}"


def rate_text(part: int, whole: int) -> str:
    """A share in percent with one decimal; a dash where there is nobody."""
    return f"{part * 1000 // whole // 10}.{part * 1000 // whole % 10}%" if whole else "—"


def _off(hundredths: int) -> bool:
    return expropriation.off_goal(hundredths)


def _line(one: expropriation.RatioMonth) -> RatioLine:
    chinese = (get_language() or "zh").startswith("zh")
    return RatioLine(
        month=one.month, rural_fen=one.rural_fen, land_fen=one.land_fen, ratio=ratio_text(one.hundredths),
        land=_signed(one.from_land), rural=_signed(one.from_rural), why=one.why_zh if chinese else one.why_en,
        off=_off(one.hundredths),
    )  # fmt: skip


def _month(one: expropriation.LandWatchMonth) -> MonthLine:
    chinese = (get_language() or "zh").startswith("zh")
    held = one.pool_fen + one.reserve_fen
    return MonthLine(
        month=one.month, people=one.people, rate=rate_text(one.covered, one.people),
        cover_low="cover_low" in one.warnings, pool_fen=one.pool_fen, reserve_fen=one.reserve_fen,
        monthly_fen=one.monthly_fen, months=held // one.monthly_fen if one.monthly_fen else None,
        short="reserve_short" in one.warnings,
        stood_out=tuple(expropriation.WARNINGS[code][0 if chinese else 1] for code in one.warnings),
    )  # fmt: skip


def _signed(hundredths: int | None) -> str:
    if hundredths is None:
        return "—"
    if not hundredths:
        return "0"
    return f"{'+' if hundredths > 0 else '−'}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def _drawn(history: list[expropriation.RatioMonth]) -> Chart | None:
    if not history:
        return None
    return chart(
        title=_("人均每月：农村养老金、征地养老生活费和1.5倍目标"),
        kind="lines",
        categories=[month_text(one.month) for one in history],
        short=[f"{one.month // 12 % 100:02d}-{one.month % 12 + 1:02d}" for one in history],
        series=(
            Series(label=_("农村养老金"), amounts_fen=tuple(one.rural_fen for one in history)),
            Series(label=_("征地养老生活费"), amounts_fen=tuple(one.land_fen for one in history)),
            Series(
                label=_("农村养老金的1.5倍"), goal=True,
                amounts_fen=tuple(one.rural_fen * expropriation.GOAL_PERCENT // 100 for one in history),
            ),
        ),
    )  # fmt: skip


def _rise(one: expropriation.Rise) -> RiseLine:
    return RiseLine(
        year=one.year, land_fen=one.land_fen, land_on=one.land_on, town_fen=one.town_fen, town_on=one.town_on,
        equal=one.equal,
    )  # fmt: skip


def _town(place: str) -> tuple[tuple[str, int, int], ...]:
    words = {
        "kept": _("保留镇保"),
        "drawing": _("领取镇保养老金"),
        "converted": _("已转入职工养老保险"),
    }
    found = expropriation.people_with_town_insurance(place=place)
    return tuple((words[state], people, fen) for state, (people, fen) in found.items())
