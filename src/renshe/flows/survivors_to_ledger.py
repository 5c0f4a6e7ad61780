"""A survivors' benefit in the books: owed when granted, paid when the bank paid, taken back before that.

It is owed under the number of its case, so that what is still to be paid is an open item of that number.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows.pension_to_ledger import FUND
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal

CAUSE = "survivors_benefit"


@transaction.atomic
def survivors_benefit_granted(
    *,
    person_id: int,
    case_number: str,
    payee: pension.Payee,
    drawn: pension.SurvivorsDetermination,
    hands: pension.Hands,
) -> pension.SurvivorsBenefit:
    """Grant it and book it as owed by the pool, all or nothing. Raises Refusal `month_closed`.

    Basis: 社会保险法 第十七条 (the fund pays); 人社部发〔2021〕18号.
    """
    benefit = pension.grant_survivors_benefit(
        person_id=person_id, case_number=case_number, payee=payee, drawn=drawn, hands=hands
    )
    _post(
        book="rights", reason="survivors_benefit_granted", benefit=benefit, month=benefit.accounting_month,
        on=hands.today, by=hands.approved_by, debit="R5101", credit="R2101", credit_subject=case_number,
    )  # fmt: skip
    return benefit


@transaction.atomic
def survivors_benefit_cancelled(
    *, benefit_id: int, month: Month, on: dt.date, by: str
) -> pension.SurvivorsBenefit:
    """Cancel it before it was paid and take it out of what is owed. Raises Refusal `survivors_paid_already`."""
    benefit = pension.cancel_survivors_benefit(benefit_id=benefit_id, on=on)
    _post(
        book="rights", reason="survivors_benefit_cancelled", benefit=benefit, month=month, on=on, by=by,
        debit="R2101", credit="R5101", debit_subject=benefit.case_number,
    )  # fmt: skip
    return benefit


@transaction.atomic
def survivors_benefit_paid(
    *, benefit_id: int, reference: str, month: Month, on: dt.date, by: str
) -> pension.SurvivorsBenefit:
    """The bank paid it out of the expenditure account: booked once, in both books.

    Raises Refusal `survivors_paid_already`, and `not_enough_money` where the expenditure account does not hold as much.
    """
    benefit, new = pension.mark_survivors_benefit_paid(
        benefit_id=benefit_id, on=on, reference=reference
    )
    if not new:
        return benefit
    rows = funds.trial_balance(fund=FUND, book="cash", accounting_month=month)
    held = sum(row.closing_fen for row in rows if row.code == "1004")
    if held < benefit.total_fen:
        raise Refusal(pension.NOT_ENOUGH_MONEY, subject=f"{benefit.case_number}: {held}")
    shared = {"reason": "survivors_benefit_paid", "benefit": benefit, "month": month, "on": on, "by": by}  # fmt: skip
    _post(book="cash", debit="5001", credit="1004", **shared)
    _post(book="rights", debit="R2101", credit="R1901", debit_subject=benefit.case_number, **shared)
    return benefit


def _post(
    *, book: str, reason: str, benefit: pension.SurvivorsBenefit, month: Month, on: dt.date, by: str,
    debit: str, credit: str, debit_subject: str = "", credit_subject: str = "",
) -> None:  # fmt: skip
    fen = benefit.total_fen
    posts = (
        funds.Post(debit, debit_fen=fen, subject=debit_subject),
        funds.Post(credit, credit_fen=fen, subject=credit_subject),
    )
    entry = funds.NewEntry(book, FUND, on, reason, CAUSE, str(benefit.pk), posts)
    funds.post_entry(entry=entry, accounting_month=month, posted_by=by)
