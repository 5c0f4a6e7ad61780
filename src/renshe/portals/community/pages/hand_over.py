"""Hand-overs: lists from employers and other communities to be accepted or returned; returned ones to be offered again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.portals.community.place import ACT, SEE, by, number, short_names, typed
from renshe.portals.community.portal import COMMUNITY, LOOK
from renshe.portals.community.words import message_state, why_words
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
class SentLine:
    """Somebody whom another district is to take: how far the message is, and by when it should have answered.

    `answer_by` is None where no message goes; `days_left` is below nothing where the answer is late.
    """

    offer: OfferLine
    state: str
    tone: str
    message_id: str
    answer_by: date | None
    days_left: int


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
    sent_on: tuple[SentLine, ...]
    taken: tuple[OfferLine, ...]
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
    if found is None or not may_at(visit, action=ACT, place=_holder(found)):
        raise Http404
    return found.pk


def _holder(found: retirees.CareHandOver) -> str:
    """Who settles it: the place that it is offered to; for one that another district sent back, the community so far."""
    sent_back = found.state == "returned" and found.from_community
    if sent_back and not retirees.is_ours(code=found.to_place):
        return str(found.from_community)
    return str(found.to_place)


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
    back = [
        *retirees.returned_to_us(place=place)[:RETURNED],
        *retirees.hand_overs(place=place, state="returned")[:RETURNED],
    ]
    sent = list(retirees.sent_on(place=place)[:RETURNED])
    since = visit.today - timedelta(days=retirees.ANSWER_DAYS)
    taken = list(retirees.taken_lately(place=place, since=since)[:RETURNED])
    names = short_names(
        code
        for one in (*shown, *back, *sent, *taken)
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
        sent_on=_sent_lines(visit, sent, names, may),
        taken=tuple(_line(one, names, False) for one in taken),
        places=place_suggestions() if may and asks else (),
        acted_on=number(post.get("number", "")) if problems else 0,
        typed=typed(visit, "act", "reason", "community", kept=bool(problems)), problems=problems,
        done="" if problems else (visit.request.GET.get("done", "") in ACTS and "done") or "",
    )  # fmt: skip


def _sent_lines(
    visit: Visit, sent: list[retirees.CareHandOver], names: dict[str, str], may: bool
) -> tuple[SentLine, ...]:
    """How far each is; whether a district is ours is asked once for each."""
    told = retirees.messages_of(hand_over_ids=[one.pk for one in sent])
    ours = {code: retirees.is_ours(code=code) for code in {one.to_place[:6] for one in sent}}
    lines = []
    for one in sent:
        here = ours[one.to_place[:6]]
        said = {each.kind: each for each in told.get(one.pk, ())}
        offer = said.get("offer")
        by_day = offer.made_on + timedelta(days=retirees.ANSWER_DAYS) if offer else None
        left = (by_day - visit.today).days if by_day else 0
        state, tone = message_state(
            here=here, offered=offer, received="receipt" in said, late=bool(by_day) and left < 0
        )
        lines.append(
            SentLine(
                offer=_line(one, names, may and not here), state=state, tone=tone,
                message_id=offer.message_id if offer else "", answer_by=by_day, days_left=left,
            )
        )  # fmt: skip
    return tuple(lines)


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
