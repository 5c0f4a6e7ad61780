"""Write down the month's watched figures of expropriated people from what is really drawn, and warn of what stands out.

The ratio of the rural pension to the living allowance (1 : 1.5), the rises of allowance and town pension (same yuan, same
day), who of the group has a medical insurance, and for how long pool and reserve pay. Months once written are not rewritten;
run again it finds what was done.
"""

from __future__ import annotations

from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.runs.context import RunContext, begin

KIND = "land_watch"
KIND_OF = {"rural": "resident", "land": "land_allowance", "town": "town"}
"""The kind of award that each watched scheme is."""
_ROSE = {
    "rural": ("农村（居民）养老金标准提高", "the residents' standard rose"),
    "land": ("征地养老生活费年度增加", "yearly rise of the land allowance"),
    "town": ("镇保养老金年度增加", "yearly rise of the town pension"),
}
SOURCE = "当月待遇核定与发放"


def run(context: RunContext) -> dict[str, Any]:
    """Record the month of the context; returns the totals. Raises Refused where a person recorded the month's watch already."""
    key, done = begin(context, KIND)
    if done:
        found = audit.run_by_key(key=key)
        assert found is not None
        return dict(found.totals)
    recorded = expropriation.Recorded(by=context.by, at=context.at, today=context.today)
    totals: dict[str, Any] = {}
    for scheme in KIND_OF:
        people = _figure(context, scheme, recorded)
        totals[f"{scheme}_people"] = people
    watched = expropriation.record_watch(
        place=context.place, month=context.period, recorded=recorded
    )
    for code in watched.warnings:
        zh, en = expropriation.WARNINGS[code]
        audit.attention(
            key=key, code=code, subject=code, zh=f"{zh}；请到“征地保障·指标监测”查看原因",
            en=f"{en}; see the watched figures of land security for why",
        )  # fmt: skip
    row = watched.row
    totals |= {"group": row.people, "covered": row.covered, "warnings": len(watched.warnings)}
    audit.finish(key=key, at=context.at, totals=totals)
    return totals


def _figure(context: RunContext, scheme: str, recorded: expropriation.Recorded) -> int:
    """The month of one scheme, where anybody draws it and nobody recorded it by hand; how many draw it."""
    found = pension.kind_month(kind=KIND_OF[scheme], place=context.place, month=context.period)
    there = expropriation.SchemeMonth.objects.filter(
        place=context.place, month=context.period, scheme=scheme
    )
    if found.people and not there.exists():
        zh, en = _ROSE[scheme] if found.rise_fen else ("", "")
        new = expropriation.NewFigure(
            place=context.place, month=context.period, scheme=scheme, people=found.people, total_fen=found.total_fen,
            source=SOURCE, rise_fen=found.rise_fen, rise_on=found.rise_on, why_zh=zh, why_en=en,
        )  # fmt: skip
        expropriation.record_figure(new=new, recorded=recorded)
    return found.people
