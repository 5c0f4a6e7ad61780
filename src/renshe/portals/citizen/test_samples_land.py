"""Made-up contexts of a person's land security. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from renshe.portals.citizen.pages.land import LandPage, Membership, Movement, TownPart
from renshe.portals.layout.amounts import Amount

DAY = date(2025, 10, 1)


def land_page() -> LandPage:
    """One of the old with an allowance and town insurance of before."""
    return LandPage(
        placed=(
            Membership(
                name="轨道停车场", approval_number="沪府土〔2009〕1号", approved_on=DAY, state="已入账", group="养老年龄", age=61,
                has="按月领取征地养老生活费",
            ),
        ),
        balance_fen=9_840_000, movements=(Movement(booked_on=DAY, what="征地项目记入", fen=9_840_000),),
        town=TownPart(
            state="保留", months=130, months_paid=96, account_fen=123_456, converted_on=None, carried_months=130,
            carried_fen=123_456, months_url="/m", account_url="/a", convert_url="/c", claim_url="/d",
        ),
        allowance=Amount(fen=216_000, explain_url="/e"), elder=Amount(fen=4_000, explain_url="/e2"),
        starts_month=2025 * 12 + 9, claim_url="",
    )  # fmt: skip


def converted_page() -> LandPage:
    """Town insurance that went over, and an allowance still to be claimed."""
    page = land_page()
    assert page.town is not None
    town = replace(
        page.town, state="已转入职工养老保险", converted_on=DAY, convert_url="", claim_url=""
    )
    return replace(
        page, town=town, allowance=None, elder=None, starts_month=None, claim_url="/claim"
    )


LAND_PAGES = {
    "citizen/pages/land.html": land_page,
    "citizen/pages/land.html#converted": converted_page,
    "citizen/pages/land.html#nobody": lambda: replace(
        land_page(),
        placed=(),
        movements=(),
        balance_fen=0,
        town=None,
        allowance=None,
        elder=None,
        starts_month=None,
    ),
}
