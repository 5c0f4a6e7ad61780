"""Publicity of special work: what is shown to everybody now, one of them, and an objection to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.registry.api import place_name
from renshe.domains.retirement_file import api as retirement_file
from renshe.kernel.working_days import working_days_between
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.retirement_words import chinese
from renshe.portals.public.portal import PUBLIC
from renshe.portals.signin.trying import tried

TEMPLATE = "public/pages/publicity_item.html"
TYPED = ("name", "phone", "words")


@dataclass(frozen=True, kw_only=True)
class PeriodLine:
    """One period of special work as everybody reads it."""

    employer: str
    work: str
    kind: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class PublicityLine:
    """One publicity: masked name, its periods, its days; `days_left` counts working days."""

    number: int
    name: str
    place: str
    starts_on: date
    ends_on: date
    over: bool
    days_left: int
    periods: tuple[PeriodLine, ...]
    url: str


@dataclass(frozen=True, kw_only=True)
class PublicityPage:
    """What `public/pages/publicity.html` may use."""

    running: tuple[PublicityLine, ...]
    ended: tuple[PublicityLine, ...]
    days: int


@dataclass(frozen=True, kw_only=True)
class PublicityItemPage:
    """What `public/pages/publicity_item.html` may use."""

    one: PublicityLine
    done: bool
    typed: dict[str, str]
    problems: tuple[Problem, ...]


@PUBLIC.page(template="public/pages/publicity.html", access=ANYBODY)
def publicity(visit: Visit) -> PublicityPage:
    """What is public today, and what was lately."""
    running = retirement_file.running_publicities(on=visit.today).select_related("review")[:100]
    return PublicityPage(
        running=tuple(_line(one, today=visit.today) for one in running),
        ended=tuple(
            _line(one, today=visit.today)
            for one in retirement_file.ended_publicities(on=visit.today)
        ),
        days=retirement_file.PUBLICITY_DAYS,
    )


@PUBLIC.page(template=TEMPLATE, access=ANYBODY)
def publicity_item(visit: Visit, *, number: int) -> PublicityItemPage | HttpResponse:
    """One publicity; a post objects to it. Raises Http404 for one that has not begun."""
    found = retirement_file.Publicity.objects.select_related("review").filter(pk=number).first()
    if found is None or found.starts_on > visit.today:
        raise Http404
    post, problems = visit.request.POST, ()
    if visit.request.method == "POST":
        by = retirement_file.By(name="public", at=visit.now, today=visit.today)
        problems = tried(
            lambda: retirement_file.object_to(
                publicity_id=found.pk, name=post.get("name", ""), phone=post.get("phone", ""),
                words=post.get("words", ""), by=by,
            )
        )[1]  # fmt: skip
        if not problems:
            address = reverse("public:publicity_item", kwargs={"number": number})
            return HttpResponseRedirect(f"{address}?done=1")
    page = PublicityItemPage(
        one=_line(found, today=visit.today),
        done=bool(visit.request.GET.get("done")),
        typed={name: post.get(name, "") for name in TYPED},
        problems=problems,
    )
    if problems:
        return PUBLIC.render(visit.request, template=TEMPLATE, context=page, status=409)
    return page


def _line(one: retirement_file.Publicity, *, today: date) -> PublicityLine:
    shown: dict[str, Any] = one.shown
    place = one.review.place[:6]
    return PublicityLine(
        number=one.pk, name=shown["name"], place=place_name(code=place) or place,
        starts_on=one.starts_on, ends_on=one.ends_on, over=today > one.ends_on,
        days_left=max(0, working_days_between(today, one.ends_on)) if today <= one.ends_on else 0,
        periods=tuple(_period(row) for row in shown["periods"]),
        url=reverse("public:publicity_item", kwargs={"number": one.pk}),
    )  # fmt: skip


def _period(row: dict[str, Any]) -> PeriodLine:
    language = "zh" if chinese() else "en"
    return PeriodLine(
        employer=row["employer"], work=row[language], kind=row[f"kind_{language}"],
        first=row["from"], last=row["to"],
    )  # fmt: skip
