"""Proposing and deciding the doors back. What moves in accounts and books is `flows/resident_corrections.py`'s and
`flows/bridging_returns.py`'s, in the transaction of the decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.registry import api as registry
from renshe.domains.resident import problems_of_money as why
from renshe.domains.resident.bridging import TO_EMPLOYEE, Bridging
from renshe.domains.resident.corrections import BridgingReturn, PaymentCorrection
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.models import Participation, ResidentPayment, ResidentPayout
from renshe.domains.resident.operations.payouts import PayTo
from renshe.domains.resident.queries.corrections import (
    correction_of,
    interest_since,
    return_of,
    subsidy_on,
)
from renshe.domains.resident.queries.standing import left_of
from renshe.domains.resident.teller import TellerDay
from renshe.kernel.codes.problem import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What was taken wrong and how it is put right: `way` of `PaymentCorrection.WAYS`, whose year it is, or whose account."""

    payment_id: int
    way: str
    reason: str
    right_person_id: int | None = None
    payee: PayTo | None = None


@transaction.atomic
def propose_correction(*, wrong: Wrong, hand: ByHand) -> PaymentCorrection:
    """Propose that a payment was taken for the wrong person. Raises Refused with what stands in the way."""
    payment = ResidentPayment.objects.select_related("participation").get(pk=wrong.payment_id)
    require_correctable(payment=payment, way=wrong.way, by=hand)
    if correction_of(payment_id=payment.pk) is not None:
        raise Refused(why.CORRECTED_ALREADY)
    if not wrong.reason.strip():
        raise Refused(why.REASON_MISSING)
    if wrong.way == "move" and wrong.right_person_id in registry.everybody_who_is(
        person_id=payment.person_id
    ):
        raise Refused(why.SAME_PERSON)
    payee = wrong.payee or PayTo(bank_code="", account_number="", account_name="")
    made = PaymentCorrection.objects.create(
        payment=payment, way=wrong.way, reason=wrong.reason.strip(), place=payment.participation.place,
        right_person_id=wrong.right_person_id if wrong.way == "move" else None, bank_code=payee.bank_code,
        account_number=payee.account_number, account_name=payee.account_name, asked_by=hand.by, asked_at=hand.at,
        asked_on=hand.today,
    )  # fmt: skip
    _note("resident_payment_correction", made.pk, "propose", hand, wrong.reason)
    return made


def require_correctable(*, payment: ResidentPayment, way: str, by: ByHand) -> None:
    """Raise Refused where a payment is not put right in this way: not a counter's, given back, the day open or over, interest
    since, a subsidy that came."""
    if payment.channel != "counter":
        raise Refused(why.NOT_AT_A_COUNTER)
    if left_of(payment=payment) != payment.amount_fen:
        raise Refused(why.GIVEN_BACK)
    closed = TellerDay.objects.filter(teller=payment.recorded_by, day=payment.paid_on).exists()
    day_open = payment.paid_on == by.today and not closed
    if way == "hand_back":
        if not day_open:
            raise Refused(why.DAY_OVER)
        if payment.recorded_by != by.by:
            raise Refused(why.NOT_HIS_TILL)
        return
    if day_open:
        raise Refused(why.DAY_OPEN_STILL)
    if interest_since(person_id=payment.person_id, year=payment.paid_on.year):
        raise Refused(why.INTEREST_CREDITED)
    if way == "refund" and subsidy_on(payment=payment):
        raise Refused(why.SUBSIDY_CAME)


def locked_correction(*, correction_id: int, hand: ByHand) -> PaymentCorrection:
    """A proposal, locked, that this hand may decide. Raises Refused `correction_decided`, `two_people_needed`."""
    found = PaymentCorrection.objects.select_for_update().get(pk=correction_id)
    if found.state != "proposed":
        raise Refused(why.CORRECTION_DECIDED)
    if found.asked_by == hand.by:
        raise Refused(why.OTHER_PERSON)
    return found


def correction_confirmed(
    *,
    found: PaymentCorrection,
    hand: ByHand,
    new_payment: ResidentPayment | None = None,
    payout: ResidentPayout | None = None,
) -> None:
    """It stands, in the caller's transaction."""
    found.new_payment, found.payout = new_payment, payout
    _decide(found, "confirmed", "", hand)


@transaction.atomic
def refuse_correction(*, correction_id: int, reason: str, hand: ByHand) -> PaymentCorrection:
    """It was no error, or is put right otherwise. Raises Refused `correction_decided`, `two_people_needed`, `reason_needed`."""
    found = locked_correction(correction_id=correction_id, hand=hand)
    if not reason.strip():
        raise Refused(why.REASON_MISSING)
    _decide(found, "refused", reason.strip(), hand)
    return found


@transaction.atomic
def propose_return(*, bridging_id: int, reason: str, hand: ByHand) -> BridgingReturn:
    """Propose that a bridging whose money has moved was an error. Raises Refused `bridging_not_moved`,
    `return_asked_already`, `reason_needed`."""
    found = Bridging.objects.select_for_update().get(pk=bridging_id)
    if return_of(bridging_id=bridging_id) is not None:
        raise Refused(why.RETURN_ASKED)
    if found.state != "moved":
        raise Refused(why.NOT_MOVED)
    if not reason.strip():
        raise Refused(why.REASON_MISSING)
    made = BridgingReturn.objects.create(
        bridging=found, reason=reason.strip(), asked_by=hand.by, asked_at=hand.at
    )
    _note("bridging_return", made.pk, "propose", hand, reason)
    return made


def locked_return(*, return_id: int, hand: ByHand) -> BridgingReturn:
    """A proposal, locked, that this hand may decide. Raises Refused `correction_decided`, `two_people_needed`."""
    found = BridgingReturn.objects.select_for_update().get(pk=return_id)
    if found.state != "proposed":
        raise Refused(why.CORRECTION_DECIDED)
    if found.asked_by == hand.by:
        raise Refused(why.OTHER_PERSON)
    return found


def return_confirmed(*, found: BridgingReturn, hand: ByHand) -> Bridging:
    """The account goes back, in the caller's transaction, which takes it out of the scheme it had come to."""
    Bridging.objects.filter(pk=found.bridging_id, state="moved").update(state="returning")
    _decide(found, "confirmed", "", hand)
    return Bridging.objects.get(pk=found.bridging_id)


@transaction.atomic
def refuse_return(*, return_id: int, reason: str, hand: ByHand) -> BridgingReturn:
    """The bridging stands. Raises Refused `correction_decided`, `two_people_needed`, `reason_needed`."""
    found = locked_return(return_id=return_id, hand=hand)
    if not reason.strip():
        raise Refused(why.REASON_MISSING)
    _decide(found, "refused", reason.strip(), hand)
    return found


def return_moved(*, bridging: Bridging, hand: ByHand) -> None:
    """Its money is back, in the caller's transaction: a participation that the bridging ended goes on, one it began ends."""
    Bridging.objects.filter(pk=bridging.pk, state="returning").update(state="returned")
    BridgingReturn.objects.filter(bridging=bridging, state="confirmed").update(
        state="moved", moved_on=hand.today, moved_by=hand.by
    )
    restore_participation(bridging=bridging, hand=hand)


def restore_participation(*, bridging: Bridging, hand: ByHand) -> None:
    """A participation that a bridging ended goes on, one that it began ends as a mistake."""
    if bridging.direction == TO_EMPLOYEE:
        Participation.objects.filter(
            person_id__in=registry.everybody_who_is(person_id=bridging.person_id),
            ended_why="to_employee_scheme",
        ).update(ended_on=None, ended_why="")
    elif bridging.opened_participation:
        Participation.objects.filter(
            person_id=bridging.person_id, reference=bridging.case_number
        ).update(ended_on=hand.today, ended_why="by_mistake")


def _decide(found: PaymentCorrection | BridgingReturn, state: str, reason: str, hand: ByHand) -> None:  # fmt: skip
    found.state, found.decided_by, found.decided_at = state, hand.by, hand.at
    found.decided_why = reason
    found.save()
    kind = (
        "resident_payment_correction" if isinstance(found, PaymentCorrection) else "bridging_return"
    )
    _note(kind, found.pk, state, hand, reason)


def _note(kind: str, number: int, verb: str, hand: ByHand, reason: str) -> None:
    audit.record_event(
        actor=hand.by, verb=verb, subject_kind=kind, subject_id=number, reason=reason, at=hand.at, detail={}
    )  # fmt: skip
