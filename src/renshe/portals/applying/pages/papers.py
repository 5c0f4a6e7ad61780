"""The papers of an application: send one in, or promise it where that is allowed."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.portals.applying.asked_papers import PaperAsked, asked_again_in, papers_asked
from renshe.portals.applying.filling import Frame, frame_of
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.seeing import EDITABLE, is_applicant, own_case
from renshe.portals.applying.who import actor_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.forms.uploads import ACCEPT, read_upload
from renshe.services import catalogue

TEMPLATE = "applying/pages/papers.html"
NEVER_AGAIN = ("not_accepted", "withdrawn", "reversed")


@dataclass(frozen=True, kw_only=True)
class PapersPage:
    """What `applying/pages/papers.html` may use. `refused` names the paper whose file was not taken, `problem` why.

    Outside draft and correction only promised papers may be brought: `editable` is False then.
    """

    frame: Frame
    papers: tuple[PaperAsked, ...]
    url: str
    accept: str
    editable: bool
    refused: str
    problem: Problem | None
    next_url: str


@APPLYING.page(template=TEMPLATE, access=APPLY)
def papers(visit: Visit, *, number: str) -> PapersPage | HttpResponse:
    """Show what is asked for, or take a file or a promise."""
    case = own_case(visit, number)
    item = catalogue.declared(case.item).item
    _require_open(visit, case)
    if visit.request.method != "POST":
        return _page(case, item, refused="", problem=None)
    key = visit.request.POST.get("material", "")
    problem = _take(visit, case, item, key)
    if problem is None:
        here = reverse("applying:papers", kwargs={"number": number})
        return HttpResponseRedirect(f"{here}#paper-{key}")
    page = _page(case, item, refused=key, problem=problem)
    return APPLYING.render(visit.request, template=TEMPLATE, context=page, status=400)


def _require_open(visit: Visit, case: cases.Case) -> None:
    """Its applicant brings papers: all of them before handing in and for a correction, promised ones at any time."""
    allowed = case.state in EDITABLE or (case.state not in NEVER_AGAIN and _promised(case))
    if not is_applicant(visit, case) or not allowed:
        raise _wrong_step(case)


def _wrong_step(case: cases.Case) -> Refused:
    return Refused(cases.problem("wrong_step"), subject=case.number)


def _promised(case: cases.Case) -> set[str]:
    return {
        one.material
        for one in cases.evidence_of(case=case)
        if one.source == "promise" and one.kept_at is None
    }


def _take(visit: Visit, case: cases.Case, item: cases.Item, key: str) -> Problem | None:
    """Take the promise or the file; why not, in words, where it is refused."""
    actor = actor_of(visit)
    try:
        if case.state not in EDITABLE and key not in _promised(case):
            raise _wrong_step(case)
        if "promise" in visit.request.POST and case.state in EDITABLE:
            cases.promise(number=case.number, item=item, material=key, actor=actor)
            return None
        sent = read_upload(visit.request.FILES.get("file"))
        if isinstance(sent, Problem):
            return sent
        cases.attach(
            number=case.number, item=item, material=key, name=sent.name,
            media_type=sent.media_type, content=sent.content, actor=actor,
        )  # fmt: skip
    except Refusal as refusal:
        return problem_of(refusal)
    return None


def _page(
    case: cases.Case, item: cases.Item, *, refused: str, problem: Problem | None
) -> PapersPage:
    editable = case.state in EDITABLE
    again = asked_again_in(case, cases.papers_of(case=case))
    listed = papers_asked(case, item, asked_again=again)
    parts = {"number": case.number}
    return PapersPage(
        frame=frame_of(case, item, at="papers"),
        papers=listed if editable else tuple(one for one in listed if one.state == "promised"),
        url=reverse("applying:papers", kwargs=parts),
        accept=ACCEPT,
        editable=editable,
        refused=refused,
        problem=problem,
        next_url=reverse("applying:review" if editable else "applying:case", kwargs=parts),
    )
