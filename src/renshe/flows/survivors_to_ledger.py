"""A survivors' benefit in the books: owed when granted, taken back before it is paid.

It is owed under the number of its case, so that what is still to be paid is an open item of that number. A one-off batch
pays it (`one_off_to_ledger.py`).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows.books_month import books_month
from renshe.flows.pension_to_ledger import FUND
from renshe.kernel.periods import Month, year_of

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
    """Grant it and book it as owed by the pool, all or nothing, in the first open month of the books.

    Basis: 社会保险法 第十七条 (the fund pays); 人社部发〔2021〕18号.
    """
    benefit = pension.grant_survivors_benefit(
        person_id=person_id, case_number=case_number, payee=payee, drawn=drawn, hands=hands,
        accounting_month=books_month(fund=FUND, on=hands.today),
    )  # fmt: skip
    _post(
        book="rights", reason="survivors_benefit_granted", benefit=benefit, month=benefit.accounting_month,
        on=hands.today, by=hands.approved_by, debit="R5101", credit="R2101", credit_subject=case_number,
    )  # fmt: skip
    return benefit


@transaction.atomic
def survivors_benefit_cancelled(
    *, benefit_id: int, month: Month, on: dt.date, by: str
) -> pension.SurvivorsBenefit:
    """Cancel it before it was paid and take it out of what is owed; what the bank returned of it leaves suspense.

    Of a former year that is other income, of this year it reduces expenditure. Raises Refusal `survivors_paid_already`,
    `in_a_payment_batch`.
    """
    benefit = pension.cancel_survivors_benefit(benefit_id=benefit_id, on=on)
    held = pension.one_off_suspense(benefit=benefit)
    if held is not None:
        former = year_of(pension.one_off_spent_in(benefit=benefit)) < year_of(month)
        _post(
            book="cash", reason="survivors_benefit_cancelled", benefit=benefit, month=month, on=on, by=by,
            debit="2001", credit="4501" if former else "5001", debit_subject=held,
        )  # fmt: skip
    _post(
        book="rights", reason="survivors_benefit_cancelled", benefit=benefit, month=month, on=on, by=by,
        debit="R2101", credit="R5101", debit_subject=benefit.case_number,
    )  # fmt: skip
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
