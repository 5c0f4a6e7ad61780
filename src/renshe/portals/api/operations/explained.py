"""Why an amount of one's own is what it is: a year of the account, and one month's payment."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import Http404
from ninja import Path

from renshe.domains.contributions.api import timeline_of
from renshe.domains.funds.api import account_years
from renshe.domains.pension.api import person_pension
from renshe.domains.registry.api import everybody_who_is
from renshe.kernel.periods import month_containing
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.operations.person import CONTRIBUTIONS, GROUP, PENSION, me
from renshe.portals.api.shapes import Number
from renshe.portals.citizen.account_explaining import (
    explain_closing,
    explain_credit,
    explain_interest,
    year_of_account,
)
from renshe.portals.citizen.career import career
from renshe.portals.layout.explaining_pensions import explain_payment

Year = Annotated[int, Path(ge=1992, le=2999, description="年度 / year")]
Of = Annotated[Literal["credit", "interest", "closing"], Path(description="部分 / part")]


@GROUP.get(
    "/me/account/{year}/explanations/{part}",
    id="explain_my_account",
    access=CONTRIBUTIONS,
    answer=Answer,
    title=("解释个人账户的一年", "Explain a year of my account"),
    says=("当年记账、利息或年末余额怎么来的。", "How the year's credit, interest or closing balance came about."),
)  # fmt: skip
def explain_my_account(call: Call, year: Year, part: Of) -> Answer:
    """As on the person's page."""
    who = me(call)
    entries = career(person_id=who.pk, place=who.residence_place)
    found = year_of_account(closed=account_years(person_id=who.pk), entries=entries, year=year)
    if part == "credit":
        return answer_of(explain_credit(year=found, months=timeline_of(person_id=who.pk).months))
    if part == "closing":
        return answer_of(explain_closing(year=found))
    product = next((one.credit_product_fen for one in entries if one.year == year), 0)
    explanation = explain_interest(
        year=found, product_fen=product, payments=_payments(call), place=who.residence_place[:6]
    )
    return answer_of(explanation)


@GROUP.get(
    "/me/pension/payments/{batch}/{line_no}/explanation",
    id="explain_my_payment",
    access=PENSION,
    answer=Answer,
    title=("解释一次发放", "Explain one payment"),
    says=("各组成部分与扣款。", "Its components and what was taken off."),
)
def explain_my_payment(call: Call, batch: Number, line_no: Number) -> Answer:
    """One's own payment alone."""
    for one in _payments(call):
        if (one.batch_id, one.line_no) == (batch, line_no):
            return answer_of(explain_payment(payment=one))
    raise Http404


def _payments(call: Call) -> tuple:  # type: ignore[type-arg]
    everybody = everybody_who_is(person_id=me(call).pk)
    found = person_pension(person_ids=everybody, month=month_containing(call.today))
    return tuple(found.payments)
