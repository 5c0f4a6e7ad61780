"""My cases: list, read, answer, attach, submit, withdraw, write to the office; papers and inbox."""

import base64
import binascii
from typing import Annotated, Any, Literal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from renshe.domains.cases import api as cases
from renshe.domains.documents.api import fetch
from renshe.domains.registry.api import everybody_who_is
from renshe.kernel.codes.problem import Problem as Fault
from renshe.portals.api.applying import APPLY, checked_form
from renshe.portals.api.calling import Call
from renshe.portals.api.case_shapes import (
    CaseOut,
    CaseRow,
    EvidenceOut,
    case_out,
    evidence_out,
    row_of,
)
from renshe.portals.api.operation import Group
from renshe.portals.api.problems import Answered, BadRequestBody, Wrong
from renshe.portals.api.shapes import (
    USUAL,
    CaseNumber,
    Cursor,
    Done,
    Limit,
    Number,
    Page,
    key_of,
    page_of,
)
from renshe.portals.layout.access import SIGNED_IN
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.uploads import read_upload
from renshe.portals.layout.proof import is_sensitive
from renshe.services import rating
from renshe.services.catalogue import catalogue, declared

GROUP = Group("cases", cases.Words("我的办件", "My cases"))
State = Annotated[
    Literal[
        "",
        "draft",
        "submitted",
        "correcting",
        "accepted",
        "suspended",
        "reviewing",
        "approving",
        "granted",
        "refused",
        "not_accepted",
        "withdrawn",
        "closed",
        "reversed",
    ],
    Query(description="只列这一状态 / only this state"),
]


class FormIn(Schema, extra="forbid"):
    """The whole form anew, with the fields of the item."""

    form: dict[str, Any]


class EvidenceIn(Schema, extra="forbid"):
    """A file for one of the item's materials, or a promise to bring it where the item allows one."""

    material: str = Field(max_length=40, description="材料代码 / key of the material")
    promise: bool = Field(default=False, description="以承诺代替 / promise instead of the paper")
    name: str = Field(default="", max_length=200, description="文件名 / name of the file")
    content_base64: str = Field(
        default="", max_length=4_000_000, description="PDF、JPEG 或 PNG，base64 编码 / the file"
    )


class WordsIn(Schema, extra="forbid"):
    """Words that the other side will read."""

    words: str = Field(min_length=1, max_length=2000)


class MaybeWords(Schema, extra="forbid"):
    """A reason, where there is one."""

    words: str = Field(default="", max_length=2000)


class RatingIn(Schema, extra="forbid"):
    """A grade, what of it (labels of another grade are left out), and words."""

    grade: int = Field(ge=1, le=5, description="5 最好 / best")
    labels: list[Annotated[str, Field(max_length=40)]] = Field(default=[], max_length=20)
    words: str = Field(default="", max_length=2000)


ROLE_OF = {"person": "insured_person", "employer": "employer_clerk"}


def case_for(call: Call, number: str) -> cases.Case:
    """The case, for whoever acts now for whom it is about, as the pages show it. Raises Http404 for anybody else.

    A draft is its author's alone; a complaint against an employer is not the employer's to read. When the power to act
    for a person or an employer ends, their cases go with it, those handed in oneself included.
    """
    case = cases.case_by_number(number=number)
    if not _sees(call, case):
        raise Http404
    return case


def _sees(call: Call, case: cases.Case) -> bool:
    handed_in = bool(call.username) and case.applicant == call.username
    if handed_in and case.on_behalf == "staff":
        return call.may_at(action="case.apply", place=case.received_at_place or case.place)
    if case.subject_kind == "nobody":
        return handed_in
    if case.subject_id not in subjects_of(call).get(case.subject_kind, ()):
        return False
    return handed_in or (case.state != "draft" and case.item in _open_to(case.subject_kind))


def subjects_of(call: Call) -> dict[str, tuple[int, ...]]:
    """Whose cases the caller sees now: the person's (a merged one is several numbers), the employer's."""
    found: dict[str, tuple[int, ...]] = {}
    for kind, number in call.subjects(actions=("case.look", "case.apply")).items():
        found[kind] = tuple(everybody_who_is(person_id=number)) if kind == "person" else (number,)
    return found


def _open_to(kind: str) -> tuple[str, ...]:
    """Items about this kind of subject that the subject could have asked for himself."""
    return tuple(
        code
        for code, one in catalogue().items()
        if one.item.subject == kind and ROLE_OF[kind] in one.item.applicants
    )


@GROUP.get(
    "/cases",
    id="list_cases",
    access=SIGNED_IN,
    answer=Page[CaseRow],
    title=("我的办件", "My cases"),
    says=(
        "本账号提交的、以及关于本人或本单位的办件，最近的在前。",
        "Cases handed in by this account or about its person or employer, the newest first.",
    ),
)
def list_cases(
    call: Call, state: State = "", cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """A page of one's own cases."""
    (after,) = key_of(cursor, int) or (0,)
    about = [cases.About(kind, ids, _open_to(kind)) for kind, ids in subjects_of(call).items()]
    found = cases.cases_shown_to(
        username=call.username,
        about=about,
        states=(state,) if state else (),
        after=min(after, 1_000_000),
        most=limit + 1,
    )
    rows = list(enumerate(found, after + 1))
    return page_of(
        rows, limit=limit, show=lambda row: row_of(call, row[1]), key=lambda row: (row[0],)
    )


@GROUP.get(
    "/cases/{number}",
    id="read_case",
    access=SIGNED_IN,
    answer=CaseOut,
    title=("查看办件", "Read a case"),
    says=("表单、材料、进度、时限和决定。", "Form, papers, progress, limit and decision."),
)
def read_case(call: Call, number: CaseNumber) -> CaseOut:
    """One's own case whole."""
    return case_out(call, case_for(call, number))


@GROUP.replace(
    "/cases/{number}/form",
    id="replace_form",
    access=APPLY,
    answer=CaseOut,
    title=("填写表单", "Fill in the form"),
    says=("草稿或待补正时可以重填。", "While it is a draft or waits for a correction."),
)
def replace_form(call: Call, number: CaseNumber, body: FormIn) -> CaseOut:
    """All answers anew; wrong fields are named and nothing changes."""
    case = case_for(call, number)
    item = declared(case.item).item
    given = checked_form(item, body.form, call=call)
    cases.save_form(number=case.number, item=item, given=given, actor=call.actor())
    return case_out(call, cases.case_by_number(number=number))


@GROUP.post(
    "/cases/{number}/evidence",
    id="attach_evidence",
    access=APPLY,
    answer=EvidenceOut,
    status=201,
    title=("提交材料", "Attach evidence"),
    says=(
        "按内容识别文件类型，只收 PDF、JPEG、PNG；允许时可以承诺代替。",
        "The kind of a file is read from its content; PDF, JPEG and PNG are taken. A promise stands for it where allowed.",
    ),
)
def attach_evidence(call: Call, number: CaseNumber, body: EvidenceIn) -> EvidenceOut:
    """A file or a promise for one material."""
    case = case_for(call, number)
    if case.applicant != call.username:
        raise Http404
    item = declared(case.item).item
    if body.promise:
        return evidence_out(
            cases.promise(number=number, item=item, material=body.material, actor=call.actor())
        )
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except (binascii.Error, ValueError):
        raise Answered(422, "not_base64") from None
    sent = read_upload(SimpleUploadedFile(_file_name(body.name or body.material), content))
    if isinstance(sent, Problem):
        fault = Fault(
            "file_refused", sent.reason, sent.reason, sent.clause, sent.next_step, sent.next_step
        )
        raise BadRequestBody([Wrong("content_base64", fault)])
    return evidence_out(
        cases.attach(
            number=number,
            item=item,
            material=body.material,
            name=sent.name,
            media_type=sent.media_type,
            content=sent.content,
            actor=call.actor(),
        )
    )


@GROUP.get(
    "/cases/{number}/evidence/{id}",
    id="read_evidence",
    access=SIGNED_IN,
    answer=None,
    media="application/octet-stream",
    title=("下载材料", "Download evidence"),
    says=("原样返回文件字节。", "The bytes of the file as they came."),
)
def read_evidence(call: Call, number: CaseNumber, id: Number) -> HttpResponse:
    """The file of one paper of one's own case."""
    case = case_for(call, number)
    found = next((one for one in cases.evidence_of(case=case) if one.pk == id), None)
    if found is None or found.file_id is None:
        raise Http404
    _name, _media, content = fetch(file_id=found.file_id)
    return HttpResponse(content, content_type="application/octet-stream")


@GROUP.post(
    "/cases/{number}/submit",
    id="submit_case",
    access=APPLY,
    answer=CaseOut,
    title=("提交办件", "Submit a case"),
    says=(
        "草稿提交，或补正后再次提交。",
        "Hand in a draft, or the answer to a correction request.",
    ),
)
def submit_case(call: Call, number: CaseNumber) -> CaseOut:
    """Hand it in. What is missing is named."""
    case = case_for(call, number)
    told = declared(case.item)
    if is_sensitive(told.item):
        call.require_proof()
    done = cases.submit(number=number, item=told.item, service=told.service, actor=call.actor())
    return case_out(call, done)


@GROUP.post(
    "/cases/{number}/withdraw",
    id="withdraw_case",
    access=APPLY,
    answer=CaseOut,
    title=("撤回办件", "Withdraw a case"),
    says=("复核之前可以撤回。", "At any time before review."),
)
def withdraw_case(call: Call, number: CaseNumber, body: MaybeWords) -> CaseOut:
    """Take it back."""
    case = case_for(call, number)
    done = cases.withdraw(
        number=number, item=declared(case.item).item, words=body.words, actor=call.actor()
    )
    return case_out(call, done)


@GROUP.post(
    "/cases/{number}/messages",
    id="write_message",
    access=APPLY,
    answer=CaseOut,
    status=201,
    title=("给经办人留言", "Write to the office"),
    says=("留言记入办件，经办人可以看到。", "Kept in the case; whoever handles it reads it."),
)
def write_message(call: Call, number: CaseNumber, body: WordsIn) -> CaseOut:
    """A message in a case."""
    case = case_for(call, number)
    if case.applicant != call.username:
        raise Http404
    done = cases.note(number=number, words=body.words, actor=call.actor(), public=True)
    return case_out(call, done)


@GROUP.post(
    "/cases/{number}/rating",
    id="rate_case",
    access=APPLY,
    answer=Done,
    title=("评价办件", "Rate a case"),
    says=(
        "办结后评价一次：5非常满意至1非常不满意；差评由他人回访。",
        "Once it is finished: 5 very satisfied to 1 very dissatisfied; somebody else follows up a bad one.",
    ),
)
def rate_case(call: Call, number: CaseNumber, body: RatingIn) -> Done:
    """The word of whoever may see the case."""
    case = case_for(call, number)
    rating.rate(
        number=case.number,
        grade=body.grade,
        labels=body.labels,
        words=body.words,
        channel="online",
        actor=call.actor(),
    )
    return Done(done=1)


def _file_name(text: str) -> str:
    """The last part of a name as some clients send it; a name that is none is called as what it is."""
    base = text.replace("\\", "/").rsplit("/", 1)[-1].strip()
    return base if base not in ("", ".", "..") else "evidence"
