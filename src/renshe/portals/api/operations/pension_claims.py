"""What was paid too much and comes back: open claims, one of them whole, and its notice, agreement, set-off and receipts."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from ninja import Schema
from pydantic import Field

from renshe.domains.cases.api import Words
from renshe.domains.identity.api import mask_name
from renshe.domains.pension import api as pension
from renshe.kernel.periods import format_month
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import (
    USUAL,
    Cursor,
    Fen,
    Limit,
    Number,
    Page,
    Term,
    counted_page,
    term,
)
from renshe.portals.casework.claim_acts import NEEDS, act_on
from renshe.portals.layout.access import staff
from renshe.portals.layout.forms.typed import Asked

GROUP = Group("pension_claims", Words("多发待遇追回", "Pensions paid too much"))
LOOK = staff("pension.look")
CAUSES = {
    "death_known_late": ("死亡后领取", "drawn after death"),
    "custody_known_late": ("服刑期间领取", "drawn in prison"),
    "redetermined_lower": ("重核后减少", "determined lower"),
    "double_benefit": ("重复领取", "two benefits"),
    "ended_late": ("待遇终止后领取", "drawn after its end"),
    "fraud": ("骗取", "fraud"),
    "agency_error": ("经办差错", "an error of the office"),
}
STATES = {
    "open": ("待追回", "open"),
    "agreed": ("已签分期协议", "by instalments"),
    "settled": ("已追回", "settled"),
    "written_off": ("已核销", "written off"),
}


class ClaimRow(Schema):
    """A claim, masked."""

    id: int
    name: str
    cause: Term
    state: Term
    from_month: str
    to_month: str
    principal_fen: Fen
    open_fen: Fen


class ClaimLineOut(Schema):
    """A month, or so many from it on, and what was paid too much for them."""

    period: str
    months: int
    fen: Fen


class PartOut(Schema):
    """An instalment."""

    month: str
    fen: Fen


class CameInOut(Schema):
    """Something that came back."""

    received_on: str
    way: str
    fen: Fen
    reference: str


class ClaimOut(ClaimRow):
    """A claim whole."""

    known_on: str
    notified_on: str | None
    lines: list[ClaimLineOut]
    instalments: list[PartOut]
    recoveries: list[CameInOut]


class ClaimAct(Schema, extra="forbid"):
    """A step: notify (notified_on), agree (months, first), offset (monthly, from_month), receive (amount, received_on,
    reference); amounts in yuan, as typed on the page."""

    act: str = Field(max_length=8)
    typed: dict[str, str] = Field(max_length=8)


@GROUP.get(
    "/pension-claims", id="list_pension_claims", access=LOOK, answer=Page[ClaimRow],
    title=("还没有追回的多发待遇", "Claims that are open"), says=("发现早的在前；姓名脱敏。", "The oldest first; names masked."),
)  # fmt: skip
def list_pension_claims(call: Call, cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """At the first of the caller's places."""
    rows = pension.open_overpayments(place=call.place("pension.look"))
    return counted_page(rows, cursor=cursor, limit=limit, show=lambda one: ClaimRow(**_row(one)))


@GROUP.get(
    "/pension-claims/{id}", id="read_pension_claim", access=LOOK, answer=ClaimOut,
    title=("一笔多发待遇", "One claim"), says=("月份、通知、分期和已退。", "Months, notice, instalments, what came in."),
)  # fmt: skip
def read_pension_claim(call: Call, id: Number) -> ClaimOut:
    """Of one of the caller's places."""
    return _told(_claim(call, id, action="pension.look"))


@GROUP.post(
    "/pension-claims/{id}/steps", id="act_on_pension_claim", access=LOOK, answer=ClaimOut,
    title=("办理追回的一步", "Take a step of a claim"),
    says=("登记通知、分期协议、按月抵扣、退款到账。", "Notice, instalments, set-off, receipt."),
)  # fmt: skip
def act_on_pension_claim(call: Call, id: Number, body: ClaimAct) -> ClaimOut:
    """With the power that the step needs at the place of the award."""
    if body.act not in NEEDS:
        raise Answered(422, "no_such_choice", subject=body.act)
    found = _claim(call, id, action=NEEDS[body.act])
    if body.act == "agree":
        call.require_proof()
    recorded = pension.Recorded(by=call.username, at=call.now, known_on=call.today, reason="")
    act_on(Asked(act=body.act, record=found.pk, typed=body.typed), recorded=recorded)
    return _told(pension.overpayment(overpayment_id=found.pk))


def _claim(call: Call, number: int, *, action: str) -> pension.Overpayment:
    """A claim at a place where the caller may do the action. Raises Http404, Answered 403."""
    try:
        found = pension.overpayment(overpayment_id=number)
    except pension.Overpayment.DoesNotExist:
        raise Http404 from None
    if found.award is None:
        raise Http404
    call.require_at(action=action, place=found.award.place)
    return found


def _row(found: pension.Overpayment) -> dict[str, Any]:
    return {
        "id": found.pk, "name": mask_name(found.person.name), "cause": term(found.cause, CAUSES),
        "state": term(found.state, STATES), "from_month": format_month(found.from_month),
        "to_month": format_month(found.to_month), "principal_fen": found.principal_fen,
        "open_fen": pension.open_fen(overpayment=found),
    }  # fmt: skip


def _told(found: pension.Overpayment) -> ClaimOut:
    return ClaimOut(
        **_row(found), known_on=found.known_on.isoformat(),
        notified_on=found.notified_on.isoformat() if found.notified_on else None,
        lines=[
            ClaimLineOut(period=format_month(one["period"]), months=one.get("months", 1), fen=one["fen"])
            for one in found.lines
        ],
        instalments=[
            PartOut(month=format_month(one.due_month), fen=one.amount_fen)
            for one in found.instalments.order_by("due_month")
        ],
        recoveries=[
            CameInOut(
                received_on=one.received_on.isoformat(), way=one.way, fen=one.amount_fen, reference=one.reference
            )
            for one in found.recoveries.order_by("received_on", "pk")
        ],
    )  # fmt: skip
