"""One request: where it stands, what was answered, its papers; mended when the office asks, or taken back."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import request_of
from renshe.flows.institutions import BASIS, FILE, answer_correction, reading, withdraw
from renshe.portals.institution.acting import (
    ACCESS_OF,
    RequestRow,
    hand_of,
    rows_of,
)
from renshe.portals.institution.pages.ask import typed
from renshe.portals.institution.portal import INSTITUTION, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.clock import ClockBadge, clock_badge
from renshe.portals.layout.casefile.paper import KEPT, PaperLine, paper_pdf, served_words, title_of
from renshe.portals.layout.casefile.timeline import TimelineLine, timeline_lines
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.fields import FormView, form_view
from renshe.portals.layout.forms.reading import Answer, answers_read
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried
from renshe.services.catalogue import declared

TEMPLATE = "institution/pages/request.html"
BEFORE_REVIEW = ("submitted", "accepted", "correcting", "suspended")


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """What `institution/pages/request.html` may use. `form` is there while the office waits for it to be mended."""

    row: RequestRow
    clock: ClockBadge | None
    answers: tuple[Answer, ...]
    timeline: tuple[TimelineLine, ...]
    papers: tuple[PaperLine, ...]
    form: FormView | None
    may_withdraw: bool
    problems: tuple[Problem, ...]


@INSTITUTION.page(template=TEMPLATE, access=LOOK)
def request(visit: Visit, *, number: str) -> RequestPage | HttpResponse:
    """Show the request; a post mends it or takes it back. Another institution's is not found."""
    case = _own(visit, number)
    if visit.request.method != "POST":
        return _page(visit, case, ())
    if not _may_act(visit, number):
        return _refused(visit, case, (), status=403)
    require_proof(visit.request)
    told = declared(case.item)
    if visit.request.POST.get("act") == "withdraw":
        act = lambda: withdraw(  # noqa: E731
            hand=hand_of(visit), number=number, item=told.item,
            words=visit.request.POST.get("words", "").strip(),
        )  # fmt: skip
    else:
        act = lambda: answer_correction(  # noqa: E731
            hand=hand_of(visit), number=number, form=typed(visit, told.item),
            item=told.item, service=told.service,
        )  # fmt: skip
    _done, problems = tried(act)
    if problems:
        return _refused(visit, case, problems, status=400)
    return HttpResponseRedirect(reverse("institution:request", kwargs={"number": number}))


@INSTITUTION.page(template=TEMPLATE, access=LOOK)
def paper(visit: Visit, *, number: str, id: int) -> HttpResponse:
    """A paper as PDF, for a member of this purpose; that it is read is recorded first, where the person sees it."""
    case = _own(visit, number)
    found = next((one for one in cases.papers_of(case=case) if one.pk == id), None)
    if found is None or found.kind == KEPT or not _may_act(visit, number):
        raise Http404
    reading(hand=hand_of(visit), number=number)
    return paper_pdf(visit.request, found, inline=False)


def _own(visit: Visit, number: str) -> cases.Case:
    """The case of this institution's request. Raises Http404."""
    asked = request_of(institution_id=hand_of(visit).institution_id, case_number=number)
    if asked is None:
        raise Http404
    return cases.case_by_number(number=number)


def _may_act(visit: Visit, number: str) -> bool:
    """Whether the visitor himself has the purpose of the request; an administrator only sees that there is one."""
    asked = request_of(institution_id=hand_of(visit).institution_id, case_number=number)
    return asked is not None and ACCESS_OF[asked.purpose].allows(visit)


def _refused(
    visit: Visit, case: cases.Case, problems: tuple[Problem, ...], *, status: int
) -> HttpResponse:
    page = _page(visit, case, problems)
    return INSTITUTION.render(visit.request, template=TEMPLATE, context=page, status=status)


def _page(visit: Visit, case: cases.Case, problems: tuple[Problem, ...]) -> RequestPage:
    asked = request_of(institution_id=hand_of(visit).institution_id, case_number=case.number)
    assert asked is not None
    item, acts = declared(case.item).item, _may_act(visit, case.number)
    sent = typed(visit, item) if problems else cases.written(item, case.form)
    mended = [field.key for field in item.fields if field.key not in (BASIS, FILE)]
    return RequestPage(
        row=rows_of([asked])[0],
        clock=clock_badge(case=case, today=visit.today),
        answers=answers_read(item, case.form) if acts else (),
        timeline=timeline_lines(case=case, public_only=True),
        papers=_papers(case) if acts else (),
        form=form_view(item, sent, {}, only=mended)
        if acts and case.state == "correcting"
        else None,
        may_withdraw=acts and case.state in BEFORE_REVIEW,
        problems=problems,
    )


def _papers(case: cases.Case) -> tuple[PaperLine, ...]:
    return tuple(
        PaperLine(
            title=title_of(one),
            number=one.number,
            url=reverse("institution:paper", kwargs={"number": case.number, "id": one.pk}),
            issued_at=one.issued_at,
            served=served_words(one),
        )
        for one in cases.papers_of(case=case)
        if one.kind != KEPT
    )
