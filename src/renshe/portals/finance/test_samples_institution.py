"""Made-up contexts of the money of public bodies' months. No body in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from renshe.portals.finance.pages.institution import BodyMonth, InstitutionMoneyPage
from renshe.portals.layout.errors import Problem

OCTOBER = 2025 * 12 + 9
WAITS = BodyMonth(
    number=2, employer="珠海市第七医院", period=OCTOBER, heads=1, employer_fen=128_000, personal_fen=64_000, due_fen=192_000,
    received_on=None, external_ref="",
)  # fmt: skip


def page() -> InstitutionMoneyPage:
    """One month that waits and one that is paid."""
    paid = replace(
        WAITS,
        number=1,
        period=OCTOBER - 1,
        received_on=date(2025, 10, 9),
        external_ref="SW2025100901",
    )
    return InstitutionMoneyPage(
        waiting=(WAITS,), waiting_fen=192_000, paid=(paid,), may_record=True, problems=(),
        typed={"number": "", "amount": "", "received_on": "2025-10-15", "external_ref": ""},
    )  # fmt: skip


def refused() -> InstitutionMoneyPage:
    """What came is not what is due; everything typed stays."""
    problem = Problem(
        reason="到账金额与应缴金额不一致",
        subject="",
        clause="劳办发〔1997〕116号",
        next_step="请单位补足",
    )
    typed = {"number": "2", "amount": "1900", "received_on": "2025-10-15", "external_ref": "SW1"}
    return replace(page(), problems=(problem,), typed=typed)


PAGES = {
    "finance/pages/institution.html": page,
    "finance/pages/institution.html#refused": refused,
    "finance/pages/institution.html#empty": lambda: replace(
        page(), waiting=(), waiting_fen=0, paid=(), may_record=False
    ),
}
