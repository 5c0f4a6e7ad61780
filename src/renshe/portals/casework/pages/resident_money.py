"""Payouts that a bank file cannot carry: cash at a counter, a cheque, each with its reason; and where the rest is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.domains.resident import api as resident
from renshe.flows import resident_to_ledger
from renshe.portals.casework.portal import CASEWORK, RESIDENT
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried

TEMPLATE = "casework/pages/resident_money.html"
PAY = "books.post"
MOST = 60


@dataclass(frozen=True, kw_only=True)
class PayoutLine:
    """A payout that is owed and in no batch, masked; `mine` where the visitor approved it himself, `how`, `voucher` and `why`
    what was typed and not taken."""

    number: int
    what: str
    holder: str
    account: str
    case_url: str
    case_number: str
    fen: int
    owed_on: date
    mine: bool
    how: str
    voucher: str
    why: str


@dataclass(frozen=True, kw_only=True)
class MoneyPage:
    """What `casework/pages/resident_money.html` may use. The bridgings' money goes by lists on the finance pages."""

    payouts: tuple[PayoutLine, ...]
    payouts_fen: int
    payouts_count: int
    bridgings_count: int
    bridgings_fen: int
    batches_url: str
    lists_url: str
    may_pay: bool
    done: bool
    problems: tuple[Problem, ...]


@CASEWORK.page(template=TEMPLATE, access=RESIDENT)
def resident_money(visit: Visit) -> MoneyPage | HttpResponse:
    """Show what waits; a post records that one of them was paid by hand, and why no file carries it."""
    place = own_place(visit, "pension.look")
    if visit.request.method == "POST":
        return _pay(visit, place)
    return _page(visit, place)


def settle_one(
    *, number: int, means: resident.ByOtherMeans, place: str, hand: resident.ByHand
) -> None:
    """One payout was paid by hand. Raises Http404 for what does not wait in the place, Refused, Refusal."""
    if all(one.pk != number for one in resident.payouts_owed(place=place)):
        raise Http404
    resident_to_ledger.paid_out(payout_id=number, means=means, hand=hand)


def _pay(visit: Visit, place: str) -> HttpResponse:
    assert visit.account is not None
    if not may_at(visit, action=PAY, place=place):
        raise PermissionDenied
    require_proof(visit.request)
    sent = visit.request.POST
    number = sent.get("number", "")
    if not number.isdecimal():
        raise Http404
    means = resident.ByOtherMeans(
        how=sent.get("how", ""), voucher=sent.get("voucher", "")[:64].strip(), why=sent.get("why", "")[:200]
    )  # fmt: skip
    hand = resident.ByHand(by=visit.account.username, at=visit.now, today=visit.today)
    problems = tried(lambda: settle_one(number=int(number), means=means, place=place, hand=hand))[1]
    if problems:
        page = _page(visit, place, problems=problems, typed={int(number): means})
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('casework:resident_money')}?done=1")


def _page(
    visit: Visit, place: str, *, problems: tuple[Problem, ...] = (),
    typed: dict[int, resident.ByOtherMeans] | None = None,
) -> MoneyPage:  # fmt: skip
    waiting = [row.owed for row in resident.payouts_waiting(place=place)]
    bridgings = resident.bridgings_waiting(place=place)
    username = visit.account.username if visit.account else ""
    finance = may_at(visit, action="books.look", place=place)
    return MoneyPage(
        payouts=tuple(_line(one, username, (typed or {}).get(one.pk)) for one in waiting[:MOST]),
        payouts_fen=sum(one.amount_fen for one in waiting), payouts_count=len(waiting),
        bridgings_count=len(bridgings), bridgings_fen=sum(one.account_fen for one in bridgings),
        batches_url=reverse("finance:residents") if finance else "",
        lists_url=reverse("finance:bridgings") if finance else "",
        may_pay=may_at(visit, action=PAY, place=place),
        done=visit.request.GET.get("done") == "1", problems=problems,
    )  # fmt: skip


def _line(
    one: resident.ResidentPayout, username: str, typed: resident.ByOtherMeans | None
) -> PayoutLine:
    wrong = one.kind == "taken_wrong"
    return PayoutLine(
        number=one.pk, what=payout_words(one.kind), holder=mask_name(one.account_name),
        account=mask_bank_account(one.account_number), case_number=one.case_number,
        case_url=reverse("casework:resident_corrections") if wrong else _case(one.case_number),
        fen=one.amount_fen, owed_on=one.owed_on, mine=one.approved_by == username,
        how=typed.how if typed else "", voucher=typed.voucher if typed else "", why=typed.why if typed else "",
    )  # fmt: skip


def payout_words(kind: str) -> str:
    """What is paid."""
    return {
        "refund": _("重复缴费退费"), "inheritance": _("个人账户继承"), "returned": _("重复领取清理退还"),
        "taken_wrong": _("收错退费"),
    }[kind]  # fmt: skip


def _case(number: str) -> str:
    return reverse("casework:case", kwargs={"number": number})
