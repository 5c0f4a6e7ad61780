"""Doors back of the resident scheme: payments that a counter took for the wrong person, and bridgings found wrong after their
money had moved. What one person proposed another confirms here, or refuses with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_name
from renshe.domains.resident import api as resident
from renshe.flows import bridging_returns, resident_corrections
from renshe.kernel.codes.divisions import lies_within
from renshe.portals.casework.portal import CASEWORK, RESIDENT
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried

TEMPLATE = "casework/pages/resident_corrections.html"
CONFIRM, PROPOSE = "case.review", "case.handle"


@dataclass(frozen=True, kw_only=True)
class WrongPayment:
    """A payment proposed to be put right, masked; `to` is the right person, or the account that it is given back to."""

    number: int
    receipt: str
    name: str
    year: int
    fen: int
    way: str
    to: str
    reason: str
    asked_by: str
    asked_at: datetime
    state: str
    decided_by: str
    decided_why: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class ReturnLine:
    """A bridging proposed to go back, masked."""

    number: int
    case_number: str
    case_url: str
    name: str
    direction: str
    fen: int
    reason: str
    asked_by: str
    asked_at: datetime
    state: str
    decided_by: str
    decided_why: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class MovedLine:
    """A bridging whose money has moved."""

    number: int
    case_number: str
    case_url: str
    name: str
    direction: str
    fen: int


@dataclass(frozen=True, kw_only=True)
class CorrectionsPage:
    """What `casework/pages/resident_corrections.html` may use. `typed` is the reason that was not taken, `typed_for` where."""

    waiting: tuple[WrongPayment, ...]
    decided: tuple[WrongPayment, ...]
    returns: tuple[ReturnLine, ...]
    moved: tuple[MovedLine, ...]
    may_confirm: bool
    may_propose: bool
    typed: str
    typed_for: str
    problems: tuple[Problem, ...]


@CASEWORK.page(template=TEMPLATE, access=RESIDENT)
def resident_corrections_page(visit: Visit) -> CorrectionsPage | HttpResponse:
    """Show what waits for a second person; a post proposes a return, confirms or refuses."""
    place = own_place(visit, "pension.look")
    if visit.request.method != "POST":
        return _page(visit, place)
    act, number = visit.request.POST.get("act", ""), visit.request.POST.get("number", "")
    if act not in ACTS or not number.isdecimal():
        raise Http404
    if visit.account is None or not may_at(visit, action=ACTS[act][0], place=place):
        raise PermissionDenied
    require_proof(visit.request)
    hand = resident.ByHand(by=visit.account.username, at=visit.now, today=visit.today)
    reason = visit.request.POST.get("reason", "")[:400]
    problems = tried(lambda: act_on(act=act, number=int(number), reason=reason, place=place, hand=hand))[1]  # fmt: skip
    if problems:
        page = _page(visit, place, problems=problems, typed=reason, typed_for=f"{act}-{number}")
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("casework:resident_corrections"))


def act_on(*, act: str, number: int, reason: str, place: str, hand: resident.ByHand) -> Any:
    """One of `ACTS` on a record of the place. Raises Http404 for one of elsewhere, Refused, Refusal."""
    found: Any
    if act in ("confirm", "refuse"):
        found = resident.correction_by(correction_id=number)
        where = found.place if found else ""
    elif act == "propose_return":
        found = resident.Bridging.objects.filter(pk=number).first()
        where = found.place if found else ""
    else:
        found = resident.BridgingReturn.objects.filter(pk=number).select_related("bridging").first()
        where = found.bridging.place if found else ""
    if found is None or not lies_within(where, place[:6]):
        raise Http404
    return ACTS[act][1](number, reason, hand)


ACTS: dict[str, tuple[str, Callable[[int, str, resident.ByHand], Any]]] = {
    "confirm": (
        CONFIRM,
        lambda number, _why, hand: resident_corrections.confirmed(correction_id=number, hand=hand),
    ),
    "refuse": (
        CONFIRM,
        lambda number, why, hand: resident.refuse_correction(
            correction_id=number, reason=why, hand=hand
        ),
    ),
    "propose_return": (
        PROPOSE,
        lambda number, why, hand: bridging_returns.proposed(
            bridging_id=number, reason=why, hand=hand
        ),
    ),
    "confirm_return": (
        CONFIRM,
        lambda number, _why, hand: bridging_returns.confirmed(return_id=number, hand=hand),
    ),
    "refuse_return": (
        CONFIRM,
        lambda number, why, hand: resident.refuse_return(return_id=number, reason=why, hand=hand),
    ),
}
"""What somebody must be allowed to do for each act, and the act."""


def way_words(way: str) -> str:
    """How a payment is put right."""
    return {
        "hand_back": _("当日退回现款"), "move": _("更正到实际缴费人"), "refund": _("退回缴费人账户"),
    }[way]  # fmt: skip


def direction_words(direction: str) -> str:
    """From which scheme into which."""
    if direction == resident.TO_EMPLOYEE:
        return _("居民养老 → 职工养老")
    return _("职工养老 → 居民养老")


def _page(
    visit: Visit, place: str, *, problems: tuple[Problem, ...] = (), typed: str = "", typed_for: str = ""
) -> CorrectionsPage:  # fmt: skip
    me = visit.account.username if visit.account else ""
    returns = resident.bridging_returns(place=place)
    asked = {one.bridging_id for one in returns if one.state != "refused"}
    return CorrectionsPage(
        waiting=tuple(_wrong(one, me) for one in resident.corrections_waiting(place=place)),
        decided=tuple(_wrong(one, me) for one in resident.corrections_decided(place=place)),
        returns=tuple(_return(one, me) for one in returns),
        moved=tuple(
            _moved(one) for one in resident.bridgings_moved(place=place) if one.pk not in asked
        ),
        may_confirm=may_at(visit, action=CONFIRM, place=place),
        may_propose=may_at(visit, action=PROPOSE, place=place),
        typed=typed,
        typed_for=typed_for,
        problems=problems,
    )


def _wrong(one: resident.PaymentCorrection, me: str) -> WrongPayment:
    to = f"…{one.account_number[-4:]}" if one.account_number else ""
    return WrongPayment(
        number=one.pk, receipt=one.payment.external_ref,
        name=mask_name(one.payment.person.name), year=one.payment.year, fen=one.payment.amount_fen, way=way_words(one.way),
        to=mask_name(one.right_person.name) if one.right_person else to, reason=one.reason, asked_by=one.asked_by,
        asked_at=one.asked_at, state=one.state, decided_by=one.decided_by or "", decided_why=one.decided_why,
        mine=one.asked_by == me,
    )  # fmt: skip


def _return(one: resident.BridgingReturn, me: str) -> ReturnLine:
    bridging = one.bridging
    return ReturnLine(
        number=one.pk, case_number=bridging.case_number, case_url=_case(bridging.case_number),
        name=mask_name(bridging.person.name), direction=direction_words(bridging.direction), fen=bridging.account_fen,
        reason=one.reason, asked_by=one.asked_by, asked_at=one.asked_at, state=one.state, decided_by=one.decided_by or "",
        decided_why=one.decided_why, mine=one.asked_by == me,
    )  # fmt: skip


def _moved(one: resident.Bridging) -> MovedLine:
    return MovedLine(
        number=one.pk, case_number=one.case_number, case_url=_case(one.case_number), name=mask_name(one.person.name),
        direction=direction_words(one.direction), fen=one.account_fen,
    )  # fmt: skip


def _case(number: str) -> str:
    return reverse("casework:case", kwargs={"number": number})
