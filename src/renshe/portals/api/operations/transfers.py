"""Transfers between provinces, for programs: one's own with their explanations, and the office's with what is owed back."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404
from ninja import Path, Schema
from pydantic import Field

from renshe.domains.identity.api import mask_name
from renshe.domains.transfers import api as transfers
from renshe.flows import transfers_to_ledger as ledger
from renshe.kernel.periods import format_month
from renshe.portals.api.calling import Call
from renshe.portals.api.operations import office
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.operations.person import GROUP, PENSION, me
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import Fen, Number, TwoWords
from renshe.portals.casework.pages.transfer_letter import NEEDS, SENSITIVE, acted, state_words
from renshe.portals.citizen.pages.transfers import benefit_of, explained
from renshe.portals.layout.access import staff

LOOK = staff("pension.look")
PAY = "books.post"
MOST = 100
Part = Annotated[
    str, Path(max_length=12, description="benefit、temporary（编号填0），total 或者年度 / or a year")
]  # fmt: skip
Transfer = Annotated[int, Path(ge=0, le=2**53, description="转移编号，0 为无 / the transfer's number, or 0")]  # fmt: skip


class TransferRelationOut(Schema):
    """Months paid in one province."""

    province: str
    months: int
    last_month: str


class MyTransferOut(Schema):
    """One transfer; amounts are null until they are known. Of the account `before_1998_fen` is the own part from before
    1998; `stays_fen` is the rest from then, which did not move. Going out, a refusal is this agency's."""

    id: int
    direction: str
    agency: str
    state: TwoWords
    state_code: str
    opened_on: str
    step_due_on: str | None
    months: int | None
    pooled_fen: Fen | None
    account_fen: Fen | None
    before_1998_fen: Fen | None
    stays_fen: Fen
    refund_fen: Fen
    refusal: str


class MyTransfersOut(Schema):
    """Where the pension will be paid by today's record (null where nothing was paid), and every transfer."""

    benefit_province: str | None
    relations: list[TransferRelationOut]
    moved_out: bool
    transfers: list[MyTransferOut]


class OfficeTransferOut(Schema):
    """An open transfer of the office's place, masked."""

    id: int
    name: str
    direction: str
    agency: str
    letter_id: str
    state: TwoWords
    state_code: str
    step_due_on: str | None
    late: bool
    refund_owed_fen: Fen


class LetterReasonOut(Schema):
    """A reason for refusing a letter; `so` is what the record says of it, null where only people can tell."""

    code: str
    words: TwoWords
    so: bool | None


class TransferLetterOut(Schema):
    """A contact letter of another province, masked, and how far its answer is."""

    id: int
    name: str
    agency: str
    letter_id: str
    state: str
    due_on: str | None
    late: bool
    unused_why: str
    transfer_id: int | None
    reason: str
    words: str
    proposed_by: str
    decided_by: str
    returned_why: str
    confirmed_on: str | None


class TransferLetterWhole(TransferLetterOut):
    """The same with every reason put to the record."""

    reasons: list[LetterReasonOut]


class LetterAct(Schema, extra="forbid"):
    """A step: `propose` with reason and words, `send`, `return` with words, `take`."""

    act: Literal["propose", "send", "return", "take"]
    reason: str = Field("", max_length=20)
    words: str = Field("", max_length=transfers.MOST_WORDS)


class RefundPaid(Schema):
    """The bank's number of the payment."""

    bank_ref: str = Field(min_length=1, max_length=64)


@GROUP.get(
    "/me/transfers", id="read_my_transfers", access=PENSION, answer=MyTransfersOut, title=("我的转移接续", "My transfers"),
    says=("将来在哪里领、各省月数、每次转移的进度和金额。", "Where the pension is paid, months by province, each transfer."),
)  # fmt: skip
def read_my_transfers(call: Call) -> MyTransfersOut:
    """Of the caller, or of whom he acts for."""
    who = me(call)
    benefit = benefit_of(who, call.today)
    relations = benefit.relations if benefit is not None else ()
    return MyTransfersOut(
        benefit_province=benefit.province if benefit is not None and relations else None,
        relations=[
            TransferRelationOut(province=one.province, months=one.months, last_month=format_month(one.last_month))
            for one in relations
        ],
        moved_out=transfers.relation_gone(person_id=who.pk),
        transfers=[_mine(one) for one in transfers.transfers_of(person_id=who.pk)],
    )  # fmt: skip


@GROUP.get(
    "/me/transfers/{id}/explanation/{part}", id="explain_my_transfer", access=PENSION, answer=Answer,
    title=("解释我的转移", "Explain my transfer"),
    says=("待遇领取地、临时账户、转移合计、某一年的统筹金额。", "Place of benefit, temporary account, total, a year."),
)  # fmt: skip
def explain_my_transfer(call: Call, id: Transfer, part: Part) -> Answer:
    """Of the caller, or of whom he acts for."""
    told = explained(me(call), number=id, part=part, today=call.today)
    if told is None:
        raise Http404
    return answer_of(told)


@office.GROUP.get(
    "/office/transfers", id="list_transfers", access=LOOK, answer=list[OfficeTransferOut],
    title=("在办的转移接续", "Open transfers"),
    says=("本机构范围内，按期限，最多一百件；含待退还的。", "Of one's place, by due date, with refunds owed."),
)  # fmt: skip
def list_transfers(call: Call) -> list[OfficeTransferOut]:
    """Of the first of the caller's places."""
    place = call.place("pension.look")
    owed = {one.transfer_id: one for one in transfers.refunds_owed(place=place)[:MOST]}
    rows = list(transfers.transfers_at(place=place)[:MOST]) + [
        one.transfer for one in owed.values()
    ]
    return [
        OfficeTransferOut(
            id=one.pk, name=mask_name(one.person.name), direction=one.direction, agency=one.other_agency,
            letter_id=one.letter_id, state=_state(one), state_code=one.state,
            step_due_on=one.step_due_on.isoformat() if one.step_due_on else None,
            late=one.step_due_on is not None and one.step_due_on < call.today,
            refund_owed_fen=owed[one.pk].amount_fen if one.pk in owed else 0,
        )
        for one in rows
    ]  # fmt: skip


@office.GROUP.post(
    "/office/transfers/{id}/refund", id="pay_transfer_refund", access=LOOK, answer=list[OfficeTransferOut],
    title=("记录重复缴费已退还", "Record that double months were paid back"),
    says=("须有记账权限，且不是记入的人。", "Needs the power to post, and another hand than the booking's."),
)  # fmt: skip
def pay_transfer_refund(call: Call, id: Number, body: RefundPaid) -> list[OfficeTransferOut]:
    """Of a transfer of the caller's place."""
    place = call.place("pension.look")
    if not transfers.refunds_owed(place=place).filter(transfer_id=id).exists():
        raise Http404
    if not call.may_at(action=PAY, place=place):
        raise Answered(403, "not_allowed", subject=PAY)
    call.require_proof()
    recorded = transfers.Recorded(by=call.username, at=call.now, today=call.today)
    ledger.refund_paid(transfer_id=id, bank_ref=body.bank_ref, recorded=recorded)
    return list_transfers(call)


@office.GROUP.get(
    "/office/transfer-letters", id="list_transfer_letters", access=LOOK, answer=list[TransferLetterOut],
    title=("待答复的联系函", "Letters to be answered"),
    says=("收到时不能受理的和已提出退回的，按期限，最多一百件。", "Not followed when they came, by due date."),
)  # fmt: skip
def list_transfer_letters(call: Call) -> list[TransferLetterOut]:
    """Of the first of the caller's places."""
    found = transfers.unanswered(place=call.place("pension.look"))[:MOST]
    return [TransferLetterOut(**_letter(one.letter, call)) for one in found]


@office.GROUP.get(
    "/office/transfer-letters/{id}", id="read_transfer_letter", access=LOOK, answer=TransferLetterWhole,
    title=("一份联系函", "One contact letter"),
    says=("办到哪一步，各项理由登记里是不是这样。", "Where it stands, and what the record says of each reason."),
)  # fmt: skip
def read_transfer_letter(call: Call, id: Number) -> TransferLetterWhole:
    """Of the caller's places."""
    letter = _found_letter(call, id)
    holds = transfers.standing(letter=letter, today=call.today).holds
    reasons = [
        LetterReasonOut(code=code, words=TwoWords(zh=zh, en=en), so=holds[code])
        for code, (zh, en) in transfers.REASONS.items()
    ]
    return TransferLetterWhole(**_letter(letter, call), reasons=reasons)


@office.GROUP.post(
    "/office/transfer-letters/{id}/acts", id="act_on_transfer_letter", access=LOOK, answer=TransferLetterWhole,
    title=("办理联系函的一步", "Take a step with a contact letter"),
    says=("提出退回、复核退回、不同意退回、受理；提出和复核是两个人。", "Propose, send or return a refusal, follow the letter."),
)  # fmt: skip
def act_on_transfer_letter(call: Call, id: Number, body: LetterAct) -> TransferLetterWhole:
    """With the power that the step needs at the letter's place, on a fresh proof but for a return."""
    letter = _found_letter(call, id)
    needs = NEEDS[body.act]
    if not call.may_at(action=needs, place=transfers.place_of_letter(letter)):
        raise Answered(403, "not_allowed", subject=needs)
    if body.act in SENSITIVE:
        call.require_proof()
    recorded = transfers.Recorded(by=call.username, at=call.now, today=call.today)
    acted(number=id, act=body.act, reason=body.reason, words=body.words, recorded=recorded)
    return read_transfer_letter(call, id)


def _found_letter(call: Call, number: int) -> transfers.TransferMessage:
    """Raises Http404, Answered 403."""
    letter = transfers.letter_by(number=number)
    if letter is None:
        raise Http404
    call.require_at(action="pension.look", place=transfers.place_of_letter(letter))
    return letter


def _letter(letter: transfers.TransferMessage, call: Call) -> dict[str, Any]:
    answer, moved = getattr(letter, "answer", None), letter.transfer
    due = (answer.due_on if answer is not None else None) or (moved.step_due_on if moved else None)
    said = {
        name: getattr(answer, name, "") for name in ("reason", "words", "proposed_by", "decided_by", "returned_why")
    }  # fmt: skip
    confirmed = getattr(answer, "confirmed_on", None)
    return said | {
        "id": letter.pk, "name": mask_name(str(letter.body.get("name", ""))), "agency": str(letter.body.get("agency", "")),
        "letter_id": letter.message_id, "state": state_words(letter)[0], "due_on": due.isoformat() if due else None,
        "late": due is not None and due < call.today, "unused_why": letter.problem,
        "transfer_id": moved.pk if moved is not None else None,
        "confirmed_on": confirmed.isoformat() if confirmed else None,
    }  # fmt: skip


def _mine(one: transfers.ProvincialTransfer) -> MyTransferOut:
    return MyTransferOut(
        id=one.pk, direction=one.direction, agency=one.other_agency, state=_state(one), state_code=one.state,
        opened_on=one.opened_on.isoformat(), step_due_on=one.step_due_on.isoformat() if one.step_due_on else None,
        months=one.months if one.account_fen is not None else None, pooled_fen=one.pooled_fen, account_fen=one.account_fen,
        before_1998_fen=one.before_1998_fen, stays_fen=one.stays_fen, refund_fen=one.refund_fen, refusal=one.refusal,
    )  # fmt: skip


def _state(one: transfers.ProvincialTransfer) -> TwoWords:
    zh, en = transfers.STATES[one.state]
    return TwoWords(zh=zh, en=en)
