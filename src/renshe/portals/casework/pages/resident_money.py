"""Money that leaves residents' accounts or goes between the two funds: what waits for which hand, and that the bank paid it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.domains.resident import api as resident
from renshe.flows import bridging_to_ledger, resident_to_ledger
from renshe.portals.casework.portal import CASEWORK, RESIDENT
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried

TEMPLATE = "casework/pages/resident_money.html"
PAY = "books.post"
MOST = 60
KINDS = ("payout", "bridging")


@dataclass(frozen=True, kw_only=True)
class PayoutLine:
    """A refund, an inheritance or a balance that is owed, masked; `mine` where the visitor approved it himself, `typed` the
    bank's number that was not taken."""

    number: int
    what: str
    holder: str
    account: str
    case_url: str
    case_number: str
    fen: int
    owed_on: date
    mine: bool
    typed: str


@dataclass(frozen=True, kw_only=True)
class BridgingLine:
    """An account that goes from one fund to the other, masked."""

    number: int
    name: str
    direction: str
    case_url: str
    case_number: str
    fen: int
    decided_on: date
    mine: bool
    typed: str


@dataclass(frozen=True, kw_only=True)
class MoneyPage:
    """What `casework/pages/resident_money.html` may use."""

    payouts: tuple[PayoutLine, ...]
    payouts_fen: int
    payouts_count: int
    bridgings: tuple[BridgingLine, ...]
    bridgings_fen: int
    bridgings_count: int
    may_pay: bool
    done: bool
    problems: tuple[Problem, ...]


@CASEWORK.page(template=TEMPLATE, access=RESIDENT)
def resident_money(visit: Visit) -> MoneyPage | HttpResponse:
    """Show what waits; a post records that the bank paid one of them."""
    place = own_place(visit, "pension.look")
    if visit.request.method == "POST":
        return _pay(visit, place)
    return _page(visit, place)


def settle_one(*, kind: str, number: int, bank_ref: str, place: str, hand: resident.ByHand) -> None:
    """One of `KINDS` was paid by the bank. Raises Http404 for what does not wait in the place, Refused."""
    if kind == "payout" and any(one.pk == number for one in resident.payouts_owed(place=place)):
        resident_to_ledger.paid_out(payout_id=number, external_ref=bank_ref, hand=hand)
    elif kind == "bridging" and any(
        one.pk == number for one in resident.bridgings_waiting(place=place)
    ):
        bridging_to_ledger.money_moved(bridging_id=number, bank_ref=bank_ref, hand=hand)
    else:
        raise Http404


def _pay(visit: Visit, place: str) -> HttpResponse:
    assert visit.account is not None
    if not may_at(visit, action=PAY, place=place):
        raise PermissionDenied
    require_proof(visit.request)
    sent = visit.request.POST
    kind, number, typed = sent.get("kind", ""), sent.get("number", ""), sent.get("bank_ref", "")
    if kind not in KINDS or not number.isdecimal():
        raise Http404
    hand = resident.ByHand(by=visit.account.username, at=visit.now, today=visit.today)
    problems = tried(
        lambda: settle_one(kind=kind, number=int(number), bank_ref=typed[:64].strip(), place=place, hand=hand)
    )[1]  # fmt: skip
    if problems:
        page = _page(
            visit, place, problems=problems, typed=typed[:64], typed_for=f"{kind}-{number}"
        )
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('casework:resident_money')}?done=1")


def _page(
    visit: Visit, place: str, *, problems: tuple[Problem, ...] = (), typed: str = "", typed_for: str = ""
) -> MoneyPage:  # fmt: skip
    owed, waiting = resident.payouts_owed(place=place), resident.bridgings_waiting(place=place)
    username = visit.account.username if visit.account else ""
    return MoneyPage(
        payouts=tuple(
            PayoutLine(
                number=one.pk, what=payout_words(one.kind), holder=mask_name(one.account_name),
                account=mask_bank_account(one.account_number), case_url=_case(one.case_number), case_number=one.case_number,
                fen=one.amount_fen, owed_on=one.owed_on, mine=one.approved_by == username,
                typed=typed if typed_for == f"payout-{one.pk}" else "",
            )
            for one in owed[:MOST]
        ),
        payouts_fen=sum(one.amount_fen for one in owed), payouts_count=len(owed),
        bridgings=tuple(
            BridgingLine(
                number=one.pk, name=mask_name(one.person.name), direction=direction_words(one.direction),
                case_url=_case(one.case_number), case_number=one.case_number, fen=one.account_fen,
                decided_on=one.decided_on, mine=one.decided_by == username,
                typed=typed if typed_for == f"bridging-{one.pk}" else "",
            )
            for one in waiting[:MOST]
        ),
        bridgings_fen=sum(one.account_fen for one in waiting), bridgings_count=len(waiting),
        may_pay=may_at(visit, action=PAY, place=place),
        done=visit.request.GET.get("done") == "1", problems=problems,
    )  # fmt: skip


def payout_words(kind: str) -> str:
    """What is paid."""
    return {
        "refund": _("重复缴费退费"), "inheritance": _("个人账户继承"), "returned": _("重复领取清理退还"),
    }[kind]  # fmt: skip


def direction_words(direction: str) -> str:
    """From which fund into which."""
    if direction == resident.TO_EMPLOYEE:
        return _("居民养老基金 → 职工养老基金")
    return _("职工养老基金 → 居民养老基金")


def _case(number: str) -> str:
    return reverse("casework:case", kwargs={"number": number})
