"""Examine, propose, approve or refuse that a payment which did not arrive was never due."""

from __future__ import annotations

from datetime import datetime

from renshe.domains.documents import api as documents
from renshe.domains.pension import api as pension
from renshe.flows.undue_payments import payment_found_undue
from renshe.kernel.rules import Refusal

GROUNDS = {
    "death": ("死亡后的月份", "a month after death"),
    "imprisoned": ("服刑期间的月份", "a month of a prison term"),
    "award_ended": ("待遇终止后的月份", "a month after the pension ended"),
    "paid_already": ("同一月份已另行发放", "the same month was paid otherwise"),
}
approve = payment_found_undue
refuse = pension.refuse_undue


def examine(*, proposal: pension.UndueProposal) -> pension.UnduePayment:
    """What would leave the queue and the books; nothing is written.

    Raises Refusal: `not_waiting`, `ground_not_shown`, `evidence_needed`, `reason_needed`; ValueError for a ground that
    there is not.
    """
    found = pension.undue_payment(instruction=proposal.instruction, ground=proposal.ground)
    paper = documents.File.objects.filter(pk=proposal.evidence_id).exists()
    if not proposal.instrument.strip() or not paper:
        raise Refusal(pension.EVIDENCE_NEEDED, subject=proposal.instruction)
    if not proposal.reason.strip():
        raise Refusal(pension.REASON_NEEDED, subject=proposal.instruction)
    return found


def propose(*, proposal: pension.UndueProposal, by: str, at: datetime) -> pension.UndueDecision:
    """Take the proposal down as one person's. Raises what `examine` does, and Refusal `asked_already`."""
    examine(proposal=proposal)
    return pension.propose_undue(proposal=proposal, by=by, at=at)
