"""When may I retire: by month of birth and kind of post, from the law, with the way it is found."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.cases.api import Words
from renshe.kernel.periods import month_at, month_containing
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.layout.forms.fields import FormView
from renshe.portals.public.calculating import Questions, place_question, question, typed
from renshe.portals.public.portal import PUBLIC

TEMPLATE = "public/pages/retirement.html"
TARGETS = ("legal_retirement_month", "earliest_retirement_month", "latest_retirement_month")
FIRST_BIRTH = month_at(year=1930, month=1)


@dataclass(frozen=True, kw_only=True)
class MonthAnswer:
    """One month that was found, with the way to how."""

    month: int
    url: str


@dataclass(frozen=True, kw_only=True)
class RetirementPage:
    """What `public/pages/retirement.html` may use. `legal` and the two others are absent before anything was asked."""

    form: FormView
    problem: Problem | None
    legal: MonthAnswer | None
    earliest: MonthAnswer | None
    latest: MonthAnswer | None


def questions() -> Questions:
    """What is asked: where, when born, on what kind of post."""
    return Questions(
        fields=(
            place_question(),
            question("born", Words(zh="出生年月", en="Month of birth"), "month"),
            question(
                "category",
                Words(zh="性别和岗位", en="Sex and post"),
                "choice",
                choices={
                    "M60": Words(zh="男职工", en="A man"),
                    "F55": Words(
                        zh="女职工，管理或技术岗位（原55周岁退休）",
                        en="A woman on a management or technical post (formerly at 55)",
                    ),
                    "F50": Words(
                        zh="女职工，其他岗位（原50周岁退休）",
                        en="A woman on another post (formerly at 50)",
                    ),
                },
            ),
        )
    )


@PUBLIC.page(template=TEMPLATE, access=ANYBODY)
def retirement(visit: Visit) -> RetirementPage | HttpResponse:
    """Ask, and answer in the same page."""
    asked = typed(visit, questions())
    if asked.values is None:
        return RetirementPage(form=asked.form, problem=None, legal=None, earliest=None, latest=None)
    if not FIRST_BIRTH <= asked.values["born"] <= month_containing(visit.today):
        return RetirementPage(
            form=asked.form, problem=_not_a_birth(), legal=None, earliest=None, latest=None
        )
    found = {
        target: MonthAnswer(
            month=int(explained(visit, target, asked.values).value),
            url=f"{reverse('public:retirement_explained', kwargs={'target': target})}?{asked.query}",
        )
        for target in TARGETS
    }
    return RetirementPage(
        form=asked.form,
        problem=None,
        legal=found[TARGETS[0]],
        earliest=found[TARGETS[1]],
        latest=found[TARGETS[2]],
    )


@PUBLIC.page(template="layout/explanation.html", access=ANYBODY)
def retirement_explained(visit: Visit, *, target: str) -> ExplanationPage | HttpResponse:
    """How one of the months is found; an address without answers leads back to the questions."""
    if target not in TARGETS:
        raise Http404
    asked = typed(visit, questions())
    if asked.values is None:
        return HttpResponseRedirect(reverse("public:retirement"))
    return explanation_page(
        request=visit.request,
        explanation=explained(visit, target, asked.values),
        about=_("什么时候可以退休"),
        back_url=f"{reverse('public:retirement')}?{asked.query}",
        back_title=_("退休时间计算器"),
    )


def explained(visit: Visit, target: str, values: Any) -> Explanation:
    """Ask the law. Raises Refusal."""
    facts = {"birth_month": values["born"], "retirement_category": values["category"]}
    return library.explain(target, facts, place=values["place"], on=visit.today)


def _not_a_birth() -> Problem:
    return Problem(
        reason=_("出生年月不在可以计算的范围内"),
        subject="",
        clause="",
        next_step=_("请填1930年1月以后、今天以前的年月"),
    )
