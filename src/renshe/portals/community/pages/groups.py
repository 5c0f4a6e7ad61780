"""Mutual-help groups of a place: begun, led, joined, their activities; by form on a telephone or from an Excel table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_name
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.foundation.sheets.cell_errors import CellError
from renshe.portals.community.cells import (
    ErrorLine,
    error_lines,
    refuse_unknown_community,
    uploaded,
)
from renshe.portals.community.place import ACT, SEE, by, short_names, typed
from renshe.portals.community.place import number as number_of
from renshe.portals.community.portal import COMMUNITY, LOOK
from renshe.portals.community.words import kind_words
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.places import place_code, place_suggestions
from renshe.portals.signin.trying import tried

LIST, ONE = "community/pages/groups.html", "community/pages/group.html"
MOST = 200


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    """One group."""

    url: str
    name: str
    kind: str
    community: str
    meets: str
    leader: str
    size: int


@dataclass(frozen=True, kw_only=True)
class GroupsPage:
    """What `community/pages/groups.html` may use; `asks_place` where the visitor's place has several communities."""

    lines: tuple[GroupLine, ...]
    kinds: tuple[tuple[str, str], ...]
    asks_place: bool
    places: tuple[str, ...]
    may_act: bool
    typed: dict[str, str]
    errors: tuple[ErrorLine, ...]
    problems: tuple[Problem, ...]
    done: bool


@dataclass(frozen=True, kw_only=True)
class MemberLine:
    """Somebody in the group, masked; `there` where the form that was refused had him ticked."""

    number: int
    name: str
    joined_on: date
    leads: bool
    there: bool


@dataclass(frozen=True, kw_only=True)
class ActivityLine:
    """What was done, and how many were there."""

    held_on: date
    what: str
    there: int


@dataclass(frozen=True, kw_only=True)
class GroupPage:
    """What `community/pages/group.html` may use."""

    name: str
    kind: str
    community: str
    meets: str
    started_on: date
    ended_on: date | None
    members: tuple[MemberLine, ...]
    activities: tuple[ActivityLine, ...]
    today: date
    may_act: bool
    typed: dict[str, str]
    errors: tuple[ErrorLine, ...]
    problems: tuple[Problem, ...]
    done: bool


@COMMUNITY.page(template=LIST, access=LOOK)
def groups(visit: Visit) -> GroupsPage | HttpResponse:
    """Show the groups; a post begins one, or enters the members of an Excel table."""
    place = own_place(visit, SEE)
    if visit.request.method != "POST":
        return _groups(visit, place)
    post = visit.request.POST
    community = place if len(place) == 12 else place_code(post.get("community", ""))
    known = len(community) == 12 and community.isdigit()
    if known and not may_at(visit, action=ACT, place=community):
        raise PermissionDenied
    if post.get("act") == "import":
        return _import_groups(visit, place, community if known else "")
    made, problems = tried(
        lambda: retirees.begin_group(
            community=community if known else "", name=post.get("name", ""), kind=post.get("kind", ""),
            meets=post.get("meets", ""), by=by(visit),
        )
    )  # fmt: skip
    if made is None:
        page = _groups(visit, place, problems=problems)
        return COMMUNITY.render(visit.request, template=LIST, context=page, status=409)
    return HttpResponseRedirect(reverse("community:group", kwargs={"number": made.pk}))


def _import_groups(visit: Visit, place: str, community: str) -> HttpResponse:
    if not may_at(visit, action=ACT, place=community or place):
        raise PermissionDenied
    told, problems = tried(
        lambda: (
            retirees.import_groups(community=community, content=uploaded(visit), by=by(visit))
            if community
            else refuse_unknown_community()
        )
    )
    if told is None or told.errors:
        page = _groups(visit, place, problems=problems, errors=told.errors if told else ())
        return COMMUNITY.render(visit.request, template=LIST, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('community:groups')}?done=1")


@COMMUNITY.page(template=LIST, access=LOOK)
def groups_template(visit: Visit) -> HttpResponse:
    """Hand out the empty table of groups and members."""
    return workbook(retirees.groups_template(), name=_("小组成员模板.xlsx"))


@COMMUNITY.page(template=ONE, access=LOOK)
def attendance_template(visit: Visit) -> HttpResponse:
    """Hand out the empty attendance table."""
    return workbook(retirees.attendance_template(), name=_("活动签到模板.xlsx"))


@COMMUNITY.page(template=ONE, access=LOOK)
def group(visit: Visit, *, number: int) -> GroupPage | HttpResponse:
    """Show a group; a post names its leader, records an activity or a table of them, takes somebody out, or ends it."""
    try:
        found = retirees.group(group_id=number)
    except retirees.MutualHelpGroup.DoesNotExist:
        raise Http404 from None
    if not may_at(visit, action=SEE, place=found.community):
        raise Http404
    if visit.request.method != "POST":
        return _group(visit, found)
    act = visit.request.POST.get("act", "")
    if act not in (*_ACTS, "import") or not may_at(visit, action=ACT, place=found.community):
        raise PermissionDenied
    if act == "import":
        return _import_attendance(visit, found)
    try:
        _done, problems = tried(lambda: _ACTS[act](visit, found))
    except retirees.GroupMember.DoesNotExist:
        raise Http404 from None
    if problems:
        page = _group(visit, found, problems=problems)
        return COMMUNITY.render(visit.request, template=ONE, context=page, status=409)
    return HttpResponseRedirect(f"{visit.request.path}?done=1")


def _import_attendance(visit: Visit, found: retirees.MutualHelpGroup) -> HttpResponse:
    told, problems = tried(
        lambda: retirees.import_attendance(group_id=found.pk, content=uploaded(visit), by=by(visit))
    )
    if told is None or told.errors:
        page = _group(visit, found, problems=problems, errors=told.errors if told else ())
        return COMMUNITY.render(visit.request, template=ONE, context=page, status=409)
    return HttpResponseRedirect(f"{visit.request.path}?done=1")


def _member(visit: Visit) -> int:
    return number_of(visit.request.POST.get("member", ""))


def _lead(visit: Visit, found: retirees.MutualHelpGroup) -> object:
    return retirees.lead_group(group_id=found.pk, member_id=_member(visit))


def _out(visit: Visit, found: retirees.MutualHelpGroup) -> object:
    member = retirees.GroupMember.objects.get(pk=_member(visit), group=found)
    retirees.leave_group(group_id=found.pk, person_id=member.person_id, by=by(visit))
    return True


def _activity(visit: Visit, found: retirees.MutualHelpGroup) -> object:
    post = visit.request.POST
    try:
        held_on = date.fromisoformat(post.get("held_on", ""))
    except ValueError:
        held_on = date.max
    there = [number_of(one) for one in post.getlist("there")]
    return retirees.record_activity(
        group_id=found.pk, held_on=held_on, what=post.get("what", ""), members=there, by=by(visit)
    )


def _end(visit: Visit, found: retirees.MutualHelpGroup) -> object:
    return retirees.end_group(group_id=found.pk, by=by(visit))


_ACTS: dict[str, Callable[[Visit, retirees.MutualHelpGroup], object]] = {
    "lead": _lead, "out": _out, "activity": _activity, "end": _end,
}  # fmt: skip


def _groups(
    visit: Visit, place: str, *, problems: tuple[Problem, ...] = (), errors: tuple[CellError, ...] = ()
) -> GroupsPage:  # fmt: skip
    rows = list(retirees.groups_at(place=place)[:MOST])
    names = short_names(one.community for one in rows)
    may, several = may_at(visit, action=ACT, place=place), len(place) < 12
    return GroupsPage(
        lines=tuple(_line(one, names) for one in rows),
        kinds=tuple((code, kind_words(code)) for code in retirees.MutualHelpGroup.Kind.values),
        asks_place=several, places=place_suggestions() if may and several else (), may_act=may,
        typed=typed(visit, "community", "name", "kind", "meets", kept=bool(problems or errors)),
        errors=error_lines(errors), problems=problems,
        done=visit.request.GET.get("done") == "1" and not (problems or errors),
    )  # fmt: skip


def _line(one: retirees.MutualHelpGroup, names: dict[str, str]) -> GroupLine:
    return GroupLine(
        url=reverse("community:group", kwargs={"number": one.pk}), name=one.name, kind=kind_words(one.kind),
        community=names[one.community], meets=one.meets,
        leader=mask_name(one.leader.name) if one.leader else "", size=getattr(one, "size", 0),
    )  # fmt: skip


def _group(
    visit: Visit, found: retirees.MutualHelpGroup, *, problems: tuple[Problem, ...] = (),
    errors: tuple[CellError, ...] = (),
) -> GroupPage:  # fmt: skip
    ticked = set(visit.request.POST.getlist("there")) if problems else set()
    return GroupPage(
        name=found.name, kind=kind_words(found.kind), community=registry.place_name(code=found.community),
        meets=found.meets, started_on=found.started_on, ended_on=found.ended_on,
        members=tuple(
            MemberLine(
                number=one.pk, name=mask_name(one.person.name), joined_on=one.joined_on,
                leads=one.person_id == found.leader_id, there=str(one.pk) in ticked,
            )
            for one in retirees.members_of(group_id=found.pk)
        ),
        activities=tuple(
            ActivityLine(held_on=one.held_on, what=one.what, there=getattr(one, "there", 0))
            for one in retirees.activities_of(group_id=found.pk)
        ),
        today=visit.today,
        may_act=found.ended_on is None and may_at(visit, action=ACT, place=found.community),
        typed=typed(visit, "held_on", "what", kept=bool(problems)), errors=error_lines(errors), problems=problems,
        done=visit.request.GET.get("done") == "1" and not problems,
    )  # fmt: skip
