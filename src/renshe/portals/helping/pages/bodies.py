"""As which body institutions of the place file lists: the office's reviewer confirms what an administrator set, or ends it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.premium_help import api as premium_help
from renshe.flows.premium_help_lists import body_confirmed, body_ended
from renshe.portals.helping.portal import HELP, LOOK, REVIEW
from renshe.portals.helping.words import body_state, origin_words
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried

TEMPLATE = "helping/pages/bodies.html"


@dataclass(frozen=True, kw_only=True)
class BodyLine:
    """One institution as one body, with the hands that set, confirmed and ended it."""

    number: int
    institution: str
    uscc: str
    body: str
    document: str
    state: str
    tone: str
    set_by: str
    set_at: dt.datetime
    confirmed_by: str
    confirmed_at: dt.datetime | None
    ended_by: str
    ended_at: dt.datetime | None
    ended_why: str
    may_confirm: bool
    may_end: bool


@dataclass(frozen=True, kw_only=True)
class BodiesPage:
    """What `helping/pages/bodies.html` may use; the reason that was typed stays beside its line."""

    lines: tuple[BodyLine, ...]
    waiting: int
    typed_for: int
    why: str
    problems: tuple[Problem, ...]


@HELP.page(template=TEMPLATE, access=LOOK)
def bodies(visit: Visit) -> BodiesPage | HttpResponse:
    """Show the bodies of institutions at the visitor's places; a post confirms or ends one."""
    if visit.request.method != "POST":
        return _page(visit)
    number = visit.request.POST.get("body", "")
    body_id = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
    found = next((one for one in _mine(visit) if one.pk == body_id), None)
    if found is None:
        raise Http404
    if not may_at(visit, action=REVIEW, place=found.institution.place):
        return HELP.render(visit.request, template=TEMPLATE, context=_page(visit), status=403)
    require_proof(visit.request)
    _done, problems = tried(lambda: _act(visit, body_id))
    if problems:
        page = _page(visit, problems=problems, typed_for=body_id)
        return HELP.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("helping:bodies"))


def _act(visit: Visit, body_id: int) -> premium_help.FilingBody:
    assert visit.account is not None
    recorded = premium_help.Recorded(by=visit.account.username, at=visit.now, today=visit.today)
    try:
        if visit.request.POST.get("act") == "confirm":
            return body_confirmed(body_id=body_id, recorded=recorded)
        return body_ended(body_id=body_id, why=visit.request.POST.get("why", ""), recorded=recorded)
    except ObjectDoesNotExist:
        raise Http404 from None


def _mine(visit: Visit) -> list[premium_help.FilingBody]:
    return [
        one
        for one in premium_help.bodies()
        if may_at(visit, action="pension.look", place=one.institution.place)
    ]


def _page(
    visit: Visit, *, problems: tuple[Problem, ...] = (), typed_for: int = 0
) -> BodiesPage:  # fmt: skip
    found = _mine(visit)
    return BodiesPage(
        lines=tuple(_line(visit, one) for one in found),
        waiting=sum(one.state == "set" for one in found),
        typed_for=typed_for,
        why=visit.request.POST.get("why", "") if typed_for else "",
        problems=problems,
    )


def _line(visit: Visit, one: premium_help.FilingBody) -> BodyLine:
    words, tone = body_state(one)
    reviews = may_at(visit, action=REVIEW, place=one.institution.place)
    me = visit.account.username if visit.account else ""
    return BodyLine(
        number=one.pk, institution=one.institution.name, uscc=one.institution.uscc, body=origin_words(one.origin),
        document=one.document, state=words, tone=tone, set_by=one.set_by, set_at=one.set_at,
        confirmed_by=one.confirmed_by or "", confirmed_at=one.confirmed_at, ended_by=one.ended_by or "", ended_at=one.ended_at,
        ended_why=one.ended_why, may_confirm=reviews and one.state == "set" and one.set_by != me,
        may_end=reviews and one.state != "ended",
    )  # fmt: skip
