"""A case as the counter leaves it: number, clock, receipt to print, what to say; accepted here where the clerk may."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import place_name
from renshe.kernel.rules import Refusal
from renshe.portals.counter.pages.form import REFUSED
from renshe.portals.counter.portal import COUNTER, DESK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.clock import ClockBadge, clock_badge
from renshe.portals.layout.casefile.evidence import file_answer
from renshe.portals.layout.casefile.paper import TEMPLATE as PAPER
from renshe.portals.layout.casefile.paper import (
    PaperLine,
    PaperPage,
    office_paper,
    served_words,
    title_of,
)
from renshe.portals.layout.casefile.powers import (
    Powers,
    actor_of,
    case_for,
    is_own_affair,
    powers_of,
    record_case_look,
)
from renshe.portals.layout.casefile.words import (
    applicant_of,
    item_name,
    state_of_case,
)
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.formats import day
from renshe.portals.layout.states import State
from renshe.services import catalogue

TEMPLATE = "counter/pages/case.html"


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """What `counter/pages/case.html` may use. `say` is what the clerk may read out."""

    number: str
    title: str
    applicant: str
    place: str
    state: State
    clock: ClockBadge
    papers: tuple[PaperLine, ...]
    print_url: str
    may_accept: bool
    may_correct: bool
    casework_url: str
    rating_url: str
    say: str
    problem: Problem | None


@COUNTER.page(template=TEMPLATE, access=DESK)
def case(visit: Visit, *, number: str) -> CasePage | HttpResponse:
    """Show what became of a case handed in at a counter; a POST accepts it where the clerk may."""
    powers = powers_of(visit)
    found = case_for(visit, number, powers=powers, taken_in=True)
    if is_own_affair(visit, found):
        raise PermissionDenied
    if visit.request.method == "POST":
        return _accept(visit, found, powers)
    told = visit.request.session.pop(REFUSED, None)
    problem = (
        Problem(reason=told[0], subject="", clause=told[1], next_step=told[2]) if told else None
    )
    return _page(visit, found, powers, problem)


def _accept(visit: Visit, found: cases.Case, powers: Powers) -> HttpResponse:
    if not powers.may("handle", found.place):
        raise PermissionDenied
    try:
        item = catalogue.declared(found.item).item
        cases.accept(number=found.number, item=item, actor=actor_of(visit))
    except Refusal as refusal:
        page = _page(visit, found, powers, problem_of(refusal))
        return COUNTER.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("counter:case", kwargs={"number": found.number}))


def _page(visit: Visit, found: cases.Case, powers: Powers, problem: Problem | None) -> CasePage:
    assert visit.account is not None
    papers = tuple(
        PaperLine(
            title=title_of(paper),
            number=paper.number,
            url=reverse("counter:paper", kwargs={"number": found.number, "paper": paper.pk}),
            issued_at=paper.issued_at,
            served=served_words(paper),
        )
        for paper in cases.papers_of(case=found)
    )
    here = powers.may("look", found.place)
    return CasePage(
        number=found.number,
        title=item_name(found.item),
        applicant=applicant_of(found),
        place=place_name(code=found.place) or found.place,
        state=state_of_case(found.state),
        clock=clock_badge(case=found, today=visit.today, pause=cases.pause_of(case=found)),
        papers=papers,
        print_url=papers[-1].url if papers else "",
        may_accept=found.state == "submitted" and powers.may("handle", found.place),
        may_correct=found.state == "correcting" and found.applicant == visit.account.username,
        casework_url=reverse("casework:case", kwargs={"number": found.number}) if here else "",
        rating_url=reverse("casework:rating", kwargs={"number": found.number})
        if _may_be_rated(found, powers)
        else "",
        say=_say(found),
        problem=problem,
    )


def _may_be_rated(found: cases.Case, powers: Powers) -> bool:
    """Whether the screen may be turned to the applicant to rate the finished case."""
    here = powers.may("handle", found.place) or powers.may("handle", found.received_at_place)
    return here and cases.may_be_rated(found)


def _say(found: cases.Case) -> str:
    """What the clerk may read out to the person: what happened, by when, and how to ask again."""
    words = {"item": item_name(found.item), "number": found.number, "day": day(found.due_on)}
    text = {
        "submitted": _("您申请的“{item}”已经收下，编号{number}。是否受理会在规定时间内告知您。"),
        "correcting": _("您申请的“{item}”还缺材料，请按一次性告知书补齐。补齐之前不计时间。"),
        "accepted": _(
            "您申请的“{item}”已经受理，编号{number}，最迟{day}办结。凭编号可以上网或者打12333查询。"
        ),
        "reviewing": _("您申请的“{item}”正在复核，最迟{day}办结。"),
        "approving": _("您申请的“{item}”正在审批，最迟{day}办结。"),
        "granted": _("您申请的“{item}”已经批准，请收好决定书。"),
        "refused": _("您申请的“{item}”没有批准。理由和不服时的救济途径都写在决定书上。"),
        "closed": _("您申请的“{item}”已经办结。"),
    }.get(found.state, _("您申请的“{item}”，编号{number}。"))
    return text.format(**words)


@COUNTER.page(template=PAPER, access=DESK)
def paper(visit: Visit, *, number: str, paper: int) -> PaperPage | HttpResponse:
    """A paper to hand over: on screen, or as the PDF that is printed."""
    return office_paper(
        visit, _seen(visit, number), paper, portal="counter",
        purpose=_("打印办件{number}的文书").format(number=number),
    )  # fmt: skip


@COUNTER.page(template="", access=DESK)
def evidence(visit: Visit, *, number: str, evidence: int) -> HttpResponse:
    """A scanned paper of a case that the clerk took in, to look whether it can be read."""
    found = _seen(visit, number)
    one = next((one for one in cases.evidence_of(case=found) if one.pk == evidence), None)
    if one is None or one.source != "upload":
        raise Http404
    record_case_look(
        visit,
        found,
        purpose=_("查看办件{number}的材料").format(number=number),
        fields=("evidence",),
    )
    return file_answer(one)


def _seen(visit: Visit, number: str) -> cases.Case:
    """The case, for who may see its papers; never in one's own affair."""
    found = case_for(visit, number, powers=powers_of(visit), taken_in=True)
    if is_own_affair(visit, found):
        raise PermissionDenied
    return found
