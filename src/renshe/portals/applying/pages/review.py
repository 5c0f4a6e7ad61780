"""Read everything over before it is handed in; submit it, or answer a request for correction with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem as Fault
from renshe.kernel.rules import Refusal
from renshe.portals.applying.asked_papers import PaperAsked, asked_again_in, papers_asked
from renshe.portals.applying.filling import (
    Frame,
    addresses,
    frame_of,
    keys_of_steps,
    look_at,
    sheet_of,
    wrong_in,
)
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.progress import office_of
from renshe.portals.applying.seeing import own_editable_case
from renshe.portals.applying.who import actor_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.sheet import SheetLine
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.forms.reading import Answer, answers_read
from renshe.portals.layout.forms.wording import problem_said
from renshe.portals.layout.proof import is_sensitive, require_proof
from renshe.services.catalogue import Declared

TEMPLATE = "applying/pages/review.html"


@dataclass(frozen=True, kw_only=True)
class ReadStep:
    """One page of the form, read over, with the way back to it."""

    url: str
    answers: tuple[Answer, ...]
    asked_again: bool


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """What `applying/pages/review.html` may use. `refused` is why a submission was not taken, `warned` what will stand in
    the way of granting; `complete` whether it may be handed in."""

    frame: Frame
    url: str
    steps: tuple[ReadStep, ...]
    papers: tuple[PaperAsked, ...]
    papers_url: str
    missing: tuple[str, ...]
    wrong: int
    complete: bool
    refused: Problem | None
    warned: tuple[Problem, ...]
    sheet: tuple[SheetLine, ...]
    office: str
    accept_within: int


@APPLYING.page(template=TEMPLATE, access=APPLY)
def review(visit: Visit, *, number: str) -> ReviewPage | HttpResponse:
    """Show everything, or hand it in."""
    case, declared = own_editable_case(visit, number)
    if visit.request.method != "POST":
        return _page(visit, case, declared, refused=None)
    if is_sensitive(declared.item):
        require_proof(visit.request)
    try:
        cases.submit(
            number=number, item=declared.item, service=declared.service, actor=actor_of(visit)
        )
    except Refusal as refusal:
        case.refresh_from_db()
        page = _page(visit, case, declared, refused=problem_of(refusal))
        return APPLYING.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("applying:case", kwargs={"number": number}))


def _page(
    visit: Visit, case: cases.Case, declared: Declared, *, refused: Problem | None
) -> ReviewPage:
    item = declared.item
    wrong = wrong_in(case, item, visit=visit)
    again = asked_again_in(case, cases.papers_of(case=case))
    listed = papers_asked(case, item, asked_again=again)
    missing = tuple(one.name for one in listed if one.state == "missing")
    warned = () if wrong else _warnings(visit, case, declared)
    parts = {"number": case.number}
    return ReviewPage(
        frame=frame_of(case, item, at="review"),
        url=reverse("applying:review", kwargs=parts),
        steps=_read_steps(case, item, wrong, again),
        papers=listed,
        papers_url=reverse("applying:papers", kwargs=parts),
        missing=missing,
        wrong=len(wrong),
        complete=not wrong and not missing,
        refused=refused,
        warned=warned,
        sheet=() if wrong or not case.examination.get("sheet") else sheet_of(visit, case),
        office=office_of(case),
        accept_within=item.clock.accept_within,
    )


def _read_steps(
    case: cases.Case, item: cases.Item, wrong: Mapping[str, Fault], again: tuple[str, ...]
) -> tuple[ReadStep, ...]:
    read = {one.key: one for one in answers_read(item, case.form, wrong, full=True)}
    urls = addresses(case, item)
    return tuple(
        ReadStep(
            url=f"{url}?to=review" + ("&check=1" if any(key in wrong for key in keys) else ""),
            answers=tuple(read[key] for key in keys if key in read),
            asked_again=any(key in again for key in keys),
        )
        for keys, url in zip(keys_of_steps(item), urls, strict=False)
    )


def _warnings(visit: Visit, case: cases.Case, declared: Declared) -> tuple[Problem, ...]:
    """What the item's own code would refuse; a refusal to look at all is told in the same way. Leaves the figures found."""
    case.examination = {}
    try:
        found = look_at(case, declared, visit=visit)
    except Refusal as refusal:
        return (problem_of(refusal),)
    return tuple(problem_said(one.problem) for one in found)
