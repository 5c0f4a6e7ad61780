"""Transfers between provinces at the office: what waits for whom until when, letters to decide, double months to pay back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_name
from renshe.domains.transfers import api as transfers
from renshe.flows import transfers_to_ledger as ledger
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried

TEMPLATE = "casework/pages/transfers.html"
PAY = "books.post"
ROWS, MOST = 40, 50


@dataclass(frozen=True, kw_only=True)
class OpenLine:
    """One open transfer, masked; `act` says what this agency has to do, "" while the other one has."""

    name: str
    direction: str
    agency: str
    letter_id: str
    state: str
    due_on: date | None
    late: bool
    act: str
    act_url: str


@dataclass(frozen=True, kw_only=True)
class RefundLine:
    """Double months that are owed."""

    number: int
    name: str
    amount_fen: int
    owed_on: date


@dataclass(frozen=True, kw_only=True)
class MessageLine:
    """A message that came and could not be used."""

    made_on: date
    kind: str
    message_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class LetterLine:
    """A letter that could not be followed when it came, and waits for its answer; masked."""

    url: str
    name: str
    agency: str
    letter_id: str
    why: str
    state: str
    due_on: date | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class TransfersPage:
    """What `casework/pages/transfers.html` may use. `typed` is the bank's number that was not taken, of transfer `typed_for`."""

    counts: tuple[tuple[str, int], ...]
    lines: tuple[OpenLine, ...]
    paging: Paging
    letters: tuple[LetterLine, ...]
    refunds: tuple[RefundLine, ...]
    messages: tuple[MessageLine, ...]
    may_pay: bool
    typed: str
    typed_for: int
    done: bool
    problems: tuple[Problem, ...]


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def transfers_open(visit: Visit) -> TransfersPage | HttpResponse:
    """Show them; a post records that the bank paid what was double."""
    place = own_place(visit, "pension.look")
    if visit.request.method == "POST":
        return _pay(visit, place)
    return _page(visit, place)


def _pay(visit: Visit, place: str) -> HttpResponse:
    assert visit.account is not None
    if not may_at(visit, action=PAY, place=place):
        raise PermissionDenied
    require_proof(visit.request)
    number, typed = visit.request.POST.get("transfer", ""), visit.request.POST.get("bank_ref", "")
    mine = {one.transfer_id for one in transfers.refunds_owed(place=place)}
    if not number.isdigit() or int(number) not in mine:
        raise Http404
    recorded = transfers.Recorded(by=visit.account.username, at=visit.now, today=visit.today)
    paid, problems = tried(
        lambda: ledger.refund_paid(transfer_id=int(number), bank_ref=typed, recorded=recorded)
    )
    if paid is None:
        page = _page(visit, place, problems=problems, typed=typed[:64], typed_for=int(number))
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('casework:transfers')}?done=1")


def _page(
    visit: Visit, place: str, *, problems: tuple[Problem, ...] = (), typed: str = "", typed_for: int = 0
) -> TransfersPage:  # fmt: skip
    found = transfers.transfers_at(place=place)
    total = found.count()
    paging = paging_from(visit.request.GET.get("page", ""), total=total, rows=ROWS)
    late = found.filter(step_due_on__lt=visit.today).count()
    ours = found.filter(state__in=transfers.OURS).count()
    rows = list(found[paging.offset : paging.offset + ROWS])
    asked = [one.pk for one in rows if one.state == "letter_received"]
    letters = transfers.letter_of(transfer_ids=asked) if asked else {}
    unanswered = list(transfers.unanswered(place=place)[:MOST])
    proposed = {one.transfer_id for one in unanswered if one.state == "proposed"}
    return TransfersPage(
        counts=((_("在办"), total), (_("等本机构"), ours), (_("超期"), late)),
        lines=tuple(
            _line(one, visit.today, letters.get(one.pk), proposed=one.pk in proposed) for one in rows
        ),
        paging=paging,
        letters=tuple(_letter(one, visit.today) for one in unanswered if one.transfer_id is None),
        refunds=tuple(
            RefundLine(
                number=one.transfer_id, name=mask_name(one.transfer.person.name), amount_fen=one.amount_fen, owed_on=one.owed_on
            )
            for one in transfers.refunds_owed(place=place)[:MOST]
        ),
        messages=tuple(_message(one) for one in transfers.unusable_messages() if one.kind != transfers.LETTER),
        may_pay=may_at(visit, action=PAY, place=place), typed=typed, typed_for=typed_for,
        done=visit.request.GET.get("done") == "1", problems=problems,
    )  # fmt: skip


def _line(
    one: transfers.ProvincialTransfer, today: date, letter: int | None, *, proposed: bool
) -> OpenLine:
    acts = {
        "letter_due": _("今日发联系函"), "arrived": _("今日记入"), "to_send": _("今日发信息表"),
        "letter_received": _("受理或者退回"),
    }  # fmt: skip
    start = _letter_url(letter) if letter is not None else ""
    state = _("退回待复核") if proposed else _words(transfers.STATES[one.state])
    return OpenLine(
        name=mask_name(one.person.name), direction=_("转入") if one.direction == "in" else _("转出"), agency=one.other_agency,
        letter_id=one.letter_id, state=state, due_on=one.step_due_on,
        late=one.step_due_on is not None and one.step_due_on < today,
        act=_("复核退回") if proposed else acts.get(one.state, ""), act_url=start,
    )  # fmt: skip


def _letter(one: transfers.LetterAnswer, today: date) -> LetterLine:
    letter = one.letter
    words = {"open": _("待答复"), "proposed": _("退回待复核")}[one.state]
    return LetterLine(
        url=_letter_url(letter.pk), name=mask_name(str(letter.body.get("name", ""))),
        agency=str(letter.body.get("agency", "")) or letter.from_code, letter_id=letter.message_id, why=letter.problem,
        state=words, due_on=one.due_on, late=one.due_on is not None and one.due_on < today,
    )  # fmt: skip


def _letter_url(number: int) -> str:
    return reverse("casework:transfer_letter", kwargs={"number": number})


def _message(one: transfers.TransferMessage) -> MessageLine:
    kind = _words(transfers.KINDS.get(one.kind, (one.kind, one.kind)))
    return MessageLine(made_on=one.made_on, kind=kind, message_id=one.message_id, why=one.problem)


def _words(pair: tuple[str, str]) -> str:
    return pair[0] if (get_language() or "").startswith("zh") else pair[1]
