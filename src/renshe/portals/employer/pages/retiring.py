"""The employer's people who retire within a year: what is missing in their files, and questions to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_name
from renshe.domains.retirement_file import api as retirement_file
from renshe.kernel.periods import month_containing
from renshe.portals.employer.office import my_employer
from renshe.portals.employer.portal import DECLARE, EMPLOYER, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.layout.retirement_words import state_words
from renshe.portals.signin.trying import tried

TEMPLATE = "employer/pages/retiring.html"
ROWS, MOST_QUESTIONS = 30, 30


@dataclass(frozen=True, kw_only=True)
class RetiringLine:
    """One person, masked: the legal month, how far the file is, and what is missing."""

    name: str
    month: int
    state: str
    tone: str
    missing: str


@dataclass(frozen=True, kw_only=True)
class QuestionLine:
    """One question of the office; `typed` is what was written and refused."""

    number: int
    name: str
    asked: str
    due_on: date
    late: bool
    answer: str
    typed: str


@dataclass(frozen=True, kw_only=True)
class RetiringPage:
    """What `employer/pages/retiring.html` may use. `may_answer` is false for a delegate who only looks."""

    employer_name: str
    people: tuple[RetiringLine, ...]
    paging: Paging
    questions: tuple[QuestionLine, ...]
    may_answer: bool
    done: bool
    problems: tuple[Problem, ...]


@EMPLOYER.page(template=TEMPLATE, access=LOOK)
def retiring(visit: Visit) -> RetiringPage | HttpResponse:
    """Show them; a post answers one question."""
    if visit.request.method != "POST":
        return _page(visit)
    if visit.account is None or not DECLARE.allows(visit):
        raise PermissionDenied
    unit, post = my_employer(visit), visit.request.POST
    question = (
        retirement_file.questions_to(employer_id=unit.pk)
        .filter(pk=int(post.get("question", "0") or 0) if post.get("question", "").isdigit() else 0)
        .first()
    )
    if question is None:
        raise Http404
    by = retirement_file.By(name=visit.account.username, at=visit.now, today=visit.today)
    problems = tried(
        lambda: retirement_file.answer_question(
            question_id=question.pk, answer=post.get("answer", ""), by=by
        )
    )[1]
    if problems:
        page = _page(visit, problems=problems, at=question.pk)
        return EMPLOYER.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('employer:retiring')}?done=1")


def _page(visit: Visit, *, problems: tuple[Problem, ...] = (), at: int = 0) -> RetiringPage:
    unit = my_employer(visit)
    listed = retirement_file.listed_of_employer(
        employer_id=unit.pk, since=month_containing(visit.today)
    )
    paging = paging_from(visit.request.GET.get("page", ""), total=listed.count(), rows=ROWS)
    asked = retirement_file.questions_to(employer_id=unit.pk)[:MOST_QUESTIONS]
    typed = visit.request.POST.get("answer", "")
    return RetiringPage(
        employer_name=unit.name,
        people=tuple(_line(one) for one in listed[paging.offset : paging.last]),
        paging=paging,
        questions=tuple(
            QuestionLine(
                number=one.pk, name=mask_name(one.review.person.name), asked=one.asked,
                due_on=one.due_on, late=one.due_on < visit.today, answer=one.answer,
                typed=typed if one.pk == at else "",
            )
            for one in asked
        ),
        may_answer=DECLARE.allows(visit),
        done=bool(visit.request.GET.get("done")),
        problems=problems,
    )  # fmt: skip


def _line(one: Any) -> RetiringLine:
    state, tone = state_words(one.state)
    return RetiringLine(
        name=mask_name(one.person.name), month=one.retirement_month, state=state, tone=tone,
        missing=_missing(one),
    )  # fmt: skip


def _missing(one: Any) -> str:
    if one.state == retirement_file.NO_FILE:
        return _("请协助本人申请档案预审，并备好原始档案")
    if one.asked:
        return _("有问题等单位答复")
    if not one.has_papers:
        return _("档案材料还没有登记")
    if one.state == "recognised":
        return _("请提醒本人登录确认")
    return ""
