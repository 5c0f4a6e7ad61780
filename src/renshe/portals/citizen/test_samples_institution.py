"""Made-up contexts of a person's pension of public bodies. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace

from renshe.portals.citizen.pages.institution import (
    AccountRow,
    InstitutionPage,
    Methods,
    Service,
    YearRow,
)
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem

OCTOBER = 2025 * 12 + 9


def working() -> InstitutionPage:
    """A doctor who retires soon, with both methods and all years."""
    return InstitutionPage(
        member=True, employer="珠海市第七医院", kind="事业单位编制内人员", post="主任医师", rank="薪级40级", last_month=None,
        service=Service(post="副主任医师", rank="薪级32级", months=300, index="1.3600"), balance_fen=6_075_000,
        account=(AccountRow(year=2024, came_fen=6_000_000, interest_fen=75_000, closing_fen=6_075_000),),
        methods=Methods(
            drawn=False, month=OCTOBER, months=423, basic_fen=340_000, account_fen=43_705, transitional_fen=451_867,
            annuity_fen=65_741, new=Amount(fen=901_313, explain_url="/n"), old=Amount(fen=653_581, explain_url="/o"),
            paid=Amount(fen=835_572, explain_url="/p"),
            years=(
                YearRow(year=2014, percent=10, total=Amount(fen=678_354, explain_url="/y"), mine=False, later=False),
                YearRow(year=2025, percent=100, total=Amount(fen=901_313, explain_url="/z"), mine=True, later=True),
            ),
        ),
        problem=None, claim_url="/guide", benefit_url="",
    )  # fmt: skip


def refused() -> InstitutionPage:
    """Somebody of whom the law cannot tell yet."""
    problem = Problem(
        reason="缺少计发基数", subject="2019", clause="国发〔2015〕2号 四", next_step="公布后再看"
    )
    return replace(
        working(), methods=None, problem=problem, account=(), service=None, last_month=OCTOBER
    )


INSTITUTION_PAGES = {
    "citizen/pages/institution.html": working,
    "citizen/pages/institution.html#refused": refused,
    "citizen/pages/institution.html#nobody": lambda: replace(working(), member=False),
}
