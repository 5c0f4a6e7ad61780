"""What the pages of annuity payouts share: who may act at the places of a trustee's plans, and payments as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from renshe.domains.annuity import api as annuity
from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.kernel.periods import Month, month_containing
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.bank_reasons import reason_words
from renshe.portals.layout.proof import require_proof
from renshe.runs.context import RunContext

POST, APPROVE, LOOK = "books.post", "books.approve", "books.look"


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    """One payment, masked: to whom and where, the month it is for, how much and why, what became of it."""

    line_no: int
    instruction: str
    batch_url: str
    name: str
    payout_url: str
    account: str
    period: Month
    amount: Amount
    again: bool
    outcome: str
    reason: str
    settled_on: date | None


def payment_row(one: annuity.LineNow) -> PaymentRow:
    """A payment as lists show it."""
    line = one.line
    return PaymentRow(
        line_no=line.line_no,
        instruction=f"{line.batch.bank_id}-{line.line_no}",
        batch_url=batch_url(line.batch_id),
        name=mask_name(line.target.account_name),
        payout_url=payout_url(line.payout_id),
        account=f"…{mask_bank_account(line.target.account_number)[-4:]}",
        period=line.period,
        amount=explained(line),
        again=line.attempt_of_id is not None,
        outcome=one.outcome,
        reason=reason_words(one.reason_code) if one.reason_code else "",
        settled_on=one.settled_on,
    )


def explained(line: annuity.PayoutLine) -> Amount:
    """A payment's amount with the address of its explanation."""
    url = reverse("finance:explain_annuity", kwargs={"number": line.pk})
    return Amount(fen=line.amount_fen, explain_url=url)


def batch_url(number: int) -> str:
    """The address of an annuity batch."""
    return reverse("finance:annuity_batch", kwargs={"number": number})


def payout_url(number: int) -> str:
    """The address of one payout."""
    return reverse("finance:annuity_payout", kwargs={"number": number})


def allowed(visit: Visit, *, action: str, places: Sequence[str]) -> bool:
    """Whether somebody may do an action at every one of the places: a trustee's file may pay people of several."""
    return bool(places) and all(may_at(visit, action=action, place=place) for place in places)


def signing(visit: Visit, *, action: str, places: Sequence[str]) -> RunContext:
    """Who acts with a trustee's money, on a fresh proof, as the run is told it. Raises PermissionDenied, ProofNeeded."""
    if visit.account is None or not allowed(visit, action=action, places=places):
        raise PermissionDenied
    require_proof(visit.request)
    month = month_containing(visit.today)
    return RunContext(places[0][:6], month, month, visit.now, str(visit.account.username))
