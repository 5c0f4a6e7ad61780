"""A payment that came back, or was held back, and was never due: out of what is owed, in both books.

Rights: what `pension_due` posted for the line is taken back part by part, so the pool's expenditure falls, the individual
account gets its part again and what was set off is owed again. Where the month was claimed as an overpayment, the claim
already took it out of the expenditure, and what came back settles the claim instead.
Cash: only what the bank returned lies in suspense (暂收款). It stays in the expenditure account and reduces this year's
expenditure; of a former year it is other income (财会〔2017〕28号).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows.pension_to_ledger import account_subject
from renshe.kernel.periods import Month, year_of

CAUSE = "undue_decision"


@transaction.atomic
def payment_found_undue(
    *, decision_id: int, accounting_month: Month, by: str, at: dt.datetime
) -> pension.UndueDecision:
    """Approve a proposal as a second person and book it, all or nothing.

    Raises Refusal `two_people_needed`, `state_forbids`, `not_waiting`, `ground_not_shown`, `changed_meanwhile`, `month_closed`.
    Basis: 社会保险经办条例 第三十七、四十六条.
    """
    decision, line = pension.approve_undue(
        decision_id=decision_id, accounting_month=accounting_month, by=by, at=at
    )
    fund = pension.batch_row(batch_id=decision.batch_id).fund
    owed = (
        (funds.Post("R1201", credit_fen=decision.net_fen),)
        if decision.overpayment_id
        else (
            funds.Post("R1201", debit_fen=line.deduction_fen),
            funds.Post("R5101", credit_fen=line.basic_fen + line.transitional_fen + line.other_fen),
            funds.Post("R2201", credit_fen=line.account_fen, subject=account_subject(fund)),
        )
    )
    _post("rights", (funds.Post("R2101", debit_fen=decision.net_fen), *owed), decision, at)
    if decision.suspense:
        spent = pension.year_of_expenditure(suspense=decision.suspense)
        account = "4501" if spent < year_of(accounting_month) else "5001"
        posts = (
            funds.Post("2001", debit_fen=decision.net_fen, subject=decision.suspense),
            funds.Post(account, credit_fen=decision.net_fen),
        )
        _post("cash", posts, decision, at)
    return decision


def _post(
    book: str, posts: tuple[funds.Post, ...], decision: pension.UndueDecision, at: dt.datetime
) -> None:
    assert decision.accounting_month is not None
    assert decision.approved_by is not None
    fund = pension.batch_row(batch_id=decision.batch_id).fund
    funds.post_entry(
        entry=funds.NewEntry(
            book, fund, at.date(), "payment_undue", CAUSE, str(decision.pk), posts
        ),
        accounting_month=decision.accounting_month,
        posted_by=decision.approved_by,
    )
