"""Finance, reading: pensions as they were paid or did not arrive, awards explained, money that waits. Masked."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404
from ninja import Path, Schema

from renshe.domains.contributions.api import suspense_items
from renshe.domains.identity.api import mask_bank_account, mask_id_number, mask_name
from renshe.domains.pension.api import (
    Award,
    PayeeAccount,
    PaymentLine,
    failed_payments,
    person_pension,
    undue_of,
)
from renshe.domains.registry.api import Person, everybody_who_is, person
from renshe.kernel.codes.credit_code import read_credit_code
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import format_month, month_containing
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.finance import BOOKS, GROUP
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.shapes import MOST, Fen, Number, Term, term
from renshe.portals.layout.access import staff
from renshe.portals.layout.explaining_pensions import explain_award

PENSION = staff("pension.look")
WHY = {
    "unknown_payer": ("付款人不认识", "the payer is unknown"),
    "overpaid": ("多缴，没有应缴可冲", "paid too much, nothing is due"),
}
Part = Annotated[str, Path(max_length=40, description="部分 / part", examples=["total"])]


class PaymentOut(Schema):
    """One person's pension for one month as the batch holds it, masked."""

    batch: int
    line_no: int
    period: str
    kind: str
    name: str
    id_number: str
    account: str
    amounts_fen: dict[str, Fen]
    deduction_fen: Fen
    net_fen: Fen
    outcome: str
    reason: str
    settled_on: str | None
    award: int


class HeldReceipt(Schema):
    """A receipt with money left; what is no employer's code is masked."""

    reference: str
    payer_code: str
    received_on: str
    left_fen: Fen
    days: int
    why: Term


class WaitingPayment(Schema):
    """A pension that is owed and did not arrive, masked. `returned` says that the bank's money is held."""

    batch: int
    line_no: int
    name: str
    id_number: str
    period: str
    net_fen: Fen
    reason: str
    returned: bool
    ready: bool
    undue_proposed: bool


class OpenItems(Schema):
    """Money that waits for a human; at most two hundred of each, the oldest first."""

    receipts: list[HeldReceipt]
    payments: list[WaitingPayment]


class UndueOut(Schema):
    """A payment that did not arrive and was proposed or found never due; deciding it is done by two people on pages."""

    ground: str
    instrument: str
    reason: str
    handled_by: str
    approved_by: str
    state: str
    net_fen: Fen


@GROUP.get(
    "/finance/payments/{batch}/{line_no}",
    id="read_payment",
    access=PENSION,
    answer=PaymentOut,
    title=("一笔养老金", "One payment"),
    says=("批次中的一行和银行的结果，脱敏。", "A line of the batch and the bank's result, masked."),
)
def read_payment(call: Call, batch: Number, line_no: Number) -> PaymentOut:
    """Of an award of the caller's place."""
    line = _payment(call, batch, line_no)
    everybody = everybody_who_is(person_id=line.person_id)
    known = person_pension(
        person_ids=[*everybody, line.person_id], month=month_containing(call.today), limit=600
    )
    told = next(
        (one for one in known.payments if (one.batch_id, one.line_no) == (batch, line_no)), None
    )
    if told is None:
        raise Http404
    who = person(person_id=line.person_id)
    account = PayeeAccount.objects.filter(pk=line.payee_account_id).first()
    return PaymentOut(
        batch=batch,
        line_no=line_no,
        period=format_month(line.period),
        kind=line.kind,
        name=mask_name(who.name),
        id_number=mask_id_number(who.id_number),
        account=mask_bank_account(account.account_number) if account else "",
        amounts_fen={
            name: int(getattr(line, f"{name}_fen"))
            for name in ("basic", "account", "transitional", "other")
        },
        deduction_fen=line.deduction_fen,
        net_fen=line.net_fen,
        outcome=told.outcome,
        reason=told.reason,
        settled_on=told.settled_on.isoformat() if told.settled_on else None,
        award=line.award_id,
    )


@GROUP.get(
    "/finance/payments/{batch}/{line_no}/undue",
    id="read_undue_decision",
    access=PENSION,
    answer=UndueOut,
    title=("不应发认定", "Found never due"),
    says=("提出和批准由两人在页面上办理。", "Proposing and approving are done by two people on pages."),
)  # fmt: skip
def read_undue_decision(call: Call, batch: Number, line_no: Number) -> UndueOut:
    """Of an award of the caller's place."""
    line = _payment(call, batch, line_no)
    found = undue_of(instruction=line.instruction)
    if found is None:
        raise Http404
    return UndueOut(
        ground=found.ground,
        instrument=found.instrument,
        reason=found.reason,
        handled_by=found.handled_by,
        approved_by=found.approved_by or "",
        state=found.state,
        net_fen=found.net_fen,
    )


@GROUP.get(
    "/finance/awards/{award}/explanations/{part}",
    id="explain_award",
    access=PENSION,
    answer=Answer,
    title=("解释核定的待遇", "Explain an award"),
    says=("按核定时的事实和规定重算。", "Replayed with the facts and the law of the day of decision."),
)  # fmt: skip
def explain_award_part(call: Call, award: Number, part: Part) -> Answer:
    """Of the caller's place."""
    explanation, _decided = explain_award(award=_award(call, award), part=part)
    return answer_of(explanation)


@GROUP.get(
    "/finance/open-items",
    id="list_open_items",
    access=BOOKS,
    answer=OpenItems,
    title=("挂账与退票", "Money that waits"),
    says=("没有冲抵的到账和没有到账的养老金，最久的在前。", "Receipts and pensions that did not arrive, oldest first."),
)  # fmt: skip
def list_open_items(call: Call) -> OpenItems:
    """Masked, as on the page."""
    waiting = failed_payments(most=MOST)
    people = Person.objects.in_bulk({one.person_id for one in waiting})
    return OpenItems(
        receipts=[
            HeldReceipt(
                reference=one.external_ref,
                payer_code=_payer(one.payer_uscc),
                received_on=one.received_on.isoformat(),
                left_fen=one.left_fen,
                days=one.days,
                why=term(one.reason, WHY),
            )
            for one in suspense_items(as_of=call.today)[:MOST]
        ],
        payments=[
            WaitingPayment(
                batch=one.batch_id,
                line_no=one.line_no,
                name=mask_name(people[one.person_id].name),
                id_number=mask_id_number(people[one.person_id].id_number),
                period=format_month(one.period),
                net_fen=one.net_fen,
                reason=one.reason_code,
                returned=one.suspense is not None,
                ready=one.ready,
                undue_proposed=one.undue_proposed,
            )
            for one in waiting
        ],
    )


def _payer(code: str) -> str:
    """Whatever is no employer's code may be somebody's number, a foreigner's too."""
    return mask_id_number(code) if isinstance(read_credit_code(code), Problem) else code


def _award(call: Call, number: int) -> Award:
    found = Award.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    call.require_at(action="pension.look", place=found.place)
    return found


def _payment(call: Call, batch: int, line_no: int) -> PaymentLine:
    """The line, of an award of the caller's place. Raises Http404, Answered 403."""
    line = PaymentLine.objects.filter(batch_id=batch, line_no=line_no).first()
    if line is None:
        raise Http404
    _award(call, line.award_id)
    return line
