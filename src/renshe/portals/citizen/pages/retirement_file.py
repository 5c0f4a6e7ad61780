"""My file before retirement: what was read, what was recognised, what is open; and my word on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.registry.api import Person
from renshe.domains.retirement_file import api as retirement_file
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.proof import require_proof
from renshe.portals.layout.retirement_words import (
    FindingLine,
    PaperLine,
    finding_line,
    paper_line,
    state_words,
)
from renshe.portals.signin.trying import tried

TEMPLATE = "citizen/pages/retirement_file.html"
ITEM = "pension.review_file"


@dataclass(frozen=True, kw_only=True)
class PublicityLine:
    """My special work in public: until when, and how many objected."""

    ends_on: date
    over: bool
    objections: int
    url: str


@dataclass(frozen=True, kw_only=True)
class FilePage:
    """What `citizen/pages/retirement_file.html` may use. `state` is empty where no file has been read."""

    state: str
    tone: str
    code: str
    papers: tuple[PaperLine, ...]
    findings: tuple[FindingLine, ...]
    questions: int
    publicity: PublicityLine | None
    my_reason: str
    may_answer: bool
    done: str
    apply_url: str
    typed: str
    problems: tuple[Problem, ...]


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def retirement_file_now(visit: Visit) -> FilePage | HttpResponse:
    """Show it; a post confirms what was recognised, or objects with a reason."""
    person = myself(visit)
    if visit.request.method != "POST":
        return _page(visit, person)
    if visit.acting is not None or visit.account is None:
        raise PermissionDenied
    review = retirement_file.review_of(person_id=person.pk)
    act = visit.request.POST.get("act", "")
    if review is None or act not in ("confirm", "object"):
        raise Http404
    require_proof(visit.request)
    by = retirement_file.By(name=visit.account.username, at=visit.now, today=visit.today)
    reason = visit.request.POST.get("reason", "")
    if act == "confirm":
        problems = tried(
            lambda: retirement_file.confirm(review_id=review.pk, by=by, in_person=False)
        )[1]
    else:
        problems = tried(
            lambda: retirement_file.object_to_recognition(review_id=review.pk, reason=reason, by=by)
        )[1]
    if problems:
        page = _page(visit, person, problems=problems)
        return CITIZEN.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('citizen:retirement_file')}?done={act}")


def _page(visit: Visit, person: Person, *, problems: tuple[Problem, ...] = ()) -> FilePage:
    review = retirement_file.review_of(person_id=person.pk)
    state, tone = state_words(review.state if review else "")
    papers = review.papers.select_related("file").order_by("dated_on", "pk") if review else ()
    findings = (
        retirement_file.standing(review).order_by("kind", "from_month", "pk") if review else ()
    )
    return FilePage(
        state=state,
        tone=tone,
        code=review.state if review else "",
        papers=tuple(paper_line(one) for one in papers),
        findings=tuple(finding_line(one) for one in findings),
        questions=review.questions.filter(answered_at__isnull=True).count() if review else 0,
        publicity=_publicity(review, today=visit.today) if review else None,
        my_reason=review.word_reason if review else "",
        may_answer=review is not None and review.state == "recognised" and visit.acting is None,
        done={
            "confirm": _("已确认。认定结果现在用于计算您的养老金。"),
            "object": _("异议已记录，档案重新审核。"),
        }.get(visit.request.GET.get("done", ""), ""),
        apply_url=reverse("applying:start", kwargs={"code": ITEM}),
        typed=visit.request.POST.get("reason", "") if problems else "",
        problems=problems,
    )


def _publicity(review: retirement_file.FileReview, *, today: date) -> PublicityLine | None:
    shown = retirement_file.publicity_of(review)
    if shown is None:
        return None
    return PublicityLine(
        ends_on=shown.ends_on,
        over=today > shown.ends_on,
        objections=shown.objections.count(),
        url=reverse("public:publicity_item", kwargs={"number": shown.pk}),
    )
