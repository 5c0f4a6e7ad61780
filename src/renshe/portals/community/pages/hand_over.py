"""Hand-overs: lists from employers and other communities to be accepted or returned; returned ones to be offered again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.portals.community.place import ACT, SEE, by, number, short_names, typed
from renshe.portals.community.portal import COMMUNITY, LOOK
from renshe.portals.community.words import why_words
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.places import place_code, place_suggestions
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.signin.trying import tried

TEMPLATE = "community/pages/hand_over.html"
ROWS, RETURNED = 30, 50


@dataclass(frozen=True, kw_only=True)
class OfferLine:
    """Somebody who is offered. `asks_place` where the register knows no community."""

    number: int
    name: str
    id_number: str
    why: str
    origin: str
    to: str
    offered_on: date
    reason: str
    asks_place: bool
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class OfferList:
    """What came together."""

    number: str
    title: str
    may_act: bool
    lines: tuple[OfferLine, ...]


@dataclass(frozen=True, kw_only=True)
class HandOverPage:
    """What `community/pages/hand_over.html` may use."""

    lists: tuple[OfferList, ...]
    paging: Paging
    returned: tuple[OfferLine, ...]
    sent_on: tuple[OfferLine, ...]
    places: tuple[str, ...]
    acted_on: int
    typed: dict[str, str]
    problems: tuple[Problem, ...]
    done: str


@COMMUNITY.page(template=TEMPLATE, access=LOOK)
def hand_over(visit: Visit) -> HandOverPage | HttpResponse:
    """Show what waits; a post accepts, returns or offers again one of them, or accepts a whole list."""
    if visit.request.method != "POST":
        return _page(visit)
    act = visit.request.POST.get("act", "")
    if act not in ACTS:
        raise PermissionDenied
    _done, problems = tried(lambda: ACTS[act](visit))
    if problems:
        page = _page(visit, problems=problems)
        return COMMUNITY.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('community:hand_over')}?done={act}")


def _offer(visit: Visit) -> int:
    """The hand-over that the form names, at a place where the visitor may act. Raises Http404."""
    found = retirees.CareHandOver.objects.filter(
        pk=number(visit.request.POST.get("number", ""))
    ).first()
    if found is None or not may_at(visit, action=ACT, place=found.to_place):
        raise Http404
    return found.pk


def _sent(visit: Visit) -> int:
    """The hand-over from a community where the visitor may act, that another district is to take. Raises Http404."""
    found = retirees.CareHandOver.objects.filter(
        pk=number(visit.request.POST.get("number", ""))
    ).first()
    if found is None or not found.from_community:
        raise Http404
    if not may_at(visit, action=ACT, place=found.from_community):
        raise Http404
    return found.pk


def _taken(visit: Visit) -> object:
    return retirees.taken_elsewhere(
        hand_over_id=_sent(visit), reference=visit.request.POST.get("reason", ""), by=by(visit)
    )


def _community(visit: Visit) -> str:
    """The community that was typed; one of the visitor's own place, or nothing."""
    return place_code(visit.request.POST.get("community", ""))


def _accept(visit: Visit) -> object:
    return retirees.accept(hand_over_id=_offer(visit), community=_community(visit), by=by(visit))


@transaction.atomic
def _accept_list(visit: Visit) -> object:
    """Everybody of a list whose community is known, all or none."""
    listed = visit.request.POST.get("list", "")
    rows = retirees.hand_overs(place=own_place(visit, SEE)).filter(list_no=listed)
    for one in rows:
        if not may_at(visit, action=ACT, place=one.to_place):
            raise Http404
        retirees.accept(hand_over_id=one.pk, by=by(visit))
    return listed


def _give_back(visit: Visit) -> object:
    return retirees.give_back(
        hand_over_id=_offer(visit), reason=visit.request.POST.get("reason", ""), by=by(visit)
    )


def _again(visit: Visit) -> object:
    return retirees.offer_again(
        hand_over_id=_offer(visit), community=_community(visit), by=by(visit)
    )


ACTS: dict[str, Callable[[Visit], object]] = {
    "accept": _accept, "accept_list": _accept_list, "return": _give_back, "again": _again,
    "taken": _taken,
}  # fmt: skip


def _page(visit: Visit, *, problems: tuple[Problem, ...] = ()) -> HandOverPage:
    place, post = own_place(visit, SEE), visit.request.POST
    rows = retirees.hand_overs(place=place)
    paging = paging_from(visit.request.GET.get("page", ""), total=rows.count(), rows=ROWS)
    shown = list(rows[paging.offset : paging.offset + ROWS])
    back = list(retirees.hand_overs(place=place, state="returned")[:RETURNED])
    sent = list(retirees.sent_on(place=place)[:RETURNED])
    names = short_names(
        code
        for one in (*shown, *back, *sent)
        for code in (one.to_place, one.from_community)
        if code
    )
    may = may_at(visit, action=ACT, place=place)
    lists: dict[str, list[retirees.CareHandOver]] = {}
    for one in shown:
        lists.setdefault(one.list_no, []).append(one)
    asks = back or any(len(one.to_place) < 12 for one in shown)
    return HandOverPage(
        lists=tuple(
            OfferList(
                number=key, title=_title(group[0], names), lines=tuple(_line(one, names, may) for one in group),
                may_act=may and len(group) > 1 and len(group[0].to_place) == 12,
            )
            for key, group in lists.items()
        ),
        paging=paging, returned=tuple(_line(one, names, may) for one in back),
        sent_on=tuple(_line(one, names, may and not retirees.is_ours(code=one.to_place)) for one in sent),
        places=place_suggestions() if may and asks else (),
        acted_on=number(post.get("number", "")) if problems else 0,
        typed=typed(visit, "act", "reason", "community", kept=bool(problems)), problems=problems,
        done="" if problems else (visit.request.GET.get("done", "") in ACTS and "done") or "",
    )  # fmt: skip


def _title(one: retirees.CareHandOver, names: dict[str, str]) -> str:
    origin = _origin(one, names)
    return " → ".join(part for part in (origin, names[one.to_place]) if part)


def _origin(one: retirees.CareHandOver, names: dict[str, str]) -> str:
    if one.from_employer is not None:
        return str(one.from_employer.name)
    return names.get(one.from_community, "")


def _line(one: retirees.CareHandOver, names: dict[str, str], may: bool) -> OfferLine:
    who: registry.Person = one.person
    return OfferLine(
        number=one.pk, name=mask_name(who.name), id_number=mask_id_number(who.id_number), why=why_words(one.why),
        origin=_origin(one, names), to=names[one.to_place], offered_on=one.offered_on, reason=one.reason,
        asks_place=len(one.to_place) < 12, may_act=may,
    )  # fmt: skip
