"""Decisions about overpayments: written off, or set off against the account that a dead person left. Three hands each.

The approver's transaction also books it (`flows/pension_overpayments.py`): no money moves, so there is nothing to pay.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.pension.models import Hold, Overpayment, OverpaymentDecision
from renshe.domains.pension.operations.overpayments import record_recovery
from renshe.domains.pension.queries.account_standing import account_standing
from renshe.domains.pension.refusals_of_recovery import (
    ACCOUNT_EMPTY,
    CHANGED_MEANWHILE,
    NO_SUCH_DECISION,
    NOTHING_OPEN,
    OPEN_ALREADY,
    REASON_NEEDED,
    STATE_FORBIDS,
    WRONG_HAND,
)
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal

# From which state a step starts, and where it leads.
_STEPS = {"review": ("handled", "reviewed"), "approve": ("reviewed", "approved")}


@dataclass(frozen=True)
class Hand:
    """Who does a step, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Proposal:
    """What is proposed for an overpayment, on which ground and paper; the amounts are found, not given."""

    overpayment_id: int
    ground: str
    instrument: str
    evidence_id: int
    reason: str


def open_fen(*, overpayment: Overpayment) -> int:
    """What is still owed of an overpayment (fen); nothing once it is settled or written off."""
    if overpayment.state in ("settled", "written_off"):
        return 0
    return int(overpayment.principal_fen - overpayment.recovered_fen)


@transaction.atomic
def propose_write_off(*, proposal: Proposal, hand: Hand) -> OverpaymentDecision:
    """Propose to give up all that is still owed; the service item has examined the ground.

    Raises Refusal `nothing_owed`, `asked_already`.
    """
    owed = _locked(proposal.overpayment_id)
    return _propose("write_off", owed, proposal, hand, amount_fen=_some(open_fen(overpayment=owed)))


@transaction.atomic
def propose_account_set_off(*, proposal: Proposal, hand: Hand) -> OverpaymentDecision:
    """Propose to set off what is owed against what the dead person left in the account, as far as that goes.

    What months after death drew from the account is put back first. Raises Refusal `nothing_owed`, `account_empty`,
    `asked_already`.
    """
    owed = _locked(proposal.overpayment_id)
    standing = account_standing(person_id=owed.person_id)
    amount = min(_some(open_fen(overpayment=owed)), max(standing.left_fen, 0))
    if amount == 0:
        raise Refusal(ACCOUNT_EMPTY, subject=str(proposal.overpayment_id))
    return _propose(
        "account", owed, proposal, hand, amount_fen=amount, restored_fen=standing.undue_fen
    )


@transaction.atomic
def review_decision(*, decision_id: int, hand: Hand) -> OverpaymentDecision:
    """Agree as a second person. Raises Refusal `state_forbids`, `two_people_needed`."""
    decision = _decision(decision_id)
    decision.state = _step(decision, "review")
    _another(hand, decision.handled_by)
    decision.reviewed_by, decision.reviewed_at = hand.by, hand.at
    decision.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    _note(decision, "review", hand)
    return decision


@transaction.atomic
def approve_decision(
    *, decision_id: int, accounting_month: Month, hand: Hand
) -> OverpaymentDecision:
    """Decide as a third person, and do it: the caller books it in the same transaction.

    Raises Refusal `state_forbids`, `two_people_needed`, and `changed_meanwhile` where less is owed, or less stands in
    the account, than when it was proposed.
    """
    decision = _decision(decision_id)
    target = _step(decision, "approve")
    _another(hand, decision.handled_by, decision.reviewed_by)
    _EFFECTS[decision.kind](decision, hand)
    decision.state, decision.accounting_month = target, accounting_month
    decision.approved_by, decision.approved_at = hand.by, hand.at
    decision.save(update_fields=["state", "accounting_month", "approved_by", "approved_at"])
    _note(decision, "approve", hand)
    return decision


@transaction.atomic
def refuse_decision(*, decision_id: int, hand: Hand, why: str) -> OverpaymentDecision:
    """Refuse a proposal with the reason; it may be proposed anew. Raises Refusal `state_forbids`, `reason_needed`."""
    if not why.strip():
        raise Refusal(REASON_NEEDED, subject=str(decision_id))
    decision = _decision(decision_id)
    if decision.state not in ("handled", "reviewed"):
        raise Refusal(STATE_FORBIDS, subject=f"{decision_id}: {decision.state}")
    decision.state, decision.refused_why = "refused", why
    decision.refused_by, decision.refused_at = hand.by, hand.at
    decision.save(update_fields=["state", "refused_why", "refused_by", "refused_at"])
    _note(decision, "refuse", hand)
    return decision


def _write_off(decision: OverpaymentDecision, hand: Hand) -> None:
    """The overpayment is owed no more; deductions that would have served it end."""
    owed = _locked(decision.overpayment_id)
    if open_fen(overpayment=owed) != decision.amount_fen:
        raise Refusal(CHANGED_MEANWHILE, subject=f"{open_fen(overpayment=owed)}")
    owed.state = "written_off"
    owed.save(update_fields=["state"])
    Hold.objects.filter(overpayment=owed, cancelled_on__isnull=True).update(
        cancelled_on=hand.at.date()
    )


def _set_off(decision: OverpaymentDecision, hand: Hand) -> None:
    owed = _locked(decision.overpayment_id)
    standing = account_standing(person_id=owed.person_id)
    enough = min(open_fen(overpayment=owed), standing.left_fen) >= decision.amount_fen
    if not enough or standing.undue_fen != decision.restored_fen:
        raise Refusal(
            CHANGED_MEANWHILE, subject=f"{open_fen(overpayment=owed)}, {standing.left_fen}"
        )
    record_recovery(
        overpayment_id=owed.pk,
        way="account",
        amount_fen=decision.amount_fen,
        received_on=hand.at.date(),
        reference=f"account-{decision.pk}",
    )


_EFFECTS: dict[str, Callable[[OverpaymentDecision, Hand], None]] = {
    "write_off": _write_off,
    "account": _set_off,
}


def _propose(
    kind: str,
    owed: Overpayment,
    proposal: Proposal,
    hand: Hand,
    *,
    amount_fen: int,
    restored_fen: int = 0,
) -> OverpaymentDecision:
    if owed.decisions.filter(state__in=("handled", "reviewed")).exists():
        raise Refusal(OPEN_ALREADY, subject=str(owed.pk))
    made = OverpaymentDecision.objects.create(
        overpayment=owed,
        kind=kind,
        ground=proposal.ground,
        amount_fen=amount_fen,
        restored_fen=restored_fen,
        instrument=proposal.instrument,
        evidence_id=proposal.evidence_id,
        reason=proposal.reason,
        handled_by=hand.by,
        handled_at=hand.at,
    )
    _note(made, "propose", hand)
    return made


def _some(fen: int) -> int:
    if fen <= 0:
        raise Refusal(NOTHING_OPEN)
    return fen


def _locked(overpayment_id: int) -> Overpayment:
    return Overpayment.objects.select_for_update().get(pk=overpayment_id)


def _decision(decision_id: int) -> OverpaymentDecision:
    found = OverpaymentDecision.objects.select_for_update().filter(pk=decision_id).first()
    if found is None:
        raise Refusal(NO_SUCH_DECISION, subject=str(decision_id))
    return found


def _step(decision: OverpaymentDecision, step: str) -> str:
    source, target = _STEPS[step]
    if decision.state != source:
        raise Refusal(STATE_FORBIDS, subject=f"{decision.pk}: {decision.state} ({step})")
    return target


def _another(hand: Hand, *earlier: str | None) -> None:
    if not hand.by or hand.by in earlier:
        raise Refusal(WRONG_HAND, subject=hand.by)


def _note(decision: OverpaymentDecision, verb: str, hand: Hand) -> None:
    audit.record_event(
        actor=hand.by,
        verb=verb,
        subject_kind="overpayment_decision",
        subject_id=decision.pk,
        reason=decision.refused_why or decision.reason,
        at=hand.at,
        detail={"kind": decision.kind, "amount_fen": decision.amount_fen},
    )
