"""Residents' money at the bank: payouts that wait, their batches, lists of bridgings; and doors back, by two people.

Money moves by two people on pages; a program reads what they did, and proposes or confirms what was taken wrong.
"""

from __future__ import annotations

from typing import Literal

from django.http import Http404
from ninja import Schema
from pydantic import Field

from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.domains.resident import api as resident
from renshe.kernel.periods import format_month
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.finance import BOOKS
from renshe.portals.api.operations.resident import GROUP
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import MOST, Fen, Number
from renshe.portals.casework.pages.resident_corrections import ACTS, act_on
from renshe.portals.counter.pages.resident_wrong import payment_at, propose
from renshe.portals.layout.access import staff

LOOK, DESK = staff("pension.look"), staff("case.apply")


class PayoutOut(Schema):
    """A payout, masked; `state` owed, paid or cancelled, `how` bank_file, cash, cheque or empty."""

    payout: int
    kind: str
    case: str
    name: str
    account: str
    fen: Fen
    owed_on: str
    state: str
    how: str
    reason: str
    ready: bool


class PayoutLineOut(Schema):
    """One line of a batch: which payout, how much, and what became of it."""

    line_no: int
    instruction: str
    payout: int
    fen: Fen
    attempt_of: str
    outcome: str


class PayoutBatchRow(Schema):
    """A batch of payouts."""

    batch: int
    place: str
    accounting_month: str
    rows: int
    total_fen: Fen
    state: str
    made_by: str
    approved_by: str


class PayoutBatchOut(PayoutBatchRow):
    """A batch whole."""

    sha256: str
    lines: list[PayoutLineOut]


class BridgingListLineOut(Schema):
    """One bridging of a list; `back` where it goes back because it was an error."""

    line_no: int
    case: str
    name: str
    back: bool
    fen: Fen
    outcome: str


class BridgingListRow(Schema):
    """A list of bridgings' money; `state` made, approved, moved or discarded."""

    list: int
    direction: str
    state: str
    rows: int
    total_fen: Fen
    made_by: str
    approved_by: str
    bank_ref: str


class BridgingListOut(BridgingListRow):
    """A list whole."""

    sha256: str
    lines: list[BridgingListLineOut]


class CorrectionOut(Schema):
    """A payment taken wrong, masked; `way` hand_back, move or refund, `state` proposed, confirmed or refused."""

    id: int
    receipt: str
    name: str
    year: int
    fen: Fen
    way: str
    reason: str
    asked_by: str
    state: str


class ReturnOut(Schema):
    """A bridging that is to go back, masked; `state` proposed, confirmed, moved or refused."""

    id: int
    case: str
    name: str
    fen: Fen
    reason: str
    asked_by: str
    state: str


class CorrectionsOut(Schema):
    """What waits for a second person, and what was decided of late."""

    payments: list[CorrectionOut]
    bridgings: list[ReturnOut]


class WrongIn(Schema):
    """What was taken wrong: `id_number` is of the right person where the year is moved, the account where it is given back."""

    way: Literal["hand_back", "move", "refund"]
    reason: str = Field(min_length=1, max_length=200)
    id_number: str = Field(default="", max_length=24)
    bank_code: str = Field(default="", max_length=14)
    account_number: str = Field(default="", max_length=34)
    account_name: str = Field(default="", max_length=120)


class DecisionIn(Schema):
    """An act on a proposal or a bridging; a refusal and a new proposal say why."""

    act: Literal["confirm", "refuse", "propose_return", "confirm_return", "refuse_return"]
    reason: str = Field(default="", max_length=400)


@GROUP.get(
    "/finance/residents/waiting", id="list_waiting_payouts", access=BOOKS, answer=list[PayoutOut],
    title=("待付的居民养老款项", "Residents' payouts that wait"),
    says=("最早的在前，最多二百条，脱敏。", "The oldest first, two hundred at most, masked."),
)  # fmt: skip
def list_waiting_payouts(call: Call) -> list[PayoutOut]:
    """At the first of the caller's places, as on the page."""
    found = resident.payouts_waiting(place=call.place("books.look"))[:MOST]
    return [_payout(one.owed, reason=one.reason_code, ready=one.ready) for one in found]


@GROUP.get(
    "/finance/residents/batches", id="list_payout_batches", access=BOOKS, answer=list[PayoutBatchRow],
    title=("居民养老付款批次", "Batches of residents' payouts"),
    says=("最新的在前，最多二百批。", "The newest first, two hundred at most."),
)  # fmt: skip
def list_payout_batches(call: Call) -> list[PayoutBatchRow]:
    """At the first of the caller's places, as on the page."""
    place = call.place("books.look")
    return [
        PayoutBatchRow(**_batch(one)) for one in resident.PAYOUTS.listed(place=place, most=MOST)
    ]


@GROUP.get(
    "/finance/residents/batches/{batch}", id="read_payout_batch", access=BOOKS, answer=PayoutBatchOut,
    title=("一批居民养老付款", "One batch of residents' payouts"),
    says=("进度和每一行的结果。", "Where it stands, and what became of each line."),
)  # fmt: skip
def read_payout_batch(call: Call, batch: Number) -> PayoutBatchOut:
    """Of the caller's place."""
    found = resident.PAYOUTS.find(batch_id=batch)
    if found is None:
        raise Http404
    call.require_at(action="books.look", place=found.place)
    lines = resident.PAYOUTS.lines_of(batch_id=batch)
    return PayoutBatchOut(
        **_batch(found), sha256=found.sha256,
        lines=[
            PayoutLineOut(
                line_no=one.line_no, instruction=one.instruction, payout=one.payout_id, fen=one.amount_fen,
                attempt_of=one.attempt_of or "", outcome=one.outcome,
            )
            for one in lines
        ],
    )  # fmt: skip


@GROUP.get(
    "/finance/residents/payouts/{payout}", id="read_resident_payout", access=BOOKS, answer=PayoutOut,
    title=("一笔居民养老付款", "One payout of a resident account"), says=("脱敏。", "Masked."),
)  # fmt: skip
def read_resident_payout(call: Call, payout: Number) -> PayoutOut:
    """Of the caller's place."""
    found = resident.payout_by(payout_id=payout)
    if found is None:
        raise Http404
    call.require_at(action="books.look", place=found.place)
    return _payout(found, reason="", ready=found.state == "owed")


@GROUP.get(
    "/finance/bridgings/lists", id="list_bridging_lists", access=BOOKS, answer=list[BridgingListRow],
    title=("制度衔接划转清单", "Lists of bridgings' money"), says=("最新的在前。", "The newest first."),
)  # fmt: skip
def list_bridging_lists(call: Call) -> list[BridgingListRow]:
    """At the first of the caller's places, as on the page."""
    return [
        BridgingListRow(**_list(one))
        for one in resident.bridging_lists(place=call.place("books.look"), most=MOST)
    ]


@GROUP.get(
    "/finance/bridgings/lists/{list}", id="read_bridging_list", access=BOOKS, answer=BridgingListOut,
    title=("一份划转清单", "One list of bridgings' money"),
    says=("每一个人和金额，脱敏。", "Every person and amount, masked."),
)  # fmt: skip
def read_bridging_list(call: Call, list: Number) -> BridgingListOut:
    """Of the caller's place."""
    found = resident.bridging_list(list_id=list)
    if found is None:
        raise Http404
    call.require_at(action="books.look", place=found.place)
    return BridgingListOut(
        **_list(found), sha256=found.sha256,
        lines=[
            BridgingListLineOut(
                line_no=one.line_no, case=one.bridging.case_number, name=mask_name(one.bridging.person.name), back=one.back,
                fen=one.amount_fen, outcome=one.outcome,
            )
            for one in resident.lines_of_list(list_id=list)
        ],
    )  # fmt: skip


@GROUP.get(
    "/office/resident-pension/corrections", id="list_resident_corrections", access=LOOK, answer=CorrectionsOut,
    title=("收错与衔接更正", "Corrections of payments and bridgings"),
    says=("待复核的和近来办结的，脱敏。", "What waits and what was decided of late, masked."),
)  # fmt: skip
def list_resident_corrections(call: Call) -> CorrectionsOut:
    """Of the first of the caller's places."""
    place = call.place("pension.look")
    waiting = resident.corrections_waiting(place=place)
    return CorrectionsOut(
        payments=[_correction(one) for one in [*waiting, *resident.corrections_decided(place=place)]],
        bridgings=[
            ReturnOut(
                id=one.pk, case=one.bridging.case_number, name=mask_name(one.bridging.person.name),
                fen=one.bridging.account_fen, reason=one.reason, asked_by=one.asked_by, state=one.state,
            )
            for one in resident.bridging_returns(place=place)
        ],
    )  # fmt: skip


@GROUP.post(
    "/office/resident-pension/corrections/{id}", id="decide_resident_correction", access=LOOK, answer=CorrectionsOut,
    title=("提出、复核更正", "Propose, confirm or refuse a correction"),
    says=("提出和复核由两人分别办理。", "Proposing and confirming are two people's."),
)  # fmt: skip
def decide_resident_correction(call: Call, id: Number, body: DecisionIn) -> CorrectionsOut:
    """Of the caller's place: `id` is the proposal's, or the bridging's where a return is proposed. Raises Refused."""
    place = call.place("pension.look")
    if not call.may_at(action=ACTS[body.act][0], place=place):
        raise Answered(403, "not_allowed", subject=ACTS[body.act][0])
    call.require_proof()
    act_on(act=body.act, number=id, reason=body.reason, place=place, hand=_hand(call))
    return list_resident_corrections(call)


@GROUP.post(
    "/office/resident-pension/till/payments/{receipt}/wrong", id="propose_resident_correction", access=DESK,
    answer=CorrectionOut, title=("提出窗口收错", "Propose that a payment was taken wrong"),
    says=("未日结的当场退回，日结后更正或者退费。", "Handed back on the open day, moved or given back afterwards."),
)  # fmt: skip
def propose_resident_correction(call: Call, receipt: str, body: WrongIn) -> CorrectionOut:
    """Of a payment taken in the caller's county. Raises Refused."""
    payment = payment_at(number=receipt, place=call.place("case.apply"))
    return _correction(propose(payment, typed=body.dict(), hand=_hand(call)))


def _hand(call: Call) -> resident.ByHand:
    return resident.ByHand(by=call.username, at=call.now, today=call.today)


def _payout(one: resident.ResidentPayout, *, reason: str, ready: bool) -> PayoutOut:
    return PayoutOut(
        payout=one.pk, kind=one.kind, case=one.case_number, name=mask_name(one.account_name),
        account=mask_bank_account(one.account_number), fen=one.amount_fen, owed_on=one.owed_on.isoformat(), state=one.state,
        how=one.paid_how, reason=reason, ready=ready,
    )  # fmt: skip


def _batch(one: resident.PayoutBatch) -> dict[str, object]:
    return {
        "batch": one.batch_id, "place": one.place, "accounting_month": format_month(one.accounting_month), "rows": one.rows,
        "total_fen": one.total_fen, "state": one.state, "made_by": one.made_by, "approved_by": one.approved_by or "",
    }  # fmt: skip


def _list(one: resident.BridgingList) -> dict[str, object]:
    return {
        "list": one.pk, "direction": one.direction, "state": one.state, "rows": one.rows, "total_fen": one.total_fen,
        "made_by": one.made_by, "approved_by": one.approved_by or "", "bank_ref": one.bank_ref or "",
    }  # fmt: skip


def _correction(one: resident.PaymentCorrection) -> CorrectionOut:
    return CorrectionOut(
        id=one.pk, receipt=one.payment.external_ref, name=mask_name(one.payment.person.name), year=one.payment.year,
        fen=one.payment.amount_fen, way=one.way, reason=one.reason, asked_by=one.asked_by, state=one.state,
    )  # fmt: skip
