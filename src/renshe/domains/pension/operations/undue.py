"""A payment that did not arrive and was never due: proposed by one person, decided by another, out of the queue.

The approver's transaction also books it (`flows/undue_payments.py`); nothing here posts.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.pension.models import Award, Hold, Overpayment, PaymentLine, UndueDecision
from renshe.domains.pension.operations.batches import locked_batch
from renshe.domains.pension.operations.lines import take_back_deductions
from renshe.domains.pension.operations.overpayments import record_recovery
from renshe.domains.pension.queries.failed import FailedPayment, failed_payments
from renshe.domains.pension.queries.payments import batch_row
from renshe.domains.pension.queries.undue import claim_on, first_line, paid_otherwise
from renshe.domains.pension.refusals_of_recovery import (
    CHANGED_MEANWHILE,
    NO_SUCH_DECISION,
    NOTHING_OPEN,
    REASON_NEEDED,
    STATE_FORBIDS,
)
from renshe.domains.pension.refusals_of_undue import (
    DUE_BY_THE_REGISTERS,
    NOT_WAITING,
    TWO_HANDS,
    UNDUE_ASKED_ALREADY,
)
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month, month_containing
from renshe.kernel.rules import Refusal


@dataclass(frozen=True)
class UndueProposal:
    """What is proposed: the instruction that waits, the ground, the paper that shows it, and why."""

    instruction: str
    ground: str
    instrument: str
    evidence_id: int
    reason: str


@dataclass(frozen=True)
class UnduePayment:
    """A waiting payment as a decision would take it: where it stands, the line that first owed it, and any claim."""

    waiting: FailedPayment
    line: PaymentLine
    claim: Overpayment | None


def lock_queue() -> None:
    """One at a time through the queue of failed payments, for the caller's transaction: what one person freezes for a
    second attempt, another cannot find undue in the same moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('pension failed payments', 0))"
        )


def undue_payment(*, instruction: str, ground: str) -> UnduePayment:
    """The waiting payment of an instruction, after the registers showed the ground. Nothing is written.

    Raises Refusal `not_waiting`, `ground_not_shown`; ValueError for a ground that there is not.
    """
    if ground not in UndueDecision.GROUNDS:
        raise ValueError(f"no ground {ground!r}; there are {', '.join(UndueDecision.GROUNDS)}")
    batch, _, number = instruction.partition("-")
    waiting = None
    if batch.isdecimal() and number.isdecimal():
        found = failed_payments(batch_id=int(batch), line_no=int(number))
        waiting = found[0] if found else None
    if waiting is None:
        raise Refusal(NOT_WAITING, subject=instruction)
    line = first_line(instruction=instruction)
    if not _SHOWN[ground](line):
        raise Refusal(
            DUE_BY_THE_REGISTERS, subject=f"{instruction}: {UndueDecision.GROUNDS[ground]}"
        )
    return UnduePayment(waiting, line, claim_on(instruction=instruction))


@transaction.atomic
def propose_undue(*, proposal: UndueProposal, by: str, at: datetime) -> UndueDecision:
    """Propose that a waiting payment was never due; amounts are found here. Until it is decided nobody pays it again.

    Raises Refusal `not_waiting`, `ground_not_shown`, `asked_already`.
    """
    lock_queue()
    found = undue_payment(instruction=proposal.instruction, ground=proposal.ground)
    line = found.line
    if UndueDecision.objects.filter(
        batch_id=line.batch_id, line_no=line.line_no, state="handled"
    ).exists():
        raise Refusal(UNDUE_ASKED_ALREADY, subject=proposal.instruction)
    made = UndueDecision.objects.create(
        instruction=proposal.instruction,
        batch_id=line.batch_id,
        line_no=line.line_no,
        person_id=line.person_id,
        period=line.period,
        place=batch_row(batch_id=line.batch_id).place,
        suspense=found.waiting.suspense,
        overpayment=found.claim,
        ground=proposal.ground,
        net_fen=line.net_fen,
        account_fen=0 if found.claim else line.account_fen,
        deduction_fen=0 if found.claim else line.deduction_fen,
        instrument=proposal.instrument,
        evidence_id=proposal.evidence_id,
        reason=proposal.reason,
        handled_by=by,
        handled_at=at,
    )
    _note(made, "propose", by, at)
    return made


@transaction.atomic
def approve_undue(
    *, decision_id: int, accounting_month: Month, by: str, at: datetime
) -> tuple[UndueDecision, PaymentLine]:
    """Decide as a second person, and do it: the payment leaves the queue. The caller books it in the same transaction.

    What it had set off against an overpayment is owed again; where the month was claimed as overpaid, the claim is
    settled by as much. Raises Refusal `state_forbids`, `two_people_needed`, `changed_meanwhile`, and what `undue_payment`
    raises where the registers changed since.
    """
    lock_queue()
    decision = _open(decision_id)
    if not by or by == decision.handled_by:
        raise Refusal(TWO_HANDS, subject=by)
    found = undue_payment(instruction=decision.instruction, ground=decision.ground)
    same = (decision.suspense, decision.overpayment_id, decision.net_fen)
    if same != (
        found.waiting.suspense,
        found.claim.pk if found.claim else None,
        found.line.net_fen,
    ):
        raise Refusal(CHANGED_MEANWHILE, subject=decision.instruction)
    if found.claim is None:
        batch = locked_batch(batch_id=decision.batch_id)
        take_back_deductions(batch=batch, line_no=decision.line_no)
    else:
        if found.claim.state == "written_off":
            raise Refusal(NOTHING_OPEN, subject=str(found.claim.pk))
        record_recovery(
            overpayment_id=found.claim.pk, way="recall", amount_fen=decision.net_fen,
            received_on=at.date(), reference=f"undue-{decision.pk}",
        )  # fmt: skip
    decision.state, decision.accounting_month = "approved", accounting_month
    decision.approved_by, decision.approved_at = by, at
    decision.save(update_fields=["state", "accounting_month", "approved_by", "approved_at"])
    _note(decision, "approve", by, at)
    return decision, found.line


@transaction.atomic
def refuse_undue(*, decision_id: int, by: str, at: datetime, why: str) -> UndueDecision:
    """Refuse a proposal with the reason: the payment may be paid again. Raises Refusal `state_forbids`, `reason_needed`."""
    if not why.strip():
        raise Refusal(REASON_NEEDED, subject=str(decision_id))
    decision = _open(decision_id)
    decision.state, decision.refused_why = "refused", why
    decision.refused_by, decision.refused_at = by, at
    decision.save(update_fields=["state", "refused_why", "refused_by", "refused_at"])
    _note(decision, "refuse", by, at)
    return decision


def _after_death(line: PaymentLine) -> bool:
    """The month of death is still payable, so only months after it were never due (社会保险法 第十七条)."""
    died_on = registry.person(person_id=line.person_id).died_on
    return died_on is not None and line.period > month_containing(died_on)


def _imprisoned(line: PaymentLine) -> bool:
    """A prison term covers the month (劳社厅函〔2001〕44号); custody before judgment does not make it undue."""
    return any(
        hold.to_month is None or hold.to_month >= line.period
        for hold in Hold.objects.filter(
            person_id__in=registry.everybody_who_is(person_id=line.person_id),
            kind="custody", joins_adjustments=False, cancelled_on__isnull=True,
            from_month__lte=line.period,
        )
    )  # fmt: skip


def _award_ended(line: PaymentLine) -> bool:
    """The award that the line pays had ended before its month."""
    return Award.objects.filter(
        pk=line.award_id, state="ended", ends_month__lt=line.period
    ).exists()


_SHOWN = {
    "death": _after_death,
    "imprisoned": _imprisoned,
    "award_ended": _award_ended,
    "paid_already": paid_otherwise,
}


def _open(decision_id: int) -> UndueDecision:
    found = UndueDecision.objects.select_for_update().filter(pk=decision_id).first()
    if found is None:
        raise Refusal(NO_SUCH_DECISION, subject=str(decision_id))
    if found.state != "handled":
        raise Refusal(STATE_FORBIDS, subject=f"{decision_id}: {found.state}")
    return found


def _note(decision: UndueDecision, verb: str, by: str, at: datetime) -> None:
    audit.record_event(
        actor=by,
        verb=verb,
        subject_kind="undue_decision",
        subject_id=decision.pk,
        reason=decision.refused_why or decision.reason,
        at=at,
        detail={
            "instruction": decision.instruction,
            "net_fen": decision.net_fen,
            "ground": decision.ground,
        },
    )
