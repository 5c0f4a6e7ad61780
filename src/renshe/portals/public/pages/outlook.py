"""What would my pension be: typed facts, every month in which one may retire, goal and gap. No account, nothing kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.annuity.api import TARGETS, Outlook, Standing
from renshe.kernel.periods import month_at, month_containing, parse_month, year_of
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.layout.formats import month_slug
from renshe.portals.layout.forms.fields import FormView
from renshe.portals.public.outlook_questions import SCENARIOS, Asked, public_questions, read_asked
from renshe.portals.public.outlooks import OutlookView, goal_of, outlook_view
from renshe.portals.public.portal import PUBLIC

TEMPLATE = "public/pages/outlook.html"
ACCOUNTS_SINCE = month_at(year=1998, month=7)
"""Months before need the record: deemed service and the years before accounts are no typed facts."""


@dataclass(frozen=True, kw_only=True)
class OutlookPage:
    """What `public/pages/outlook.html` may use. `outlook` is absent before anything was asked, or with a `problem`."""

    form: FormView
    assumed: FormView
    outlook: OutlookView | None
    problem: Problem | None


@PUBLIC.page(template=TEMPLATE, access=ANYBODY)
def outlook(visit: Visit) -> OutlookPage:
    """Ask, and answer in the same page."""
    asked = _asked(visit)
    if asked.values is None:
        return OutlookPage(form=asked.form, assumed=asked.assumed, outlook=None, problem=None)
    try:
        view = outlook_view(
            standing=typed_standing(asked.values, today=visit.today), asked=asked, page_at=reverse("public:outlook"),
            explain_at=lambda scenario, month, target: _explained_at(scenario, month, target, asked.query),
        )  # fmt: skip
    except Refusal as refusal:
        return OutlookPage(
            form=asked.form, assumed=asked.assumed, outlook=None, problem=problem_of(refusal)
        )
    except Implausible as fault:
        return OutlookPage(
            form=asked.form, assumed=asked.assumed, outlook=None, problem=fault.problem
        )
    return OutlookPage(form=asked.form, assumed=asked.assumed, outlook=view, problem=None)


@PUBLIC.page(template="layout/explanation.html", access=ANYBODY)
def outlook_explained(
    visit: Visit, *, scenario: str, slug: str, target: str
) -> ExplanationPage | HttpResponse:
    """How one amount of one bar is found; an address without answers leads back to the questions."""
    asked = _asked(visit)
    if target not in TARGETS or scenario not in SCENARIOS:
        raise Http404
    if asked.values is None:
        return HttpResponseRedirect(reverse("public:outlook"))
    try:
        standing = typed_standing(asked.values, today=visit.today)
        month = parse_month(slug)
    except (Implausible, ValueError):
        raise Http404 from None
    found = Outlook(standing, asked.assumptions[scenario], library.explain)
    window = found.window()
    if not window.earliest <= month <= window.latest:
        raise Http404
    return explanation_page(
        request=visit.request,
        explanation=found.explained(target, month=month, goal_fen=goal_of(asked.values) or 0),
        about=_("退休后能领多少（推算）"),
        back_url=f"{reverse('public:outlook')}?{asked.query}",
        back_title=_("养老收入计算器"),
    )


class Implausible(Exception):
    """What was typed cannot be together; `problem` says what, and how to mend it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def typed_standing(values: Any, *, today: date) -> Standing:
    """A stranger's typed facts as the law reads a career: the months just before now, at the index typed.

    Raises Implausible, and Refusal where a year has no published wage.
    """
    now = month_containing(today)
    first = now - int(values["months"]) + 1
    if not month_at(year=1940, month=1) <= values["born"] <= now - 16 * 12:
        raise Implausible(
            _problem(_("出生年月不在可以计算的范围内"), _("请填年满16周岁的出生年月"))
        )
    if values["months"] and first < max(ACCOUNTS_SINCE, values["born"] + 16 * 12):
        raise Implausible(
            _problem(
                _("已缴月数多于1998年7月或年满16周岁以来的月数"),
                _("核对月数；1998年7月以前参加工作的，登录后用自己的记录算"),
            )
        )
    return Standing(
        place=values["place"], today=today, account_fen=values["account"],
        insured_as=values["kind"], base_fen=values["base"], annuity_fen=values["annuity"],
        annuity_month_fen=values["annuity_month"], personal_fen=values["personal"],
        personal_year_fen=min(values["personal_year"], _personal_cap(today)),
        known={
            "birth_month": values["born"], "retirement_category": values["category"],
            "career": _career(today, values, first=first, now=now), "deemed_months": 0,
            "first_half_1998_base_sum": 0, "virtual_account_balance": 0, "deemed_account_balance": 0,
            "deemed_workplace": "none", "local_addition": 0,
        },
    )  # fmt: skip


def _personal_cap(today: date) -> int:
    return int(library.explain("personal_pension_cap", {}, place="CN", on=today).value)


def _career(today: date, values: Any, *, first: int, now: int) -> list[dict[str, int]]:
    """One entry a year at the index typed: the year's reference wage times index times months."""
    entries = []
    for year in range(year_of(first), year_of(now) + 1) if values["months"] else ():
        months = min(now, year * 12 + 11) - max(first, year * 12) + 1
        wage = library.explain(
            "reference_wage_of_year", {"index_year": year}, place=values["place"], on=today
        )
        base = int(wage.value * values["index"])
        entries.append(
            {"year": year, "months": months, "base_sum": base * months, "credit": 0, "credit_product": 0}
        )  # fmt: skip
    return entries


def _asked(visit: Visit) -> Asked:
    return read_asked(
        visit.request.GET, questions=public_questions(), defaults={}, today=visit.today, needs="place"
    )  # fmt: skip


def _explained_at(scenario: str, month: int, target: str, query: str) -> str:
    parts = {"scenario": scenario, "slug": month_slug(month), "target": target}
    return f"{reverse('public:outlook_explained', kwargs=parts)}?{query}"


def _problem(reason: str, next_step: str) -> Problem:
    return Problem(reason=reason, subject="", clause="", next_step=next_step)
