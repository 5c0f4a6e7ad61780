"""What one's own pension would be at every month in which one may retire: goal, gap, and what closes it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.annuity.api import TARGETS, Outlook, Standing
from renshe.domains.pension.api import in_force
from renshe.kernel.periods import parse_month
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.portals.citizen.future import Known, known_of, standing_of
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.explanation_page import TEMPLATE, ExplanationPage, explanation_page
from renshe.portals.layout.formats import month_slug
from renshe.portals.layout.forms.fields import FormView
from renshe.portals.public.outlook_questions import SCENARIOS, Asked, own_questions, read_asked
from renshe.portals.public.outlooks import OutlookView, goal_of, outlook_view


@dataclass(frozen=True, kw_only=True)
class MyOutlookPage:
    """What `citizen/pages/outlook.html` may use. `drawing` says that a pension is drawn already: then there is no outlook."""

    form: FormView
    assumed: FormView
    outlook: OutlookView | None
    problem: Problem | None
    drawing: bool


@CITIZEN.page(template="citizen/pages/outlook.html", access=PENSION)
def my_outlook(visit: Visit) -> MyOutlookPage:
    """Show the bars at once, from the records and two assumptions; everything can be changed."""
    person = myself(visit)
    known = known_of(person=person, today=visit.today)
    asked = own_asked(visit, known)
    drawing = in_force(person_id=person.pk) is not None
    view, problem = None, None
    if asked.values is not None and not drawing:
        try:
            view = outlook_view(
                standing=_standing(visit, known, asked), asked=asked, page_at=reverse("citizen:outlook"),
                explain_at=lambda scenario, month, target: _at(scenario, month, target, asked.query),
            )  # fmt: skip
        except Refusal as refusal:
            problem = problem_of(refusal)
    return MyOutlookPage(
        form=asked.form, assumed=asked.assumed, outlook=view, problem=problem, drawing=drawing
    )


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def outlook_explanation(visit: Visit, *, scenario: str, slug: str, target: str) -> ExplanationPage:
    """How one amount of one bar is found, from one's own records."""
    person = myself(visit)
    known = known_of(person=person, today=visit.today)
    asked = own_asked(visit, known)
    if target not in TARGETS or scenario not in SCENARIOS or asked.values is None:
        raise Http404
    outlook = Outlook(_standing(visit, known, asked), asked.assumptions[scenario], library.explain)
    try:
        month = parse_month(slug)
    except ValueError:
        raise Http404 from None
    window = outlook.window()
    if not window.earliest <= month <= window.latest:
        raise Http404
    return explanation_page(
        request=visit.request,
        explanation=outlook.explained(target, month=month, goal_fen=goal_of(asked.values) or 0),
        about=_("退休后能领多少（推算）"),
        back_url=f"{reverse('citizen:outlook')}?{asked.query}",
        back_title=_("养老收入测算"),
    )


def own_asked(visit: Visit, known: Known) -> Asked:
    """What was asked, or the first questions as the records answer them: today's base, last year's payment, no goal."""
    paid = known.personal.paid_fen if known.personal else 0
    return read_asked(
        visit.request.GET, questions=own_questions(), today=visit.today, needs="base",
        defaults={"goal": "none", "base": _typed(known.base_fen), "personal_year": _typed(paid), "step": "12"},
    )  # fmt: skip


def _standing(visit: Visit, known: Known, asked: Asked) -> Standing:
    assert asked.values is not None
    cap = int(library.explain("personal_pension_cap", {}, place="CN", on=visit.today).value)
    return standing_of(
        person=myself(visit), known=known, base_fen=asked.values["base"],
        personal_year_fen=min(cap, asked.values["personal_year"]), today=visit.today,
    )  # fmt: skip


def _at(scenario: str, month: int, target: str, query: str) -> str:
    parts = {"scenario": scenario, "slug": month_slug(month), "target": target}
    return f"{reverse('citizen:explain_outlook', kwargs=parts)}?{query}"


def _typed(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
