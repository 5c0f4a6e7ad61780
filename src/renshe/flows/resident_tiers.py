"""Which tiers a place offers on a day, by the law in force: for forms, and to say it where another amount was typed."""

from __future__ import annotations

import datetime as dt

from renshe.domains.resident import api as resident
from renshe.kernel.codes.problem import Problem, Refused
from renshe.laws import library


def offered(*, place: str, on: dt.date) -> list[int]:
    """The tiers in yuan a year, lowest first. Empty where no list of the place is in the law."""
    table = library.ruleset().parameters["resident_tier_offered"].table(place=place[:6], on=on)
    sure = library.mode() != "production"
    return sorted(int(key) for key, row in table.items() if sure or row.confidence != "K?")


def require_offered(*, place: str, tier: int, on: dt.date) -> None:
    """Raises Refused `tier_not_offered`, naming those that are."""
    tiers = offered(place=place, on=on)
    if tier in tiers:
        return
    listed = "、".join(str(one) for one in tiers)
    english = ", ".join(str(one) for one in tiers)
    raise Refused(
        Problem(
            "tier_not_offered",
            f"本地没有每年{tier}元这一档",
            f"the place has no tier of {tier} yuan a year",
            "国发〔2014〕8号 四",
            f"请在本地公布的档次中选择（元/年）：{listed}"
            if tiers
            else "本地缴费档次尚未录入，请到窗口咨询",
            f"Choose one of the place's tiers (yuan a year): {english}"
            if tiers
            else "The place's tiers are not entered yet; ask at a counter",
        )
    )


def tiers_with_subsidy(*, place: str, on: dt.date) -> list[tuple[int, int]]:
    """Each tier with what the government adds to it (yuan a year, fen), for choosing between them."""
    return [
        (
            tier,
            resident.subsidy_of(tier=tier, back=False, place=place, on=on, explain=library.explain),
        )
        for tier in offered(place=place, on=on)
    ]
