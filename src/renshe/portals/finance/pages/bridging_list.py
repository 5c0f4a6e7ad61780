"""One list of bridgings' money: every person and amount, who signed, the transfer; and the table to hand over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.resident import api as resident
from renshe.flows import bridging_lists
from renshe.portals.finance.batches import Step, numbered, waiting_words
from renshe.portals.finance.one_off import APPROVE, POST, actor
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.finance.residents import direction_words, hand_of, list_url
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.trying import tried

TEMPLATE = "finance/pages/bridging_list.html"


@dataclass(frozen=True, kw_only=True)
class BridgingLine:
    """One person of a list, masked."""

    line_no: int
    case_number: str
    name: str
    id_number: str
    back: bool
    fen: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class BridgingListPage:
    """What `finance/pages/bridging_list.html` may use. `act` is the next step, if the viewer may take it; `waits_for` says who
    else must. What was typed stays where it was refused."""

    number: int
    direction: str
    state: str
    rows: int
    fen: int
    lines: tuple[BridgingLine, ...]
    steps: tuple[Step, ...]
    act: str
    waits_for: str
    may_discard: bool
    file_url: str
    file_sha256: str
    bank_ref: str
    discarded_why: str
    typed_ref: str
    why: str
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def bridging_list(visit: Visit, *, number: int) -> BridgingListPage | HttpResponse:
    """Show a list; a post approves it, records the transfer, or takes it back."""
    found = _list(visit, number)
    if visit.request.method != "POST":
        return _page(visit, found)
    act = visit.request.POST.get("act", "")
    if act not in _ACTS:
        raise Http404
    action, do = _ACTS[act]
    by = actor(visit, action=action, place=found.place)
    problems = tried(lambda: do(visit, found, hand_of(visit, by)))[1]
    if problems:
        page = _page(visit, _list(visit, number), problems=problems)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(list_url(number))


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def bridging_list_file(visit: Visit, *, number: int) -> HttpResponse:
    """The table of a list: as it was signed, or as it would be."""
    found = _list(visit, number)
    answer = HttpResponse(bridging_lists.kept_table(found), content_type=bridging_lists.TABLE_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{bridging_lists.file_name(found)}"'
    return answer


def _approve(visit: Visit, found: resident.BridgingList, hand: resident.ByHand) -> Any:
    return bridging_lists.approve(list_id=found.pk, hand=hand)


def _move(visit: Visit, found: resident.BridgingList, hand: resident.ByHand) -> Any:
    typed = visit.request.POST.get("bank_ref", "")[:64]
    return bridging_lists.moved(list_id=found.pk, bank_ref=typed, hand=hand)


def _discard(visit: Visit, found: resident.BridgingList, hand: resident.ByHand) -> Any:
    why = visit.request.POST.get("why", "")[:200]
    return bridging_lists.discard(list_id=found.pk, why=why, hand=hand)


_ACTS: dict[str, tuple[str, Callable[[Visit, resident.BridgingList, resident.ByHand], Any]]] = {
    "approve": (APPROVE, _approve),
    "move": (POST, _move),
    "discard": (POST, _discard),
}
_NEXT = {"made": "approve", "approved": "move"}


def _list(visit: Visit, number: int) -> resident.BridgingList:
    found = resident.bridging_list(list_id=number)
    if found is None:
        raise Http404
    if not may_at(visit, action="books.look", place=found.place):
        raise PermissionDenied
    return found


def _page(
    visit: Visit, found: resident.BridgingList, *, problems: tuple[Problem, ...] = ()
) -> BridgingListPage:
    act = _NEXT.get(found.state, "")
    mine = bool(act) and may_at(visit, action=_ACTS[act][0], place=found.place)
    me = visit.account.username if visit.account else ""
    own = act == "approve" and me == found.made_by
    sent = visit.request.POST if problems else {}
    return BridgingListPage(
        number=found.pk,
        direction=direction_words(found.direction),
        state=found.state,
        rows=found.rows,
        fen=found.total_fen,
        lines=tuple(_line(one) for one in resident.lines_of_list(list_id=found.pk)),
        steps=_steps(found),
        act=act if mine and not own else "",
        waits_for="" if not act or (mine and not own) else waiting_words(_ACTS[act][0]),
        may_discard=found.state in _NEXT and may_at(visit, action=POST, place=found.place),
        file_url=reverse("finance:bridging_list_file", kwargs={"number": found.pk}),
        file_sha256=found.sha256,
        bank_ref=found.bank_ref or "",
        discarded_why=found.discarded_why,
        typed_ref=sent.get("bank_ref", "")[:64],
        why=sent.get("why", "")[:200],
        problems=problems,
    )


def _line(one: Any) -> BridgingLine:
    person = one.bridging.person
    return BridgingLine(
        line_no=one.line_no, case_number=one.bridging.case_number, name=mask_name(person.name),
        id_number=mask_id_number(person.id_number), back=one.back, fen=one.amount_fen, outcome=one.outcome,
    )  # fmt: skip


def _steps(found: resident.BridgingList) -> tuple[Step, ...]:
    """Who did what."""
    approved = found.approved_at
    return numbered(
        [
            (_("编制"), found.made_by, found.made_at.date(), True),
            (_("批准"), found.approved_by or "", approved.date() if approved else None, bool(approved)),
            (_("划款"), found.moved_by or "", found.moved_on, found.moved_on is not None),
        ],
        live=found.state != "discarded",
    )  # fmt: skip
