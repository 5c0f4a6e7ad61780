"""What belongs to a case of the office beside its acts: marks on papers, promises, papers to print, figures, the day's end."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from ninja import Path, Schema
from pydantic import Field

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Refused
from renshe.portals.api.calling import Call
from renshe.portals.api.case_shapes import EvidenceOut, evidence_out, iso
from renshe.portals.api.operations.cases import GROUP as CASES
from renshe.portals.api.operations.cases import case_for
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.operations.office import GROUP, LOOK, case_at, require_eyes
from renshe.portals.api.operations.office_acts import ACT
from renshe.portals.api.operations.papers import PaperOut, paper_out, printed
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import CaseNumber, Number, Term, term
from renshe.portals.counter.desk import day_of, desk_place
from renshe.portals.layout.access import SIGNED_IN, staff
from renshe.portals.layout.casefile.powers import powers_of, record_case_look
from renshe.portals.layout.casefile.sheet import explain_figure
from renshe.services.catalogue import declared

DESK = staff("case.apply")
Figure = Annotated[str, Path(max_length=60, description="测算表中的项目 / figure of the sheet")]
Part = Annotated[int, Field(ge=0, le=1000, description="千分之几 / in thousandths of the page")]


class MarkIn(Schema, extra="forbid"):
    """A rectangle on a page of a paper, and what there is to say about it."""

    page: int = Field(ge=1, le=999)
    left: Part
    top: Part
    width: Part
    height: Part
    words: str = Field(min_length=1, max_length=2000)


class Marked(Schema):
    """A mark that was put on a paper."""

    evidence: int
    page: int
    words: str


class DayCount(Schema):
    """How often something was done today."""

    verb: Term
    times: int


class DayOut(Schema):
    """One's own day. `closed_at` is null while it is open; what was counted at its end does not change any more."""

    day: str
    counts: list[DayCount]
    left: int | None
    closed_at: str | None


def _evidence_at(call: Call, number: str, id: int) -> cases.Evidence:
    """A paper of a case on which the caller may act. Raises Answered 403, Http404; nobody marks papers of his own affair."""
    case = case_at(call, number)
    require_eyes(call, case)
    powers = ("case.review", "case.approve", declared(case.item).item.handles)
    if not any(call.may_at(action=one, place=case.place) for one in powers):
        raise Answered(403, "not_allowed", subject="case.handle")
    found = next((one for one in cases.evidence_of(case=case) if one.pk == id), None)
    if found is None:
        raise Http404
    if case.state not in cases.OPEN:
        raise Refused(cases.problem("wrong_step"), subject=number)
    return found


@GROUP.post(
    "/office/cases/{number}/evidence/{id}/marks",
    id="office_annotate",
    access=ACT,
    answer=Marked,
    status=201,
    title=("在材料上批注", "Mark a paper"),
    says=("框出位置并写明。", "A rectangle and words."),
)
def annotate(call: Call, number: CaseNumber, id: Number, body: MarkIn) -> Marked:
    """A mark for colleagues; the file itself stays as it came."""
    found = _evidence_at(call, number, id)
    mark = cases.Mark(body.page, body.left, body.top, body.width, body.height)
    cases.annotate(evidence_id=found.pk, mark=mark, words=body.words, actor=call.actor())
    return Marked(evidence=found.pk, page=body.page, words=body.words)


@GROUP.post(
    "/office/cases/{number}/evidence/{id}/kept",
    id="office_promise_kept",
    access=ACT,
    answer=EvidenceOut,
    title=("承诺的材料已补交", "A promised paper was brought"),
    says=("告知承诺已履行。", "The promise was kept."),
)
def promise_kept(call: Call, number: CaseNumber, id: Number) -> EvidenceOut:
    """Said once the paper is there."""
    found = _evidence_at(call, number, id)
    cases.promise_kept(evidence_id=found.pk, actor=call.actor())
    found.refresh_from_db()
    return evidence_out(found)


@GROUP.get(
    "/office/cases/{number}/papers",
    id="list_office_papers",
    access=LOOK,
    answer=list[PaperOut],
    title=("办件的文书（经办）", "Papers of a case, as the office"),
    says=("文书有姓名全称；当事人可以看到谁看过。", "They bear the name in full; the person reads who looked."),
)  # fmt: skip
def list_office_papers(call: Call, number: CaseNumber) -> list[PaperOut]:
    """Oldest first; the look is recorded."""
    return [paper_out(one) for one in _papers(call, number)]


@GROUP.get(
    "/office/cases/{number}/papers/{id}/pdf",
    id="read_office_paper_pdf",
    access=LOOK,
    answer=None,
    media="application/pdf",
    title=("文书 PDF（经办）", "A paper as PDF, as the office"),
    says=("用于打印送达；当事人可以看到谁看过。", "For printing; the person reads who looked."),
)
def read_office_paper_pdf(call: Call, number: CaseNumber, id: Number) -> HttpResponse:
    """The printed paper."""
    found = next((one for one in _papers(call, number) if one.pk == id), None)
    if found is None:
        raise Http404
    return printed(call, found)


def _papers(call: Call, number: str) -> list[cases.Paper]:
    case = case_at(call, number)
    require_eyes(call, case)
    record_case_look(call.seen, case, purpose=f"查看办件{number}的文书（经接口）", fields=("name",))
    return list(cases.papers_of(case=case))


@GROUP.get(
    "/office/cases/{number}/figures/{key}",
    id="explain_office_figure",
    access=LOOK,
    answer=Answer,
    title=("解释办件中的一个数（经办）", "Explain a figure of a case, as the office"),
    says=("按法规重新计算，给出每一步。", "Computed again by the law with every step."),
)
def explain_office_figure(call: Call, number: CaseNumber, key: Figure) -> Answer:
    """A figure of the case's sheet."""
    return answer_of(explain_figure(case=case_at(call, number), key=key)[0])


@CASES.get(
    "/cases/{number}/figures/{key}",
    id="explain_case_figure",
    access=SIGNED_IN,
    answer=Answer,
    title=("解释办件中的一个数", "Explain a figure of my case"),
    says=("按法规重新计算，给出每一步。", "Computed again by the law with every step."),
)
def explain_case_figure(call: Call, number: CaseNumber, key: Figure) -> Answer:
    """A figure of one's own case's sheet."""
    return answer_of(explain_figure(case=case_for(call, number), key=key)[0])


@GROUP.get(
    "/office/day",
    id="read_my_day",
    access=DESK,
    answer=DayOut,
    title=("今天办了什么", "My day"),
    says=(
        "日结前为当前数，日结后为日结时的数。",
        "As it stands, or as it stood when it was closed.",
    ),
)
def read_my_day(call: Call) -> DayOut:
    """What went through one's hands today."""
    done = next((one for one in cases.day_ends_of(username=call.username) if one.day == call.today), None)  # fmt: skip
    start, end = day_of(call.seen)
    counts = done.counts if done else cases.day_counts(username=call.username, start=start, end=end)
    return _day(call, dict(counts), closed_at=done.closed_at if done else None)


@GROUP.post(
    "/office/day-end",
    id="close_my_day",
    access=DESK,
    answer=DayOut,
    title=("日结", "Close my day"),
    says=("一天一次，日结后数字不再变化。", "Once a day; the counts stand from then on."),
)
def close_my_day(call: Call) -> DayOut:
    """The counter's day-end. A machine has no counter."""
    if call.account is None:
        raise Answered(403, "not_allowed", subject="case.apply")
    start, end = day_of(call.seen)
    made = cases.close_day(
        place=desk_place(powers_of(call.seen)), actor=call.actor(), start=start, end=end
    )
    return _day(call, dict(made.counts), closed_at=made.closed_at)


def _day(call: Call, counts: dict[str, int], *, closed_at: Any) -> DayOut:
    left = counts.pop("left", None)
    return DayOut(
        day=call.today.isoformat(),
        counts=[DayCount(verb=term(verb, cases.VERBS), times=n) for verb, n in sorted(counts.items())],
        left=left,
        closed_at=iso(closed_at),
    )  # fmt: skip
