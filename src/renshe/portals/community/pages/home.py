"""Today: what was promised and is owed, whom to visit and why, what waits to be accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import mask_name
from renshe.domains.registry.api import place_name
from renshe.domains.retirees import api as retirees
from renshe.flows.retiree_visits import plan_for
from renshe.portals.community.place import ACT, SEE, by, number, short_names
from renshe.portals.community.portal import COMMUNITY, LOOK
from renshe.portals.community.words import reason_words
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.signin.trying import tried

TEMPLATE = "community/pages/home.html"
ROWS, OWED = 20, 30


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """Somebody to be visited, and why."""

    url: str
    visit_url: str
    name: str
    age: int
    community: str
    reasons: tuple[str, ...]
    last_on: date | None


@dataclass(frozen=True, kw_only=True)
class OwedLine:
    """Something that was promised."""

    number: int
    url: str
    name: str
    what: str
    due_on: date
    late: bool


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What `community/pages/home.html` may use."""

    place: str
    cared: int
    offered: int
    returned: int
    plan: tuple[PlanLine, ...]
    paging: Paging
    owed: tuple[OwedLine, ...]
    owed_count: int
    may_act: bool
    problems: tuple[Problem, ...]
    kept_number: int
    typed: str
    done: bool


@COMMUNITY.page(template=TEMPLATE, access=LOOK)
def home(visit: Visit) -> HomePage | HttpResponse:
    """Show it; a post closes something that was promised."""
    if visit.request.method != "POST":
        return _page(visit)
    asked = number(visit.request.POST.get("follow_up", ""))
    try:
        found = retirees.follow_up(follow_up_id=asked)
    except retirees.VisitFollowUp.DoesNotExist:
        raise Http404 from None
    if not may_at(visit, action=ACT, place=found.visit.community):
        raise PermissionDenied
    typed = visit.request.POST.get("result", "")
    _kept, problems = tried(
        lambda: retirees.keep_follow_up(follow_up_id=asked, result=typed, by=by(visit))
    )
    if problems:
        page = _page(visit, problems=problems, kept=asked, typed=typed)
        return COMMUNITY.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('community:home')}?done=1")


def _page(
    visit: Visit, *, problems: tuple[Problem, ...] = (), kept: int = 0, typed: str = ""
) -> HomePage:
    place = own_place(visit, SEE)
    plan = plan_for(place=place, today=visit.today)
    paging = paging_from(visit.request.GET.get("page", ""), total=len(plan), rows=ROWS)
    shown = plan[paging.offset : paging.offset + ROWS]
    names = short_names(one.community for one in shown)
    owed = retirees.follow_ups_owed(place=place)
    return HomePage(
        place=place_name(code=place),
        cared=retirees.cared_for(place=place).count(),
        offered=retirees.hand_overs(place=place).count(),
        returned=retirees.hand_overs(place=place, state="returned").count(),
        plan=tuple(_line(one, names) for one in shown),
        paging=paging,
        owed=tuple(_owed(one, visit.today) for one in owed[:OWED]),
        owed_count=owed.count(),
        may_act=may_at(visit, action=ACT, place=place),
        problems=problems,
        kept_number=kept,
        typed=typed,
        done=visit.request.GET.get("done") == "1" and not problems,
    )


def _line(one: retirees.PlannedVisit, names: dict[str, str]) -> PlanLine:
    to = {"person_id": one.person_id}
    return PlanLine(
        url=reverse("community:person", kwargs=to), visit_url=reverse("community:visit", kwargs=to),
        name=mask_name(one.name), age=one.age, community=names[one.community],
        reasons=tuple(reason_words(code) for code in one.reasons), last_on=one.last_on,
    )  # fmt: skip


def _owed(one: retirees.VisitFollowUp, today: date) -> OwedLine:
    who = one.visit.person
    return OwedLine(
        number=one.pk, url=reverse("community:person", kwargs={"person_id": who.pk}), name=mask_name(who.name),
        what=one.what, due_on=one.due_on, late=one.due_on < today,
    )  # fmt: skip
