"""Finance, reading: benefits that are paid once. Money moves by two people on pages; a program reads what they did."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404
from ninja import Path, Schema

from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.domains.pension.api import (
    OneOffBatch,
    OneOffLine,
    SurvivorsBenefit,
    one_off_batch,
    one_off_batches,
    one_off_lines,
    waiting_benefits,
)
from renshe.kernel.periods import format_month
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.finance import BOOKS, GROUP
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.shapes import MOST, Fen, Number
from renshe.portals.finance.survivors import PARTS, explanation_of

Part = Annotated[str, Path(max_length=40, description="funeral、grant 或 total / part")]


class BenefitRow(Schema):
    """A benefit that is paid once, masked."""

    benefit: int
    case: str
    name: str
    account: str
    total_fen: Fen
    granted_at: str


class WaitingBenefitOut(BenefitRow):
    """One that is owed and in no batch: why the last attempt failed, and whether it can be paid now."""

    reason: str
    failed_on: str | None
    ready: bool


class OneOffRow(Schema):
    """A batch of benefits that are paid once."""

    batch: int
    place: str
    accounting_month: str
    rows: int
    total_fen: Fen
    state: str
    made_by: str
    approved_by: str


class OneOffLineOut(BenefitRow):
    """One line of a batch: to whom, how much, and what became of it."""

    line_no: int
    instruction: str
    attempt_of: str
    outcome: str


class OneOffOut(OneOffRow):
    """A batch whole, with its days and its lines."""

    funded_on: str | None
    filed_on: str | None
    closed_on: str | None
    sha256: str
    lines: list[OneOffLineOut]


class BenefitOut(BenefitRow):
    """A benefit whole: its parts, who signed, every attempt to pay it."""

    relation: str
    deceased: str
    funeral_fen: Fen
    grant_fen: Fen
    signed_by: list[str]
    paid_on: str | None
    cancelled_on: str | None
    attempts: list[OneOffLineOut]


@GROUP.get(
    "/finance/one-off/waiting",
    id="list_waiting_benefits",
    access=BOOKS,
    answer=list[WaitingBenefitOut],
    title=("待付的一次性待遇", "One-off benefits that wait"),
    says=("最早的在前，最多二百条，脱敏。", "The oldest first, two hundred at most, masked."),
)
def list_waiting_benefits(call: Call) -> list[WaitingBenefitOut]:
    """At the first of the caller's places, as on the page."""
    found = waiting_benefits(place=call.place("books.look"))[:MOST]
    return [
        WaitingBenefitOut(
            **_benefit_row(one.benefit),
            reason=one.reason_code,
            failed_on=one.failed_on.isoformat() if one.failed_on else None,
            ready=one.ready,
        )
        for one in found
    ]


@GROUP.get(
    "/finance/one-off/batches",
    id="list_one_off_batches",
    access=BOOKS,
    answer=list[OneOffRow],
    title=("一次性待遇批次", "Batches of one-off benefits"),
    says=("最新的在前，最多二百批。", "The newest first, two hundred at most."),
)
def list_one_off_batches(call: Call) -> list[OneOffRow]:
    """At the first of the caller's places, as on the page."""
    return [
        OneOffRow(**_batch_row(one))
        for one in one_off_batches(place=call.place("books.look"), most=MOST)
    ]


@GROUP.get(
    "/finance/one-off/batches/{batch}",
    id="read_one_off_batch",
    access=BOOKS,
    answer=OneOffOut,
    title=("一批一次性待遇", "One batch of one-off benefits"),
    says=("进度和每一行的结果。", "Where it stands, and what became of each line."),
)
def read_one_off_batch(call: Call, batch: Number) -> OneOffOut:
    """Of the caller's place."""
    found = one_off_batch(batch_id=batch)
    if found is None:
        raise Http404
    call.require_at(action="books.look", place=found.place)
    days = {name: getattr(found, name) for name in ("funded_on", "filed_on", "closed_on")}
    return OneOffOut(
        **_batch_row(found),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        sha256=found.sha256,
        lines=[_line(one) for one in one_off_lines(batch_id=batch)],
    )


@GROUP.get(
    "/finance/one-off/benefits/{benefit}",
    id="read_one_off_benefit",
    access=BOOKS,
    answer=BenefitOut,
    title=("一笔一次性待遇", "One one-off benefit"),
    says=("构成、签批人和每次付款，脱敏。", "Its parts, who signed, every attempt to pay it; masked."),
)  # fmt: skip
def read_one_off_benefit(call: Call, benefit: Number) -> BenefitOut:
    """Of the caller's place."""
    found = _benefit(call, benefit)
    return BenefitOut(
        **_benefit_row(found),
        relation=found.relation,
        deceased=mask_name(found.person.name),
        funeral_fen=found.funeral_fen,
        grant_fen=found.grant_fen,
        signed_by=[found.determined_by, found.reviewed_by, found.approved_by],
        paid_on=found.paid_on.isoformat() if found.paid_on else None,
        cancelled_on=found.cancelled_on.isoformat() if found.cancelled_on else None,
        attempts=[_line(one) for one in found.lines.order_by("batch_id")],
    )


@GROUP.get(
    "/finance/one-off/benefits/{benefit}/explanations/{part}",
    id="explain_survivors_benefit",
    access=BOOKS,
    answer=Answer,
    title=("解释遗属待遇", "Explain a survivors' benefit"),
    says=("按核定时的事实和规定重算。", "Replayed with the facts and the law of the day of decision."),
)  # fmt: skip
def explain_survivors_benefit(call: Call, benefit: Number, part: Part) -> Answer:
    """Of the caller's place."""
    found = _benefit(call, benefit)
    if part not in PARTS:
        raise Http404
    return answer_of(explanation_of(found, part=PARTS[part]))


def _benefit(call: Call, number: int) -> SurvivorsBenefit:
    """Raises Http404, Answered 403."""
    rows = SurvivorsBenefit.objects.select_related("claimant", "person")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    call.require_at(action="books.look", place=found.place)
    return found


def _benefit_row(one: SurvivorsBenefit, account: str = "") -> dict[str, object]:
    return {
        "benefit": one.pk,
        "case": one.case_number,
        "name": mask_name(one.claimant.name),
        "account": mask_bank_account(account or one.account_number),
        "total_fen": one.total_fen,
        "granted_at": one.granted_at.isoformat(),
    }


def _line(one: OneOffLine) -> OneOffLineOut:
    return OneOffLineOut(
        **_benefit_row(one.benefit, account=one.account_number),
        line_no=one.line_no,
        instruction=f"{one.batch_id}-{one.line_no}",
        attempt_of=one.attempt_of or "",
        outcome=one.outcome,
    )


def _batch_row(one: OneOffBatch) -> dict[str, object]:
    return {
        "batch": one.batch_id,
        "place": one.place,
        "accounting_month": format_month(one.accounting_month),
        "rows": one.rows,
        "total_fen": one.total_fen,
        "state": one.state,
        "made_by": one.made_by,
        "approved_by": one.approved_by or "",
    }
