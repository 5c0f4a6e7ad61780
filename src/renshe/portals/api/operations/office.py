"""The office: queues, a case with its findings."""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from renshe.domains.cases import api as cases
from renshe.domains.documents.api import fetch
from renshe.domains.identity.api import record_look
from renshe.portals.api.calling import Call
from renshe.portals.api.case_shapes import CaseRow, OfficeCase, office_case, row_of
from renshe.portals.api.operation import Group
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import (
    USUAL,
    CaseNumber,
    Cursor,
    Limit,
    Number,
    Page,
    counted_read,
)
from renshe.portals.layout.access import staff
from renshe.portals.layout.casefile.powers import is_own_affair, record_case_look
from renshe.portals.layout.casefile.words import applicant_of

GROUP = Group("office", cases.Words("经办：队列与办理", "The office: queues and acts"))
LOOK = staff("case.look")
Queue = Annotated[
    Literal["pool", "mine", "review", "approval", "overdue", "waiting", "served", "all"],
    Query(description="队列 / queue"),
]
Item = Annotated[str, Query(max_length=80, description="只列这一事项 / only this item")]


class QueueSize(Schema):
    """How many cases lie in a queue, counted to a thousand."""

    queue: str
    size: int


class Purpose(Schema, extra="forbid"):
    """Why the data are to be seen in full; the person will read it."""

    purpose: str = Field(min_length=2, max_length=200)


def case_at(call: Call, number: str, action: str = "case.look") -> cases.Case:
    """The case, for staff who may do the action at the place that decides it. Raises Answered 403.

    For looking, the place that took it in will do; a draft is nobody's business but its author's.
    """
    case = cases.case_by_number(number=number)
    if case.state == "draft" and case.applicant != call.username:
        raise Http404
    taken_in = action == "case.look" and call.may_at(action=action, place=case.received_at_place)
    if not taken_in:
        call.require_at(action=action, place=case.place)
    return case


def require_eyes(call: Call, case: cases.Case) -> None:
    """Raise Answered 403 for a machine, and for whoever would look into his own affair."""
    if call.account is None or is_own_affair(call.seen, case):
        raise Answered(403, "not_allowed", subject="person.unmask")


@GROUP.get(
    "/office/queues",
    id="list_queues",
    access=LOOK,
    answer=list[QueueSize],
    title=("我的队列", "My queues"),
    says=("各队列件数，数到一千为止。", "How many in each, counted to a thousand."),
)
def list_queues(call: Call) -> list[QueueSize]:
    """Sizes within one's places."""
    sizes = cases.queue_sizes(
        places=call.places("case.look"), username=call.username, today=call.today
    )
    return [QueueSize(queue=name, size=size) for name, size in sizes.items()]


@GROUP.get(
    "/office/cases",
    id="list_office_cases",
    access=LOOK,
    answer=Page[CaseRow],
    title=("队列中的办件", "Cases of a queue"),
    says=("最急的在前。", "The most urgent first."),
)
def list_office_cases(
    call: Call, queue: Queue = "pool", item: Item = "", cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """A page of a queue, names masked as on the screen."""
    return counted_read(
        lambda first, most: cases.queue(
            name=queue, places=call.places("case.look"), username=call.username, today=call.today, item=item, after=first,
            most=most,
        ),
        cursor=cursor, limit=limit, show=lambda case: masked_row(call, case),
    )  # fmt: skip


def masked_row(call: Call, case: cases.Case) -> CaseRow:
    """A case in a list of the office, its applicant masked."""
    row = row_of(call, case)
    return row.model_copy(update={"applicant_name": applicant_of(case)})


@GROUP.get(
    "/office/cases/{number}",
    id="read_office_case",
    access=LOOK,
    answer=OfficeCase,
    title=("查看办件（经办）", "Read a case as the office"),
    says=("脱敏；含核查发现和登记差异。", "Masked; with findings and differences from registers."),
)
def read_office_case(call: Call, number: CaseNumber) -> OfficeCase:
    """A case of one's place."""
    return office_case(call, case_at(call, number), masked=True)


@GROUP.post(
    "/office/cases/{number}/look",
    id="look_at_case",
    access=LOOK,
    answer=OfficeCase,
    title=("查看完整信息", "See it unmasked"),
    says=("须写明目的，当事人可以看到。", "With a purpose, which the person will read."),
)
def look_at_case(call: Call, number: CaseNumber, body: Purpose) -> OfficeCase:
    """Unmask a case; the look is recorded where the person sees it. A machine has no eyes and is refused."""
    case = case_at(call, number)
    call.require_at(action="person.unmask", place=case.place)
    require_eyes(call, case)
    call.require_proof()
    assert call.account is not None
    if case.subject_id is not None:
        record_look(
            account=call.account,
            subject_kind=case.subject_kind,
            subject_id=case.subject_id,
            purpose=body.purpose,
            fields=["form"],
            looked_at=call.now,
        )
    return office_case(call, case, masked=False)


@GROUP.get(
    "/office/cases/{number}/evidence/{id}",
    id="read_office_evidence",
    access=LOOK,
    answer=None,
    media="application/octet-stream",
    title=("查看材料（经办）", "Evidence as the office"),
    says=(
        "原样字节；当事人可以看到谁看过。",
        "The bytes as they came; the person reads who looked.",
    ),
)
def read_office_evidence(call: Call, number: CaseNumber, id: Number) -> HttpResponse:
    """The file of one paper of a case of one's place; the person reads that it was looked at, as with the page."""
    case = case_at(call, number)
    require_eyes(call, case)
    found = next((one for one in cases.evidence_of(case=case) if one.pk == id), None)
    if found is None or found.file_id is None:
        raise Http404
    record_case_look(
        call.seen, case, purpose=f"查看办件{case.number}的材料（经接口）", fields=("evidence",)
    )
    return HttpResponse(fetch(file_id=found.file_id)[2], content_type="application/octet-stream")
