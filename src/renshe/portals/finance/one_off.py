"""What the pages of one-off payments share: the bank's line, who may do what, and rows as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.module_loading import import_string

from renshe.domains.funds.api import BatchPaidOnce
from renshe.domains.identity.api import (
    mask_bank_account,
    mask_name,
    needs_second_person,
    two_person_limit,
)
from renshe.domains.pension.api import OneOffLine, SurvivorsBenefit
from renshe.kernel.codes.problem import Problem, Refused
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.proof import require_proof

POST, APPROVE = "books.post", "books.approve"
THIRD_PERSON = Problem(
    code="third_person_needed",
    zh="金额超过批准用款的限额，批准和确认资金须由两位主管分别办理",
    en="above the limit for approving payments, two supervisors approve the batch and confirm its money",
    clause="会计法 二十五；社会保险经办条例 37",
    next_step_zh="请由另一位基金主管确认资金到位",
    next_step_en="Have another supervisor confirm the money",
)
RELATIONS: dict[str, Any] = SurvivorsBenefit.RELATIONS


@dataclass(frozen=True, kw_only=True)
class Payee:
    """Who gets a benefit and where to, masked; the amount leads to its explanation."""

    benefit_id: int
    url: str
    case_number: str
    name: str
    account: str
    amount: Amount


def payee_of(benefit: SurvivorsBenefit, *, account_number: str = "") -> Payee:
    """A benefit as lists show it; `account_number` is that of a line, which may be an earlier account."""
    return Payee(
        benefit_id=benefit.pk,
        url=reverse("finance:one_off_benefit", kwargs={"number": benefit.pk}),
        case_number=benefit.case_number,
        name=mask_name(benefit.claimant.name),
        account=f"…{mask_bank_account(account_number or benefit.account_number)[-4:]}",
        amount=explained(benefit, "total", benefit.total_fen),
    )


def explained(benefit: SurvivorsBenefit, part: str, fen: int) -> Amount:
    """A part of a benefit with the address of its explanation."""
    parts = {"number": benefit.pk, "part": part}
    return Amount(fen=fen, explain_url=reverse("finance:explain_survivors", kwargs=parts))


def payee_of_line(line: OneOffLine) -> Payee:
    """A line's payee, with the account that the line was sent to."""
    return payee_of(line.benefit, account_number=line.account_number)


def batch_url(number: int) -> str:
    """The address of a one-off batch."""
    return reverse("finance:one_off_batch", kwargs={"number": number})


def actor(visit: Visit, *, action: str, place: str, proof: bool = True) -> str:
    """Who acts with money: allowed at the place, and proved lately unless what is sent has a file in it, which could not
    wait for the proof. Raises PermissionDenied, ProofNeeded."""
    if visit.account is None or not may_at(visit, action=action, place=place):
        raise PermissionDenied
    if proof:
        require_proof(visit.request)
    return str(visit.account.username)


def another_must_confirm(batch: BatchPaidOnce, *, on: date) -> bool:
    """Whether the money of a batch is confirmed by somebody else than who approved it: above the limit that the security
    administrator set for approving payments (`identity.two_person_limit`). The maker is neither of them at any amount."""
    limit = two_person_limit(action=APPROVE, on=on)
    return limit is not None and needs_second_person(APPROVE, batch.total_fen, on=on)


def require_another(batch: BatchPaidOnce, *, by: str, on: date) -> None:
    """Raise Refused `third_person_needed` where who confirms the money approved the batch himself and may not do both."""
    if by == batch.approved_by and another_must_confirm(batch, on=on):
        raise Refused(THIRD_PERSON, subject=str(batch.batch_id))


def bank_line(*, settled_on: date) -> Any:
    """The line to the paying bank that the edge hands to pages."""
    return import_string(settings.RENSHE_BANK_LINE)(settled_on=settled_on)
