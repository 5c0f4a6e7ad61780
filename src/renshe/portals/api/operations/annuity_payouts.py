"""Finance, reading: annuities as trustees pay them out. Money moves by two people on pages; a program reads what they did."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404
from ninja import Query, Schema

from renshe.domains.annuity import api as annuity
from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.kernel.periods import format_month
from renshe.laws import library
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.finance import BOOKS, GROUP
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.shapes import MOST, Fen, Number

LOOK = "books.look"
After = Annotated[int, Query(ge=0, le=10**9, description="从哪一笔之后 / behind which line")]


class AnnuityPaymentOut(Schema):
    """One payment, masked; `outcome` is open, unknown, paid or failed, `reason` the bank's code."""

    payment: int
    instruction: str
    payout: int
    period: str
    name: str
    account: str
    amount_fen: Fen
    again: bool
    outcome: str
    reason: str
    settled_on: str | None


class AnnuityBatchRow(Schema):
    """A trustee's batch with its totals."""

    batch: int
    trustee: str
    period: str
    state: str
    made_by: str
    approved_by: str
    lines: int
    total_fen: Fen
    paid_fen: Fen
    failed_fen: Fen


class AnnuityBatchOut(AnnuityBatchRow):
    """A batch with its file, its day of payment and a page of its lines; `next` continues, null at the end."""

    pay_on: str | None
    sha256: str
    payments: list[AnnuityPaymentOut]
    next: int | None


class AnnuityPayoutOut(Schema):
    """One decision how an annuity is drawn, and every payment of it, newest first."""

    payout: int
    name: str
    plan: str
    trustee: str
    reason: str
    way: str
    starts_month: str
    payments_agreed: int
    cancelled: bool
    account: str
    payments: list[AnnuityPaymentOut]


@GROUP.get(
    "/finance/annuities/batches", id="list_annuity_batches", access=BOOKS, answer=list[AnnuityBatchRow],
    title=("年金发放批次", "Batches of annuities"),
    says=("最新的在前，最多二百批。", "The newest first, two hundred at most."),
)  # fmt: skip
def list_annuity_batches(call: Call) -> list[AnnuityBatchRow]:
    """Of plans at the first of the caller's places, as on the page."""
    found = annuity.batches_at(place=call.place(LOOK), limit=MOST)
    totals = annuity.totals_of(batch_ids=[one.pk for one in found])
    return [AnnuityBatchRow(**_row(one, totals[one.pk])) for one in found]


@GROUP.get(
    "/finance/annuities/returned", id="list_returned_annuities", access=BOOKS, answer=list[AnnuityPaymentOut],
    title=("银行退回的年金", "Annuities that came back"),
    says=("等领取人更正账户的，最早的在前，最多二百笔。", "Those that wait for another account; two hundred at most."),
)  # fmt: skip
def list_returned_annuities(call: Call) -> list[AnnuityPaymentOut]:
    """Of plans at the first of the caller's places, as on the page."""
    return [_payment(one) for one in annuity.failed_at(place=call.place(LOOK))[:MOST]]


@GROUP.get(
    "/finance/annuities/batches/{batch}", id="read_annuity_batch", access=BOOKS, answer=AnnuityBatchOut,
    title=("一批年金", "One batch of annuities"),
    says=("进度和每一笔的结果。", "Where it stands, and what became of each payment."),
)  # fmt: skip
def read_annuity_batch(call: Call, batch: Number, after: After = 0) -> AnnuityBatchOut:
    """Of the caller's places, all those of its plans."""
    found = _batch(call, batch)
    lines = annuity.lines_of_batch(batch_id=batch, limit=MOST + 1, after=after)
    return AnnuityBatchOut(
        **_row(found, annuity.totals_of(batch_ids=[batch])[batch]),
        pay_on=found.pay_on.isoformat() if found.pay_on else None,
        sha256=found.sha256,
        payments=[_payment(one) for one in lines[:MOST]],
        next=lines[MOST - 1].line.line_no if len(lines) > MOST else None,
    )


@GROUP.get(
    "/finance/annuities/payouts/{payout}", id="read_annuity_payout", access=BOOKS, answer=AnnuityPayoutOut,
    title=("一个人的年金领取", "How somebody's annuity is drawn"),
    says=("领取方式和每次付款，脱敏。", "How it is drawn and every payment; masked."),
)  # fmt: skip
def read_annuity_payout(call: Call, payout: Number) -> AnnuityPayoutOut:
    """Of the place of the plan's employer."""
    found = annuity.payout_by(payout_id=payout)
    if found is None:
        raise Http404
    plan = found.account.plan
    call.require_at(action=LOOK, place=plan.employer.place)
    targets = annuity.targets_of(payout_id=payout)
    return AnnuityPayoutOut(
        payout=found.pk,
        name=mask_name(found.account.person.name),
        plan=plan.number,
        trustee=plan.trustee,
        reason=found.reason,
        way=found.way,
        starts_month=format_month(found.starts_month),
        payments_agreed=found.months,
        cancelled=hasattr(found, "cancelled"),
        account=mask_bank_account(targets[0].account_number) if targets else "",
        payments=[_payment(one) for one in annuity.lines_of_payout(payout_id=payout)],
    )


@GROUP.get(
    "/finance/annuities/payments/{payment}/explanation", id="explain_annuity_payment", access=BOOKS, answer=Answer,
    title=("解释一笔年金", "Explain a payment of an annuity"),
    says=("编批时的账户余额除以剩余次数。", "The balance when the batch was made over the payments that were left."),
)  # fmt: skip
def explain_annuity_payment(call: Call, payment: Number) -> Answer:
    """As its batch."""
    line = annuity.line_by(line_id=payment)
    if line is None:
        raise Http404
    _batch(call, line.batch_id)
    found = annuity.month_payment(payout=line.payout, period=line.period, explain=library.explain)
    return answer_of(found)


def _batch(call: Call, number: int) -> annuity.PayoutBatch:
    """Raises Http404, Answered 403."""
    found = annuity.batch_at(batch_id=number)
    places = annuity.places_of_batch(batch_id=number)
    if found is None or not places:
        raise Http404
    for place in places:
        call.require_at(action=LOOK, place=place)
    return found


def _row(one: annuity.PayoutBatch, totals: annuity.BatchTotals) -> dict[str, object]:
    return {
        "batch": one.pk,
        "trustee": one.trustee,
        "period": format_month(one.period),
        "state": one.state,
        "made_by": one.made_by,
        "approved_by": one.approved_by,
        "lines": totals.lines,
        "total_fen": totals.total_fen,
        "paid_fen": totals.paid_fen,
        "failed_fen": totals.failed_fen,
    }


def _payment(one: annuity.LineNow) -> AnnuityPaymentOut:
    line = one.line
    return AnnuityPaymentOut(
        payment=line.pk,
        instruction=f"{line.batch.bank_id}-{line.line_no}",
        payout=line.payout_id,
        period=format_month(line.period),
        name=mask_name(line.target.account_name),
        account=mask_bank_account(line.target.account_number),
        amount_fen=line.amount_fen,
        again=line.attempt_of_id is not None,
        outcome=one.outcome,
        reason=one.reason_code,
        settled_on=one.settled_on.isoformat() if one.settled_on else None,
    )
