"""Every programme that pays premiums here with its money, and the form in which the next one is proposed."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.premium_help import api as premium_help
from renshe.kernel.codes.problem import Refused
from renshe.portals.helping.acts import propose
from renshe.portals.helping.portal import HANDLE, HELP, LOOK
from renshe.portals.helping.words import (
    group_words,
    insurance_words,
    programme_state,
    recorded_by,
    source_words,
)
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.citing import cited_law
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.forms.typed import Asked
from renshe.portals.signin.trying import tried

NEW = "helping/pages/new.html"
TYPED = (
    "name", "insurance", "source", "payer_name", "fixed", "budget", "from_month", "to_month", "public_days", "instrument",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ProgrammeLine:
    """One programme with its figures (fen)."""

    url: str
    name: str
    insurance: str
    source: str
    payer: str
    from_month: int
    to_month: int
    state: str
    tone: str
    people: int
    months: int
    budget_fen: int
    paid_fen: int
    left_fen: int
    waits: int


@dataclass(frozen=True, kw_only=True)
class ProgrammesPage:
    """What `helping/pages/programmes.html` may use."""

    lines: tuple[ProgrammeLine, ...]
    people: int
    paid_fen: int
    may_propose: bool


@dataclass(frozen=True, kw_only=True)
class NewPage:
    """What `helping/pages/new.html` may use; what was typed stays."""

    insurances: tuple[tuple[str, str], ...]
    not_offered: tuple[tuple[str, str, Problem], ...]
    sources: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str, str, bool], ...]
    typed: dict[str, str]
    problems: tuple[Problem, ...]


@HELP.page(template="helping/pages/programmes.html", access=LOOK)
def programmes(visit: Visit) -> ProgrammesPage:
    """Show the programmes that help people of the visitor's place."""
    place = own_place(visit, "pension.look")
    found = premium_help.standings(premium_help.programmes(place=place))
    return ProgrammesPage(
        lines=tuple(_line(one) for one in found),
        people=sum(one.people for one in found),
        paid_fen=sum(one.paid_fen + one.back_fen for one in found),
        may_propose=may_at(visit, action=HANDLE, place=place),
    )


@HELP.page(template=NEW, access=LOOK)
def new(visit: Visit) -> NewPage | HttpResponse:
    """Propose a programme; somebody else opens it."""
    place = own_place(visit, "pension.look")
    if not may_at(visit, action=HANDLE, place=place):
        raise PermissionDenied
    if visit.request.method != "POST":
        return _form(visit, ())
    asked = Asked(act="propose", record=0, typed=visit.request.POST.dict())
    groups = tuple(visit.request.POST.getlist("groups"))
    made, problems = tried(
        lambda: propose(asked=asked, place=place, groups=groups, recorded=recorded_by(visit))
    )
    if made is None:
        page = _form(visit, problems)
        return HELP.render(visit.request, template=NEW, context=page, status=409)
    return HttpResponseRedirect(reverse("helping:programme", kwargs={"number": made.pk}))


def _form(visit: Visit, problems: tuple[Problem, ...]) -> NewPage:
    chosen = set(visit.request.POST.getlist("groups"))
    return NewPage(
        insurances=tuple((code, insurance_words(code)) for code in premium_help.INSURANCES),
        not_offered=tuple(
            (code, insurance_words(code), problem_of(Refused(why)))
            for code, (_words, why) in premium_help.NOT_OFFERED.items()
        ),
        sources=tuple((code, source_words(code)) for code in premium_help.SOURCES),
        groups=tuple(
            (code, group_words(code), cited_law(group.clause), code in chosen) for code, group in premium_help.GROUPS.items()
        ),
        typed={name: visit.request.POST.get(name, "") for name in TYPED},
        problems=problems,
    )  # fmt: skip


def _line(one: premium_help.Standing) -> ProgrammeLine:
    found = one.programme
    state, tone = programme_state(found.state)
    return ProgrammeLine(
        url=reverse("helping:programme", kwargs={"number": found.pk}), name=found.name,
        insurance=insurance_words(found.insurance), source=source_words(found.source), payer=found.payer_name,
        from_month=found.from_month, to_month=found.to_month, state=state, tone=tone, people=one.people, months=one.months,
        budget_fen=found.budget_fen, paid_fen=one.paid_fen + one.back_fen, left_fen=one.left_fen,
        waits=one.open_lists + one.open_findings,
    )  # fmt: skip
