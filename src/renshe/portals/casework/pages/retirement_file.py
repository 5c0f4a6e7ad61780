"""One personal file: papers, findings, questions, publicity with objections; proposed by one, recognised by another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import timeline_of
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import find_employers
from renshe.domains.retirement_file import api as retirement_file
from renshe.kernel.codes.problem import Refused
from renshe.kernel.money import MoneyError, yuan_to_fen
from renshe.kernel.periods import MonthError, parse_month
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.uploads import read_upload
from renshe.portals.layout.proof import require_proof
from renshe.portals.layout.retirement_words import (
    FindingLine,
    PaperLine,
    fact_words,
    finding_kind,
    finding_line,
    paper_kind,
    paper_line,
    state_words,
    work_words,
)
from renshe.portals.layout.unmasking import ShownPerson, shown_person
from renshe.portals.signin.trying import day_typed, tried

TEMPLATE = "casework/pages/retirement_file.html"
READ, RECOGNISE = "pension.award", "pension.approve"
"""Reading and proposing are the handler's, recognising is the approver's."""
TYPED = (
    "kind", "dated_on", "proves", "found", "paper", "by_file", "from_month", "to_month", "work_type",
    "employer_name", "fact", "value", "reason", "employer", "asked", "answer", "words",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class QuestionLine:
    """A question to an employer."""

    number: int
    employer: str
    asked: str
    due_on: date
    answer: str


@dataclass(frozen=True, kw_only=True)
class ObjectionLine:
    """An objection; who raised it is shown to the handler alone."""

    number: int
    who: str
    words: str
    answer: str
    upheld: bool | None


@dataclass(frozen=True, kw_only=True)
class PublicityLine:
    """The latest publicity."""

    starts_on: date
    ends_on: date
    over: bool
    objections: tuple[ObjectionLine, ...]


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step of the review."""

    at: dt.datetime
    words: str
    actor: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FilePage:
    """What `casework/pages/retirement_file.html` may use."""

    number: int
    person: ShownPerson
    state: str
    tone: str
    code: str
    birth_on: date
    papers: tuple[PaperLine, ...]
    findings: tuple[FindingLine, ...]
    gaps: tuple[tuple[int, int], ...]
    questions: tuple[QuestionLine, ...]
    publicity: PublicityLine | None
    wants_publicity: bool
    steps: tuple[StepLine, ...]
    word_reason: str
    proposed_by: str
    may_read: bool
    may_recognise: bool
    may_sign: bool
    kinds: tuple[tuple[str, str], ...]
    finding_kinds: tuple[tuple[str, str], ...]
    works: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    problems: tuple[Problem, ...]


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def retirement_file_page(visit: Visit, *, number: int) -> FilePage | HttpResponse:
    """Show it; a post shows the person in full, or takes one step."""
    try:
        review = retirement_file.review(review_id=number)
    except retirement_file.FileReview.DoesNotExist:
        raise Http404 from None
    if visit.account is None or not may_at(visit, action="pension.look", place=review.place):
        raise PermissionDenied
    act = visit.request.POST.get("act", "") if visit.request.method == "POST" else ""
    if not act:
        return _page(visit, review)
    if act not in ACTS:
        raise Http404
    action, do = ACTS[act]
    if not may_at(visit, action=action, place=review.place):
        raise PermissionDenied
    if act in ("recognise", "sign"):
        require_proof(visit.request)
    problems = _attempt(visit, review, do)
    if problems:
        page = _page(visit, retirement_file.review(review_id=number), problems=problems)
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("casework:retirement_file", kwargs={"number": number}))


Act = Callable[[dict[str, str], retirement_file.FileReview, retirement_file.By], Any]


def _attempt(visit: Visit, review: retirement_file.FileReview, do: Act) -> tuple[Problem, ...]:
    assert visit.account is not None
    by = retirement_file.By(name=visit.account.username, at=visit.now, today=visit.today)
    post: dict[str, Any] = {name: str(value) for name, value in visit.request.POST.items()}
    if post["act"] == "paper":
        sent = read_upload(visit.request.FILES.get("file"))
        if isinstance(sent, Problem):
            return (sent,)
        post["file"] = {"name": sent.name, "media_type": sent.media_type, "content": sent.content}
    return tried(lambda: do(post, review, by))[1]


def _list_paper(post: dict[str, Any], review: Any, by: Any) -> Any:
    return retirement_file.list_paper(
        review_id=review.pk, kind=post.get("kind", ""), dated_on=_day(post, "dated_on") or date.max,
        proves=post.get("proves", ""), file=post["file"], by=by,
    )  # fmt: skip


def _find(post: dict[str, str], review: Any, by: Any) -> Any:
    fact = post.get("fact", "") if post.get("found") == "fact" else ""
    shown = retirement_file.Shown(
        kind=post.get("found", ""), reason=post.get("reason", ""), paper_id=_number(post, "paper"),
        by_file=_day(post, "by_file"), from_month=_month(post, "from_month"),
        to_month=_month(post, "to_month"), fact=fact,
        work_type=post.get("work_type", "") if post.get("found") == "special_work" else "",
        employer_name=post.get("employer_name", ""), value=_value(post, fact) if fact else None,
    )  # fmt: skip
    return retirement_file.record_finding(review_id=review.pk, shown=shown, by=by)


def _withdraw(post: dict[str, str], review: Any, by: Any) -> Any:
    number = _number(post, "finding")
    if not retirement_file.standing(review).filter(pk=number).exists():
        raise Http404
    return retirement_file.withdraw_finding(finding_id=number or 0, by=by)


def _ask(post: dict[str, str], review: Any, by: Any) -> Any:
    found = find_employers(text=post.get("employer", "").strip(), limit=2)
    if len(found) != 1:
        raise Refused(retirement_file.EMPLOYER_UNCLEAR)
    return retirement_file.ask_employer(
        review_id=review.pk, employer_id=found[0].pk, asked=post.get("asked", ""), by=by
    )


def _answer(post: dict[str, str], review: Any, by: Any) -> Any:
    number = _number(post, "objection")
    shown = retirement_file.publicity_of(review)
    if shown is None or not shown.objections.filter(pk=number).exists():
        raise Http404
    return retirement_file.answer_objection(
        objection_id=number or 0, upheld=post.get("upheld") == "yes", answer=post.get("answer", ""),
        by=by,
    )  # fmt: skip


def _take_back_question(post: dict[str, str], review: Any, by: Any) -> Any:
    number = _number(post, "question")
    if not review.questions.filter(pk=number).exists():
        raise Http404
    return retirement_file.answer_question(
        question_id=number or 0, answer=post.get("answer", ""), by=by
    )


ACTS: dict[str, tuple[str, Act]] = {
    "paper": (READ, _list_paper),
    "find": (READ, _find),
    "withdraw": (READ, _withdraw),
    "ask": (READ, _ask),
    "unask": (READ, _take_back_question),
    "publicise": (READ, lambda post, one, by: retirement_file.open_publicity(review_id=one.pk, by=by)),
    "answer": (READ, _answer),
    "propose": (READ, lambda post, one, by: retirement_file.propose(review_id=one.pk, by=by)),
    "send_back": (
        RECOGNISE,
        lambda post, one, by: retirement_file.send_back(
            review_id=one.pk, reason=post.get("words", ""), by=by
        ),
    ),
    "recognise": (RECOGNISE, lambda post, one, by: retirement_file.recognise(review_id=one.pk, by=by)),
    "sign": (
        READ,
        lambda post, one, by: retirement_file.confirm(review_id=one.pk, by=by, in_person=True),
    ),
}  # fmt: skip


def _day(post: dict[str, str], name: str) -> date | None:
    return day_typed(post.get(name, ""))


def _month(post: dict[str, str], name: str) -> int | None:
    try:
        return parse_month(post.get(name, ""))
    except MonthError:
        return None


def _number(post: dict[str, str], name: str) -> int | None:
    text = post.get(name, "")
    return int(text) if text.isdigit() and len(text) < 18 else None


def _value(post: dict[str, str], fact: str) -> Any:
    text = post.get("value", "").strip()
    if fact == "deemed_workplace":
        return text
    try:
        return int(yuan_to_fen(text))
    except MoneyError:
        return None


def _page(
    visit: Visit, review: retirement_file.FileReview, *, problems: tuple[Problem, ...] = ()
) -> FilePage:
    state, tone = state_words(review.state)
    me = visit.account.username if visit.account else ""
    may_read = may_at(visit, action=READ, place=review.place)
    shown = retirement_file.publicity_of(review)
    findings = retirement_file.standing(review).select_related("paper")
    periods = retirement_file.periods_shown(review)
    return FilePage(
        number=review.pk, person=_shown(visit, review, asked=not problems), state=state, tone=tone,
        code=review.state, birth_on=review.person.birth_on,
        papers=tuple(
            paper_line(one) for one in review.papers.select_related("file").order_by("dated_on", "pk")
        ),
        findings=tuple(finding_line(one) for one in findings.order_by("kind", "from_month", "pk")),
        gaps=tuple((one.first, one.last) for one in timeline_of(person_id=review.person_id).gaps),
        questions=tuple(
            QuestionLine(
                number=one.pk, employer=one.employer.name, asked=one.asked, due_on=one.due_on,
                answer=one.answer,
            )
            for one in review.questions.select_related("employer").order_by("pk")
        ),
        publicity=_publicity(shown, today=visit.today, full=may_read) if shown else None,
        wants_publicity=bool(periods) and (shown is None or shown.shown["periods"] != periods),
        steps=tuple(
            StepLine(at=one.at, words=_verb(one.verb), actor=one.actor, reason=one.reason)
            for one in review.events.order_by("pk")
        ),
        word_reason=review.word_reason, proposed_by=review.proposed_by or "", may_read=may_read,
        may_recognise=review.state == "proposed" and review.proposed_by != me
        and may_at(visit, action=RECOGNISE, place=review.place),
        may_sign=review.state == "recognised" and may_read,
        kinds=tuple((code, paper_kind(code)) for code in retirement_file.FilePaper.KINDS),
        finding_kinds=tuple((code, finding_kind(code)) for code in retirement_file.FileFinding.KINDS),
        works=tuple((code, work_words(code)) for code in retirement_file.work_types()),
        facts=tuple((code, fact_words(code)) for code in retirement_file.FACTS),
        typed={name: visit.request.POST.get(name, "") if problems else "" for name in TYPED},
        problems=problems,
    )  # fmt: skip


def _shown(visit: Visit, review: retirement_file.FileReview, *, asked: bool) -> ShownPerson:
    if asked or visit.request.method != "POST":
        return shown_person(visit, person=review.person)
    may = may_at(visit, action="person.unmask", place=review.person.residence_place)
    return ShownPerson(
        name=mask_name(review.person.name),
        id_number=mask_id_number(review.person.id_number),
        unmasked=False, may_unmask=may,
        purpose_missing=False,
    )  # fmt: skip


def _publicity(shown: retirement_file.Publicity, *, today: date, full: bool) -> PublicityLine:
    return PublicityLine(
        starts_on=shown.starts_on, ends_on=shown.ends_on, over=today > shown.ends_on,
        objections=tuple(
            ObjectionLine(
                number=one.pk, words=one.words, answer=one.answer, upheld=one.upheld,
                who=f"{one.name} {one.phone}" if full else mask_name(one.name),
            )
            for one in shown.objections.order_by("pk")
        ),
    )  # fmt: skip


def _verb(code: str) -> str:
    return {
        "open": _("开始预审"),
        "publicise": _("公示"),
        "propose": _("提出认定意见"),
        "send_back": _("退回"),
        "recognise": _("认定"),
        "confirm": _("本人确认"),
        "object": _("本人异议"),
        "reopen": _("重新预审"),
    }[code]
