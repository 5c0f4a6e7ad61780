"""What an institution asks and tells through a program: within its purposes, on a basis in law, decided by the office."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from ninja import Query, Schema
from pydantic import Field, WithJsonSchema

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import (
    InstitutionRequest,
    institution_in_force,
    mask_name,
    request_of,
    requests_of,
)
from renshe.domains.registry.api import Person, person
from renshe.flows import institutions as flow
from renshe.kernel.codes.problem import Refused
from renshe.portals.api.applying import checked_form
from renshe.portals.api.calling import Call
from renshe.portals.api.case_shapes import EventOut, events_out
from renshe.portals.api.forms import form_schema
from renshe.portals.api.operation import Group
from renshe.portals.api.operations.papers import PaperOut, paper_out, printed
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import CaseNumber, Number, Term, term
from renshe.portals.layout.access import own_institution
from renshe.services.catalogue import SERVICES, declared

GROUP = Group("institutions", cases.Words("机构依法请求", "Institutions"))
LOOK = own_institution("institution.look")
CERTIFICATE = own_institution("institution.certificate")
DEATH = own_institution("institution.death")
KEPT = "service_record"
After = Annotated[int, Query(ge=0, le=1_000_000, description="跳过几条 / skip so many")]


class InstitutionOut(Schema):
    """The caller's institution and what it may ask."""

    uscc: str
    name: str
    kind: str
    place: str
    purposes: list[str]


class InstitutionRequestOut(Schema):
    """One request; whom it is about is masked. `asked_by` is the member's username, or the machine."""

    number: str
    purpose: str
    about: str
    legal_basis: str
    file_number: str
    asked_by: str
    asked_at: str
    state: Term


class InstitutionRequestWhole(InstitutionRequestOut):
    """A request with its course and its papers; papers are empty for who has not the purpose of the request himself."""

    due_on: str | None
    timeline: list[EventOut]
    papers: list[PaperOut]


class About(Schema, extra="forbid"):
    """Whom the request is about: name and id number together."""

    name: str = Field(min_length=1, max_length=60)
    id_number: str = Field(min_length=1, max_length=32)


def _form(purpose: str) -> Any:
    """The schema of the item's form, read from its own declaration."""
    place = SERVICES.joinpath(*flow.ITEM_OF[purpose].split("."), "service.yaml")
    item = cases.load_item(place)
    return Annotated[dict[str, Any], WithJsonSchema(form_schema(item))]


class CertificateIn(Schema, extra="forbid"):
    """A certificate of insurance about somebody."""

    about: About
    form: _form("institution.certificate")  # type: ignore[valid-type]


class DeathIn(Schema, extra="forbid"):
    """The report of somebody's death."""

    about: About
    form: _form("institution.death")  # type: ignore[valid-type]


class MendedIn(Schema, extra="forbid"):
    """The answers as they are to stand; basis and file number stay those of the request."""

    form: dict[str, Any]


class WithdrawnIn(Schema, extra="forbid"):
    """Why a request is taken back."""

    words: str = Field(default="", max_length=200)


@GROUP.get(
    "/institution",
    id="read_institution",
    access=LOOK,
    answer=InstitutionOut,
    title=("本机构", "My institution"),
    says=(
        "经办人以请求头 Renshe-Acting-For 写 institution:统一社会信用代码 表明代机构办理；限于一个机构的客户端不必写。",
        "A member says that he acts for his institution with Renshe-Acting-For: institution:<credit code>; a client that is "
        "bound to one institution need not.",
    ),
)
def read_institution(call: Call) -> InstitutionOut:
    """Name, kind, place and purposes."""
    held = institution_in_force(institution_id=_id(call))
    return InstitutionOut(
        uscc=held.uscc,
        name=held.name,
        kind=held.kind,
        place=held.place,
        purposes=list(held.purposes),
    )


@GROUP.get(
    "/institution/requests",
    id="list_institution_requests",
    access=LOOK,
    answer=list[InstitutionRequestOut],
    title=("本机构的请求", "Requests of my institution"),
    says=("最近的在前，每次最多五十条。", "The newest first, fifty at most."),
)
def list_institution_requests(call: Call, after: After = 0) -> list[InstitutionRequestOut]:
    """Whoever of the institution made them."""
    asked = requests_of(institution_id=_id(call), after=after)
    found = cases.cases_numbered(numbers=[one.case_number for one in asked])
    known = {one.number: one for one in found}
    about = Person.objects.in_bulk({one.person_id for one in asked})
    return [
        InstitutionRequestOut(**_told(one, known[one.case_number], about[one.person_id].name))
        for one in asked
    ]


@GROUP.get(
    "/institution/requests/{number}",
    id="read_institution_request",
    access=LOOK,
    answer=InstitutionRequestWhole,
    title=("一件请求", "One request"),
    says=("进度、经过和文书。", "Where it stands, its course, its papers."),
)
def read_institution_request(call: Call, number: CaseNumber) -> InstitutionRequestWhole:
    """Of one's own institution alone."""
    return _whole(call, number)


@GROUP.post(
    "/institution/certificates",
    id="request_certificate",
    access=CERTIFICATE,
    answer=InstitutionRequestWhole,
    status=201,
    title=("请求参保证明", "Ask for a certificate of insurance"),
    says=(
        "写明法律依据和本机构案号；由经办机构两人核准，本人看得到。",
        "With the basis in law and your file number; two of the office decide, and the person sees it.",
    ),
)
def request_certificate(call: Call, body: CertificateIn) -> InstitutionRequestWhole:
    """About a person whom name and number mean together."""
    return _ask(call, CERTIFICATE.action, body.about, body.form)


@GROUP.post(
    "/institution/deaths",
    id="report_death",
    access=DEATH,
    answer=InstitutionRequestWhole,
    status=201,
    title=("报告死亡", "Report a death"),
    says=(
        "经办机构核实后终止参保和待遇。",
        "Insurance and benefits end once the office has verified it.",
    ),
)
def report_death(call: Call, body: DeathIn) -> InstitutionRequestWhole:
    """Of a person whom name and number mean together."""
    return _ask(call, DEATH.action, body.about, body.form)


@GROUP.post(
    "/institution/requests/{number}/correction",
    id="correct_institution_request",
    access=LOOK,
    answer=InstitutionRequestWhole,
    title=("补正请求", "Mend a request"),
    says=("经办机构要求补正后重新提交。", "Handed in again after the office asked."),
)
def correct_institution_request(
    call: Call, number: CaseNumber, body: MendedIn
) -> InstitutionRequestWhole:
    """By whoever has the purpose of the request."""
    case = _case_to_act_on(call, number)
    told = declared(case.item)
    kept = cases.written(told.item, case.form)
    fixed = {key: kept.get(key, "") for key in (flow.BASIS, flow.FILE)}
    form = checked_form(told.item, {**body.form, **fixed}, call=call)
    flow.answer_correction(
        hand=hand_of_institution(call),
        number=number,
        form=form,
        item=told.item,
        service=told.service,
    )
    return _whole(call, number)


@GROUP.post(
    "/institution/requests/{number}/withdrawal",
    id="withdraw_institution_request",
    access=LOOK,
    answer=InstitutionRequestWhole,
    title=("撤回请求", "Take a request back"),
    says=("进入复核以前都可以撤回。", "At any time before review."),
)
def withdraw_institution_request(
    call: Call, number: CaseNumber, body: WithdrawnIn
) -> InstitutionRequestWhole:
    """By whoever has the purpose of the request."""
    case = _case_to_act_on(call, number)
    flow.withdraw(
        hand=hand_of_institution(call),
        number=number,
        item=declared(case.item).item,
        words=body.words.strip(),
    )
    return _whole(call, number)


@GROUP.get(
    "/institution/requests/{number}/papers/{id}/pdf",
    id="read_institution_paper_pdf",
    access=LOOK,
    answer=None,
    media="application/pdf",
    title=("文书 PDF", "A paper as PDF"),
    says=("每次读取都让本人看到。", "Each reading is shown to the person."),
)
def read_institution_paper_pdf(call: Call, number: CaseNumber, id: Number) -> HttpResponse:
    """Recorded before it is given."""
    case = _own(call, number)
    papers = [one for one in cases.papers_of(case=case) if one.kind != KEPT]
    found = next((one for one in papers if one.pk == id), None)
    if found is None:
        raise Http404
    _require_purpose(call, number)
    flow.reading(hand=hand_of_institution(call), number=number)
    return printed(call, found)


def _ask(call: Call, purpose: str, about: About, form: dict[str, Any]) -> InstitutionRequestWhole:
    call.require_proof()
    told = declared(flow.ITEM_OF[purpose])
    given = checked_form(told.item, form, call=call)
    case = flow.ask(
        hand=hand_of_institution(call), purpose=purpose, name=about.name, id_number=about.id_number, form=given,
        channel="api", item=told.item, service=told.service,
    )  # fmt: skip
    return _whole(call, case.number)


def _id(call: Call) -> int:
    assert call.institution_id is not None  # access asked
    return call.institution_id


def hand_of_institution(call: Call) -> flow.Hand:
    """The caller as a hand of the institution that it acts for."""
    return flow.Hand(
        institution_id=_id(call),
        by=call.username,
        at=call.now,
        today=call.today,
        person_id=call.account.person_id if call.account is not None else None,
    )


def _request(call: Call, number: str) -> InstitutionRequest:
    """The institution's request. Raises Http404 for any other's."""
    asked = request_of(institution_id=_id(call), case_number=number)
    if asked is None:
        raise Http404
    return asked


def _own(call: Call, number: str) -> cases.Case:
    _request(call, number)
    try:
        return cases.case_by_number(number=number)
    except Refused:
        raise Http404 from None


def _may(call: Call, purpose: str) -> bool:
    """Whether the caller himself has a purpose, beside his institution."""
    if call.machine is not None:
        return purpose in call.machine.scopes
    return own_institution(purpose).allows(call.seen)


def _require_purpose(call: Call, number: str) -> None:
    asked = _request(call, number)
    if not _may(call, asked.purpose):
        raise Answered(403, "not_allowed", subject=asked.purpose)


def _case_to_act_on(call: Call, number: str) -> cases.Case:
    """The case, for who has its purpose. Proof is asked for as it was at the request. Raises Http404, Answered."""
    case = _own(call, number)
    _require_purpose(call, number)
    call.require_proof()
    return case


def _told(asked: InstitutionRequest, case: cases.Case, name: str) -> dict[str, Any]:
    return {
        "number": asked.case_number,
        "purpose": asked.purpose,
        "about": mask_name(name),
        "legal_basis": asked.legal_basis,
        "file_number": asked.file_number,
        "asked_by": asked.asked_by,
        "asked_at": asked.asked_at.isoformat(),
        "state": term(case.state, cases.STATES),
    }


def _whole(call: Call, number: str) -> InstitutionRequestWhole:
    """Papers are listed without what they say, which is read as PDF and recorded."""
    asked, case = _request(call, number), cases.case_by_number(number=number)
    papers = cases.papers_of(case=case) if _may(call, asked.purpose) else []
    return InstitutionRequestWhole(
        **_told(asked, case, person(person_id=asked.person_id).name),
        due_on=case.due_on.isoformat() if case.due_on else None,
        timeline=events_out(case),
        papers=[_bare(paper_out(one)) for one in papers if one.kind != KEPT],
    )


def _bare(paper: PaperOut) -> PaperOut:
    return paper.model_copy(update={"paragraphs_zh": [], "paragraphs_en": []})
