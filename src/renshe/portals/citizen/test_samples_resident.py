"""Made-up contexts of the citizen's page of the resident pension. Nobody in them exists."""

from dataclasses import replace
from datetime import date

from renshe.portals.citizen.pages.resident import (
    OrderLine,
    PayoutLine,
    ResidentPage,
    SourceLine,
    TierLine,
    YearLine,
)
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem

DUE = Amount(fen=120_000, explain_url="/me/explain/resident/2025/due/")
PROBLEM = Problem(
    reason="这一年已经缴过费", subject="2025", clause="国发〔2014〕8号 四", next_step="请选择其他年度"
)  # fmt: skip


def resident_page() -> ResidentPage:
    """Somebody who has not paid this year, with an order, a refund on its way, and every kind of money in the account."""
    year = YearLine(
        year=2024, opening_fen=300_000, own=DUE, government=DUE, collective=DUE, interest=DUE, other_fen=20_000,
        drawn=Amount(fen=-133_812, explain_url="/me/pension/benefit/resident/"), left_fen=-40_000, closing=DUE,
    )  # fmt: skip
    return ResidentPage(
        joined_on=date(2019, 4, 2), why_not="", join_url="/apply/resident.enrol/", year=2025, state="还没有缴", tone="warn",
        tier=1200, due=DUE, may_order=True, orders=(OrderLine(number="JM202500000000101", year=2025, amount=DUE),),
        years_paid=6, years_missing=(2020, 2022), balance=DUE,
        sources=(SourceLine(name="个人缴费", fen=700_000), SourceLine(name="政府补贴", fen=36_000)),
        drawing=None, drawing_since=0, claim_url="/apply/resident.claim_pension/",
        pension_now=DUE, pension_going_on=DUE, years_short=0, from_year=2045,
        tiers=(
            TierLine(tier=720, subsidy=DUE, pension=DUE, chosen=False),
            TierLine(tier=1200, subsidy=DUE, pension=None, chosen=True),
        ),
        years=(year,
            replace(year, year=2023, own=None, government=None, collective=None, interest=None, other_fen=0, drawn=None,
                left_fen=0),
        ),
        payouts=(PayoutLine(what="重复缴费退费", fen=60_000, state="待付", on=date(2025, 10, 8)),),
        services=(("换一档缴费", "/apply/resident.change_tier/"),), problems=(PROBLEM,),
    )  # fmt: skip


PAGES = {
    "citizen/pages/resident.html": resident_page,
    "citizen/pages/resident.html#ordering": lambda: replace(
        resident_page(), orders=(), payouts=(), years_missing=(), problems=(), pension_now=None, years_short=9
    ),
    "citizen/pages/resident.html#drawing": lambda: replace(
        resident_page(), drawing=DUE, drawing_since=2025 * 12 + 3, claim_url="", tiers=(), services=(), orders=(), problems=(),
        pension_now=None, pension_going_on=None,
    ),
    "citizen/pages/resident.html#outside": lambda: replace(
        resident_page(), joined_on=None, state="", orders=(), tiers=(), years=(), services=(), payouts=(), problems=(),
    ),
    "citizen/pages/resident.html#kept_out": lambda: replace(
        resident_page(), joined_on=None, why_not="您还没有年满16周岁", state="", problems=()
    ),
}  # fmt: skip
