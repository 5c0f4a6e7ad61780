"""The months that are watched of the group as the old system kept them, ending at what the awards really pay. Invented.

Averages follow the table of `expropriation_plans.py` year by year, moved so that the last month is that of the awards taken
over: the month run goes on from there without a jump. Rises are the table's.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction

from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.edge.demo.expropriation_plans import WATCHED
from renshe.kernel.periods import Month, month_containing

SCHEMES = {
    "rural": ("resident", "农村养老金", "rural pension"),
    "land": ("land_allowance", "征地养老生活费", "land allowance"),
    "town": ("town", "镇保养老金", "town pension"),
}
_FEWEST = 3


@transaction.atomic
def watch_since(*, place: str, as_of: dt.date) -> None:
    """Every month of the table up to the one before the city's day, for each scheme that somebody draws."""
    last = month_containing(as_of) - 1
    eve = as_of - dt.timedelta(days=1)
    at = dt.datetime.combine(eve, dt.time(18), tzinfo=ZoneInfo("Asia/Shanghai"))
    recorded = expropriation.Recorded(by="take_over", at=at, today=eve)
    for position, (scheme, (kind, _, _)) in enumerate(SCHEMES.items()):
        now = pension.kind_month(kind=kind, place=place, month=last)
        yuan = {row[0]: row[1 + position] for row in WATCHED[place]}
        if now.people and any(yuan.values()):
            _months(scheme, place=place, yuan=yuan, now=now, last=last, recorded=recorded)


def _months(
    scheme: str, *, place: str, yuan: dict[int, int], now: pension.KindMonth, last: Month, recorded: expropriation.Recorded
) -> None:  # fmt: skip
    shift = now.total_fen - yuan[last // 12] * 100 * now.people
    _, zh, en = SCHEMES[scheme]
    for month in range(min(yuan) * 12, last + 1):
        heads = max(now.people - (last - month) // 3, min(now.people, _FEWEST))
        each, before = yuan[month // 12] * 100, yuan.get(month // 12 - 1, 0) * 100
        rise = each - before if before and month % 12 == 0 and each != before else None
        new = expropriation.NewFigure(
            place=place, month=month, scheme=scheme, people=heads,
            total_fen=each * heads + shift * heads // now.people, source="月度发放汇总（旧系统，演示）",
            rise_fen=rise, rise_on=dt.date(month // 12, 1, 1) if rise else None,
            why_zh=f"{zh}年度增加" if rise else "", why_en=f"yearly rise of the {en}" if rise else "",
        )  # fmt: skip
        expropriation.record_figure(new=new, recorded=recorded)
