"""My community: who looks after me and how to reach them, visits, groups, what to do after a move; and what I agreed to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import mask_name
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.community.words import kind_words, outcome_words, way_words
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried

TEMPLATE, PARTY = "citizen/pages/community.html", "citizen/pages/party.html"
VISITS = 12


@dataclass(frozen=True, kw_only=True)
class Station:
    """Where to go and whom to call."""

    worker: str
    phone: str
    address: str
    hours: str


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    """A group of my community; `joined` where I am in it."""

    number: int
    name: str
    kind: str
    meets: str
    leader: str
    joined: bool


@dataclass(frozen=True, kw_only=True)
class MyVisit:
    """A visit to me."""

    visited_on: date
    outcome: str
    certified: bool
    promises: tuple[tuple[str, date, bool], ...]


@dataclass(frozen=True, kw_only=True)
class CommunityPage:
    """What `citizen/pages/community.html` may use; `community` is empty for whoever none looks after."""

    is_retiree: bool
    community: str
    from_on: date | None
    station: Station | None
    waits: str
    remote: str
    visits: tuple[MyVisit, ...]
    groups: tuple[GroupLine, ...]
    change_url: str
    remote_url: str
    problems: tuple[Problem, ...]
    done: str


@dataclass(frozen=True, kw_only=True)
class MyPartyPage:
    """What `citizen/pages/party.html` may use: what I agreed to, for as long as I agree."""

    shown: bool
    mark: retirees.Mark | None
    typed: str
    problems: tuple[Problem, ...]


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def my_community(visit: Visit) -> CommunityPage | HttpResponse:
    """Show it; a post joins or leaves a group."""
    person = myself(visit)
    if visit.request.method != "POST":
        return _page(visit, person)
    act, asked = visit.request.POST.get("act", ""), visit.request.POST.get("group", "")
    if act not in _ACTS or not (asked.isascii() and asked.isdigit() and len(asked) < 15):
        raise PermissionDenied
    open_here = {one.number for one in _groups(person.pk)}
    if int(asked) not in open_here:
        raise PermissionDenied
    _done, problems = tried(lambda: _ACTS[act](visit, person.pk, int(asked)))
    if problems:
        page = _page(visit, person, problems=problems)
        return CITIZEN.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('citizen:community')}?done={act}")


@CITIZEN.page(template=PARTY, access=PENSION)
def my_party(visit: Visit) -> MyPartyPage | HttpResponse:
    """Only for myself, never for whoever acts for me: what I agreed to; a post shows, agrees, or withdraws."""
    if visit.acting is not None:
        raise PermissionDenied
    person = myself(visit)
    if visit.request.method != "POST":
        return MyPartyPage(shown=False, mark=None, typed="", problems=())
    require_proof(visit.request)
    act, typed, problems = (
        visit.request.POST.get("act", ""),
        visit.request.POST.get("branch", ""),
        (),
    )
    if act == "agree":
        _kept, problems = tried(
            lambda: retirees.keep_mark(
                person_id=person.pk, branch=typed, consent=retirees.ONLINE, by=_by(visit)
            )
        )
    elif act == "withdraw":
        retirees.erase_mark(person_id=person.pk)
    elif act != "show":
        raise PermissionDenied
    mark = retirees.own_mark(person_id=person.pk, on=visit.today)
    page = MyPartyPage(shown=True, mark=mark, typed=typed if problems else "", problems=problems)
    if problems:
        return CITIZEN.render(visit.request, template=PARTY, context=page, status=409)
    return page


def _by(visit: Visit) -> retirees.By:
    assert visit.account is not None
    return retirees.By(name=visit.account.username, at=visit.now, today=visit.today)


def _join(visit: Visit, person_id: int, group_id: int) -> object:
    return retirees.join_group(group_id=group_id, person_id=person_id, by=_by(visit))


def _leave(visit: Visit, person_id: int, group_id: int) -> object:
    retirees.leave_group(group_id=group_id, person_id=person_id, by=_by(visit))
    return True


_ACTS: dict[str, Callable[[Visit, int, int], object]] = {"join": _join, "leave": _leave}


def _page(
    visit: Visit, person: registry.Person, *, problems: tuple[Problem, ...] = ()
) -> CommunityPage:
    care, offer = retirees.care_now(person_id=person.pk), retirees.waiting(person_id=person.pk)
    remote = retirees.remote_now(person_id=person.pk)
    done = visit.request.GET.get("done", "")
    return CommunityPage(
        is_retiree=retirees.is_retiree(person_id=person.pk),
        community=registry.place_name(code=care.community) if care else "", from_on=care.from_on if care else None,
        station=_station(care.community) if care else None,
        waits=registry.place_name(code=offer.to_place) if offer else "", remote=_remote(remote) if remote else "",
        visits=tuple(_visit(one) for one in retirees.visits_to(person_id=person.pk)[:VISITS]),
        groups=_groups(person.pk), change_url=_guide("change_address"), remote_url=_guide("remote_residence"),
        problems=problems, done=done if done in _ACTS and not problems else "",
    )  # fmt: skip


def _station(community: str) -> Station | None:
    found = retirees.station(community=community)
    if found is None:
        return None
    return Station(worker=found.worker, phone=found.phone, address=found.address, hours=found.hours)


def _remote(one: retirees.RemoteResidence) -> str:
    where = one.where if one.abroad else registry.place_name(code=one.where)
    return f"{where} · {way_words(one.way)}"


def _visit(one: retirees.HomeVisit) -> MyVisit:
    return MyVisit(
        visited_on=one.visited_on, outcome=outcome_words(one.outcome), certified=bool(one.checked),
        promises=tuple((it.what, it.due_on, it.kept_on is not None) for it in one.follow_ups.all()),
    )  # fmt: skip


def _groups(person_id: int) -> tuple[GroupLine, ...]:
    """The groups of my community, and those I am in elsewhere."""
    care = retirees.care_now(person_id=person_id)
    mine = {one.group_id: one.group for one in retirees.groups_of(person_id=person_id)}
    here = retirees.groups_at(place=care.community)[:50] if care else ()
    every = {one.pk: one for one in (*here, *mine.values())}
    return tuple(
        GroupLine(
            number=one.pk, name=one.name, kind=kind_words(one.kind), meets=one.meets,
            leader=mask_name(one.leader.name) if one.leader else "", joined=one.pk in mine,
        )
        for one in every.values()
    )  # fmt: skip


def _guide(name: str) -> str:
    return reverse("public:guide", kwargs={"code": f"retirees.{name}"})
