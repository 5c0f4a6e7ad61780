"""The two things an institution may ask or tell: one page each, with the person, the basis and the file number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.flows.institutions import ITEM_OF, ask
from renshe.kernel.codes.problem import Problem as Fault
from renshe.portals.institution.acting import hand_of, institution_of
from renshe.portals.institution.portal import CERTIFICATE, DEATH, INSTITUTION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.fields import FormView, form_view
from renshe.portals.layout.forms.steps import answers
from renshe.portals.layout.forms.wording import said
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried
from renshe.services.catalogue import Declared, declared

TEMPLATE = "institution/pages/ask.html"


@dataclass(frozen=True, kw_only=True)
class AskPage:
    """What `institution/pages/ask.html` may use; what was typed stays."""

    title: str
    summary: str
    institution: str
    name: str
    id_number: str
    form: FormView
    problems: tuple[Problem, ...]


@INSTITUTION.page(template=TEMPLATE, access=CERTIFICATE)
def certificate(visit: Visit) -> AskPage | HttpResponse:
    """Ask for a certificate of insurance about a named person."""
    return _asked(visit, CERTIFICATE.action)


@INSTITUTION.page(template=TEMPLATE, access=DEATH)
def death(visit: Visit) -> AskPage | HttpResponse:
    """Tell the office that a named person died."""
    return _asked(visit, DEATH.action)


def _asked(visit: Visit, purpose: str) -> AskPage | HttpResponse:
    """The empty page; a post hands the request in, or shows everything that is wrong with all that was typed."""
    told = declared(ITEM_OF[purpose])
    if visit.request.method != "POST":
        return _page(visit, told, {}, {}, ())
    require_proof(visit.request)
    given = typed(visit, told.item)
    _values, wrong = cases.read_form(told.item, given, today=visit.today)
    if wrong:
        return _again(visit, told, given, wrong, ())
    post = visit.request.POST
    case, problems = tried(
        lambda: ask(
            hand=hand_of(visit), purpose=purpose, name=post.get("person_name", ""),
            id_number=post.get("person_id_number", ""), form=given, channel="online",
            item=told.item, service=told.service,
        )
    )  # fmt: skip
    if case is None:
        return _again(visit, told, given, {}, problems)
    return HttpResponseRedirect(reverse("institution:request", kwargs={"number": case.number}))


def typed(visit: Visit, item: cases.Item) -> dict[str, Any]:
    """The answers as they were sent."""
    return answers(item, [field.key for field in item.fields], visit.request.POST, {})


def _again(
    visit: Visit,
    told: Declared,
    given: Mapping[str, Any],
    wrong: Mapping[str, Fault],
    problems: tuple[Problem, ...],
) -> HttpResponse:
    page = _page(visit, told, given, wrong, problems)
    return INSTITUTION.render(visit.request, template=TEMPLATE, context=page, status=400)


def _page(
    visit: Visit,
    told: Declared,
    given: Mapping[str, Any],
    wrong: Mapping[str, Fault],
    problems: tuple[Problem, ...],
) -> AskPage:
    post = visit.request.POST
    return AskPage(
        title=said(told.item.name),
        summary=said(told.item.summary),
        institution=institution_of(visit).name,
        name=post.get("person_name", ""),
        id_number=post.get("person_id_number", ""),
        form=form_view(told.item, given, wrong),
        problems=problems,
    )
