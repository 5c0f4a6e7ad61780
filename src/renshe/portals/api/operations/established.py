"""Established staff: a body asks people onto its register, with service before the reform; the office recognises and reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.institution_staff import api as staff
from renshe.domains.registry.api import employer_by_uscc
from renshe.kernel.codes.divisions import stem
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import format_month
from renshe.portals.api.calling import Call
from renshe.portals.api.operations import employer as of_employer
from renshe.portals.api.operations.office import GROUP
from renshe.portals.api.problems import Answered, BadRequestBody, Wrong
from renshe.portals.api.shapes import MOST, Fen, Number
from renshe.portals.casework.pages.established import NEEDS, SENSITIVE, stepped
from renshe.portals.layout.access import own_employer
from renshe.portals.layout.access import staff as office

RECORD = own_employer("enrolment.record")
LOOK, RECOGNISE, REVIEW = "pension.look", "pension.award", "pension.review"
MOST_ROWS = 5000
Skip = Annotated[int, Query(ge=0, le=1_000_000, description="跳过几条 / skip so many")]


class EstablishedIn(Schema, extra="forbid"):
    """One person as the table has it: texts; the columns from `deemed_months` to `hardship` are all empty or all given."""

    id_number: str = Field(max_length=18)
    name: str = Field(max_length=128)
    kind: Literal["civil_servant", "institution"]
    post: str = Field(max_length=60)
    rank: str = Field(max_length=60)
    hired_on: str = Field(max_length=10, examples=["1989-07-01"])
    from_month: str = Field("", max_length=7, examples=["2014-10"])
    deemed_months: str = Field("", max_length=3)
    deemed_index: str = Field("", max_length=7, examples=["1.36"])
    basic_wage: str = Field("", max_length=20)
    percent: str = Field("", max_length=6, examples=["90"])
    living_subsidy: str = Field("", max_length=20)
    added_pay: str = Field("", max_length=20)
    hardship: str = Field("", max_length=20)
    basis: str = Field(max_length=255)


class EstablishedRows(Schema, extra="forbid"):
    """People of one body, all taken or none."""

    rows: list[EstablishedIn] = Field(min_length=1, max_length=MOST_ROWS)


class EstablishedByOffice(EstablishedRows):
    """The same, and the body's credit code."""

    uscc: str = Field(min_length=18, max_length=18)


class EstablishedAct(Schema, extra="forbid"):
    """The next step; a refusal, a wish to undo and its denial say why."""

    act: Literal["recognise", "review", "refuse", "ask_undo", "undo", "keep"]
    why: str = Field("", max_length=255)


class EstablishedOut(Schema):
    """What is asked of somebody, masked; index and percentage in ten-thousandths, wage items in fen."""

    proposal: int
    name: str
    id_number: str
    employer: str
    kind: str
    post: str
    rank: str
    hired_on: str
    from_month: str | None
    deemed_months: int
    deemed_index: int
    old_method_percent: int
    basic_wage_fen: Fen
    living_subsidy_fen: Fen
    added_pay_fen: Fen
    hardship_fen: Fen
    basis: str
    state: str
    asked_by: str
    recognised_by: str
    decided_by: str
    refused_why: str
    undo_why: str
    undo_asked_by: str
    undone_by: str


@of_employer.GROUP.get(
    "/employer/institution/proposals", id="list_my_staff_proposals", access=RECORD, answer=list[EstablishedOut],
    title=("编制内人员登记：提交过的", "Established staff: what was asked"),
    says=("最新的在前，最多二百条。", "The newest first, two hundred at most."),
)  # fmt: skip
def list_my_staff_proposals(call: Call) -> list[EstablishedOut]:
    """Of the caller's own body."""
    found = staff.proposals_of(employer_id=of_employer.mine(call).pk)
    return [_out(one) for one in found[:MOST]]


@of_employer.GROUP.post(
    "/employer/institution/proposals", id="ask_for_established_staff", access=RECORD, answer=list[EstablishedOut], status=201,
    title=("编制内人员登记：提交", "Established staff: ask onto the register"),
    says=("整批收下或者不收；有误的格子逐一说明。经办机构审核、另一人复核后登上名册。",
        "Taken whole or not at all; bad cells are named. It stands once the office recognised and reviewed it."),
)  # fmt: skip
def ask_for_established_staff(call: Call, body: EstablishedRows) -> list[EstablishedOut]:
    """As the employer's page; bad cells are answered 422."""
    return _asked(call, body.rows, employer_id=of_employer.mine(call).pk, recognised=False)


@GROUP.get(
    "/institution-staff/proposals", id="list_staff_proposals", access=office(LOOK), answer=list[EstablishedOut],
    title=("编制内人员登记申请", "What is asked for staff registers"),
    says=("最新的在前，每次二百条。", "The newest first, two hundred at a time."),
)  # fmt: skip
def list_staff_proposals(call: Call, after: Skip = 0) -> list[EstablishedOut]:
    """Of bodies at the first of the caller's places, as on the page."""
    found = staff.proposals_at(place=stem(call.place(LOOK)))
    return [_out(one) for one in found[after : after + MOST]]


@GROUP.get(
    "/institution-staff/proposals/{proposal}", id="read_staff_proposal", access=office(LOOK), answer=EstablishedOut,
    title=("一份编制内登记申请", "One that is asked for a staff register"),
    says=("内容和办到哪一步。", "What it says and where it stands."),
)  # fmt: skip
def read_staff_proposal(call: Call, proposal: Number) -> EstablishedOut:
    """Of the caller's places."""
    return _out(_found(call, proposal))


@GROUP.post(
    "/institution-staff/proposals", id="enter_established_staff", access=office(LOOK), answer=list[EstablishedOut], status=201,
    title=("由经办机构登记编制内人员", "Established staff entered by the office"),
    says=("登记即视为已对照档案审核，由另一人复核。", "Entering says that the files were read; another person reviews it."),
)  # fmt: skip
def enter_established_staff(call: Call, body: EstablishedByOffice) -> list[EstablishedOut]:
    """For a body of a place where the caller may recognise; any other is not found."""
    found = employer_by_uscc(uscc=body.uscc)
    if found is None or not call.may_at(action=RECOGNISE, place=found.place):
        raise Http404
    return _asked(call, body.rows, employer_id=found.pk, recognised=True)


@GROUP.post(
    "/institution-staff/proposals/{proposal}/acts", id="act_on_staff_proposal", access=office(LOOK), answer=EstablishedOut,
    title=("办理编制内登记的一步", "Take a step of what is asked"),
    says=("审核、复核、不通过；提出撤销、同意或者不同意撤销。都是两个人，养老金已核定的不撤销。",
        "Recognise, review, refuse; ask to undo, undo, keep. Two people each; not while a pension rests on it."),
)  # fmt: skip
def act_on_staff_proposal(call: Call, proposal: Number, body: EstablishedAct) -> EstablishedOut:
    """With the power that the step needs at the body's place, on a fresh proof but for a refusal."""
    found = _found(call, proposal)
    own = RECOGNISE if found.state == "asked" else REVIEW
    needs = (NEEDS | {"refuse": own})[body.act]
    if not call.may_at(action=needs, place=found.employer.place):
        raise Answered(403, "not_allowed", subject=needs)
    if body.act in SENSITIVE:
        call.require_proof()
    hand = staff.ByHand(by=call.username, at=call.now, today=call.today)
    stepped(body.act, number=proposal, why=body.why, hand=hand)
    return _out(_found(call, proposal))


def _asked(
    call: Call, rows: Sequence[EstablishedIn], *, employer_id: int, recognised: bool
) -> list[EstablishedOut]:
    read = staff.read_staff(
        [one.model_dump() for one in rows], employer_id=employer_id, today=call.today
    )
    if read.errors:
        raise BadRequestBody(
            Wrong(
                f"rows.{one.row_number - 1}.{one.field}",
                Problem(one.code, one.zh, one.en, "", one.next_step_zh, one.next_step_en),
            )
            for one in read.errors
        )
    hand = staff.ByHand(by=call.username, at=call.now, today=call.today)
    made = staff.ask_for(
        employer_id=employer_id, rows=read.rows, recognised=recognised, hand=hand, file_name="API"
    )
    return [_out(one) for one in made[:MOST]]


def _found(call: Call, number: int) -> staff.StaffProposal:
    """Raises Http404, Answered 403."""
    found = staff.proposal_by(proposal_id=number)
    if found is None:
        raise Http404
    call.require_at(action=LOOK, place=found.employer.place)
    return found


def _out(one: staff.StaffProposal) -> EstablishedOut:
    return EstablishedOut(
        proposal=one.pk,
        name=mask_name(one.person.name),
        id_number=mask_id_number(one.person.id_number),
        employer=one.employer.name,
        hired_on=one.hired_on.isoformat(),
        from_month=format_month(one.from_month) if one.from_month is not None else None,
        **{name: getattr(one, name) for name in _AS_KEPT},
    )


_AS_KEPT = (
    "kind", "post", "rank", "deemed_months", "deemed_index", "old_method_percent", "basic_wage_fen", "living_subsidy_fen",
    "added_pay_fen", "hardship_fen", "basis", "state", "asked_by", "recognised_by", "decided_by", "refused_why", "undo_why",
    "undo_asked_by", "undone_by",
)  # fmt: skip
