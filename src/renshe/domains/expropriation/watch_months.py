"""The monthly record of cover and money of the group, and what of everything watched stood out."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from renshe.domains.expropriation import problems
from renshe.domains.expropriation.cover import cover_by_street
from renshe.domains.expropriation.models import LandWatchMonth
from renshe.domains.expropriation.projects import Recorded
from renshe.domains.expropriation.watching import GOAL_PERCENT, ratio_history, reserve_now, rises
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, last_day

NEAR_PERCENT = 5
"""Hundredths by which the ratio may stand off 1 : 1.5 before it is told: owner-default."""
COVER_PERMILLE = 950
"""Below so much of the group in a medical insurance it is told; the plan wants everybody: owner-default."""
RESERVE_MONTHS = 24
"""Pool and reserve that pay fewer months of allowances than these are told: owner-default."""
WARNINGS = {
    "ratio_off": ("农村养老金与征地养老生活费的比例偏离1:1.5", "the ratio stands off 1 : 1.5"),
    "rises_differ": ("征地养老与镇保的年度增加不是同日同额", "the yearly rises differ in yuan or day"),
    "cover_low": ("群体医疗保险参保率低于95%", "less than 95% of the group has a medical insurance"),
    "reserve_short": ("统筹和风险准备不足支付24个月", "pool and reserve pay fewer than 24 months"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What stood out in a month, as codes of `WARNINGS`, and the row that says so."""

    row: LandWatchMonth
    warnings: tuple[str, ...]


@transaction.atomic
def record_watch(*, place: str, month: Month, recorded: Recorded) -> Watched:
    """Write the month's cover and money down, once, the schemes' figures being there. Raises Refused `figures_there`."""
    if LandWatchMonth.objects.filter(place=place, month=month).exists():
        raise Refused(problems.FIGURES_THERE)
    streets = cover_by_street(place=place, on=last_day(month))
    people = sum(one.people for one in streets)
    covered = sum(one.employee + one.resident for one in streets)
    held = reserve_now(place=place)
    warnings = []
    (last,) = ratio_history(place=place, months=1) or (None,)
    if last is not None and last.month == month and off_goal(last.hundredths):
        warnings.append("ratio_off")
    if _rises_differ(place, month):
        warnings.append("rises_differ")
    if covered * 1000 < people * COVER_PERMILLE:
        warnings.append("cover_low")
    if held.months is not None and held.months < RESERVE_MONTHS:
        warnings.append("reserve_short")
    row = LandWatchMonth.objects.create(
        place=place, month=month, people=people, covered=covered, accounts_fen=held.accounts_fen, pool_fen=held.pool_fen,
        reserve_fen=held.reserve_fen, predeposit_fen=held.predeposit_fen, monthly_fen=held.monthly_fen, warnings=warnings,
        recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip
    return Watched(row=row, warnings=tuple(warnings))


def off_goal(hundredths: int) -> bool:
    """Whether a ratio stands farther from the goal than is near."""
    return abs(hundredths - GOAL_PERCENT) > NEAR_PERCENT


def _rises_differ(place: str, month: Month) -> bool:
    """Both schemes are here and this year's rises are not equal; before either has risen nothing is amiss."""
    this_year = [one for one in rises(place=place) if one.year == month // 12]
    has_town = any(one.town_fen is not None for one in rises(place=place))
    return has_town and any(not one.equal for one in this_year)


def watch_months(*, place: str, months: int = 13) -> list[LandWatchMonth]:
    """The latest months, the latest first."""
    return list(LandWatchMonth.objects.filter(place=place).order_by("-month")[:months])
