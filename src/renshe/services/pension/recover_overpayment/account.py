"""An overpayment is set off against the individual account that the dead person left (扣抵个人账户余额), in three hands.

The balance is inherited (社会保险法 第十四条), and what the fund is owed by the estate is set off against it first. Months
after death drew on the account though they were not due: that goes back into it before anything is taken.
"""

from datetime import date

from django.db import transaction

from renshe.domains.documents import api as documents
from renshe.domains.pension import api as pension
from renshe.domains.pension.api import Hand, Proposal
from renshe.domains.registry import api as registry
from renshe.flows.pension_overpayments import set_off_from_account
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal

GROUND = "inherited_account"
review = pension.review_decision
refuse = pension.refuse_decision


def propose(
    *, overpayment_id: int, instrument: str, evidence_id: int, reason: str, hand: Hand
) -> pension.OverpaymentDecision:
    """Propose to set off as much as is owed and the account holds; amounts are found here.

    Raises Refusal: `account_not_inherited` (the person is alive), `not_notified` (the survivors must know), `evidence_needed`,
    `nothing_owed`, `account_empty`, `asked_already`.
    """
    owed = pension.Overpayment.objects.get(pk=overpayment_id)
    _inherited(owed, on=hand.at.date())
    if not instrument.strip() or not documents.File.objects.filter(pk=evidence_id).exists():
        raise Refusal(pension.EVIDENCE_NEEDED, subject=str(overpayment_id))
    proposal = Proposal(overpayment_id, GROUND, instrument, evidence_id, reason)
    return pension.propose_account_set_off(proposal=proposal, hand=hand)


@transaction.atomic
def approve(
    *, decision_id: int, accounting_month: Month, hand: Hand
) -> pension.OverpaymentDecision:
    """Approve as a third person and book it. Raises Refusal `state_forbids`, `two_people_needed`, `changed_meanwhile`."""
    decision = pension.approve_decision(
        decision_id=decision_id, accounting_month=accounting_month, hand=hand
    )
    set_off_from_account(
        fund=decision.overpayment.fund,
        decision_id=decision.pk,
        accounting_month=accounting_month,
        entry_on=hand.at.date(),
        amount_fen=decision.amount_fen,
        restored_fen=decision.restored_fen,
        posted_by=hand.by,
    )
    return decision


def _inherited(owed: pension.Overpayment, *, on: date) -> None:
    if owed.fund != pension.EMPLOYEE_FUND:
        raise Refusal(pension.NOT_OF_THE_ACCOUNT, subject=str(owed.pk))
    if registry.person(person_id=owed.person_id).died_on is None:
        raise Refusal(pension.NOT_INHERITED, subject=str(owed.person_id))
    if owed.notified_on is None or owed.notified_on > on:
        raise Refusal(pension.NOT_NOTIFIED, subject=str(owed.pk))
