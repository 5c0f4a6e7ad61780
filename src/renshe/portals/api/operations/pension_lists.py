"""Lists of people whose pensions change together: read, taken out of, agreed to or refused; proofs taken in by the file."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from renshe.domains.cases.api import Words
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.pension import api as pension
from renshe.kernel.periods import format_month
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import (
    USUAL,
    Cursor,
    Fen,
    Limit,
    Number,
    Page,
    Term,
    TwoWords,
    counted_page,
    key_of,
    page_of,
    term,
)
from renshe.portals.casework.list_acts import (
    HANDLE,
    NEEDS,
    SENSITIVE,
    act_on,
    propose_from_file,
    propose_the_proved,
)
from renshe.portals.casework.list_explained import explain_amount
from renshe.portals.layout.access import staff
from renshe.portals.layout.explaining_pensions import explain_award
from renshe.portals.layout.forms.typed import Asked

GROUP = Group("pension_lists", Words("待遇名单", "Lists of pensions"))
LOOK, CHANGE, DECIDE = staff("pension.look"), staff(HANDLE), staff("pension.approve")
KINDS = {
    "invalidity_review": ("病残津贴复核", "invalidity allowances reviewed"),
    "restore": ("认证通过恢复发放", "restored after a proof"),
}
STATES = {
    "proposed": ("待复核", "waits to be decided"),
    "done": ("已办结", "decided"),
    "refused": ("未同意", "not agreed to"),
}
CAUSES = {
    "near_age": ("距法定退休年龄五年", "five years to the legal age"),
    "legal_age": ("到法定退休年龄", "the legal age"),
    "resumed": ("恢复缴费", "contributions resumed"),
    "reappraised": ("复查鉴定不再符合", "found otherwise on re-examination"),
    "term_over": ("支付期限届满", "its months are over"),
    "proved": ("认证通过", "proved"),
}
ROW_STATES = {
    "open": ("待办", "open"),
    "done": ("已办", "done"),
    "left": ("未办", "not done"),
    "struck": ("已移出", "taken out"),
    "refused": ("未同意", "not agreed to"),
}
OnlyKind = Annotated[str, Query(max_length=20, description="只列这一类 / only this kind")]
AmountOf = Annotated[str, Query(max_length=8, description="before、after、owed、claimed")]


class PeopleListOut(Schema):
    """A list with its sums."""

    id: int
    kind: Term
    state: Term
    place: str
    source: str
    proposed_by: str
    proposed_at: str
    decided_by: str
    reason: str
    open: int
    done: int
    left: int
    owed_fen: Fen
    claimed_fen: Fen


class ListedOut(Schema):
    """Somebody on a list, masked: what changes from which month, and why nothing was done where it was not."""

    id: int
    name: str
    id_number: str
    cause: Term
    evidence: dict[str, Any]
    from_month: str
    before_fen: Fen
    after_fen: Fen | None
    owed_fen: Fen | None
    claimed_fen: Fen | None
    state: Term
    problem: TwoWords | None


class AllowanceOut(Schema):
    """An invalidity allowance in force, masked; the amount a month as determined, without its rises."""

    id: int
    name: str
    id_number: str
    total_fen: Fen
    starts_month: str
    ends_month: str | None
    suspended: bool


class RefusalIn(Schema, extra="forbid"):
    """Why a list is not agreed to, or why somebody is taken out."""

    reason: str = Field(min_length=1, max_length=200)


class StrikeIn(RefusalIn):
    """Who is taken out, by his number on the list."""

    row: int = Field(ge=1)


class ProofsIn(Schema, extra="forbid"):
    """A table of proofs (.xlsx or .csv: name, id number, day, how) in base64, and its name."""

    file_name: str = Field(min_length=1, max_length=120)
    content_base64: str = Field(min_length=4, max_length=7 * 2**20)


class BadCellOut(Schema):
    """One bad cell."""

    cell: str
    code: str
    why: TwoWords


class ProofsOut(Schema):
    """The list that waits to be decided, or every bad cell and no list."""

    list: PeopleListOut | None
    errors: list[BadCellOut]


@GROUP.get(
    "/pension-lists", id="list_people_lists", access=LOOK, answer=Page[PeopleListOut],
    title=("待遇名单", "Lists of people"), says=("新的在前。", "The latest first."),
)  # fmt: skip
def list_people_lists(
    call: Call, kind: OnlyKind = "", cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """At the first of the caller's places."""
    (after,) = key_of(cursor, int) or (0,)
    first = min(after, 10**9)
    found = pension.people_lists(place=call.place("pension.look"), kind=kind)
    rows = list(enumerate(found[first : first + limit + 1], first + 1))
    sums = pension.list_sums(list_ids=[one.pk for _at, one in rows])
    return page_of(
        rows, limit=limit, show=lambda row: _out(row[1], sums[row[1].pk]), key=lambda row: (row[0],)
    )


@GROUP.get(
    "/invalidity-allowances", id="list_invalidity_allowances", access=LOOK, answer=Page[AllowanceOut],
    title=("在领的病残津贴", "Invalidity allowances in force"),
    says=("首发早的在前；姓名、证件号码脱敏。", "The first to begin first; masked."),
)  # fmt: skip
def list_invalidity_allowances(call: Call, cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """At the first of the caller's places."""
    rows = pension.awards_of_kind(kind="invalidity", place=call.place("pension.look"))
    return counted_page(rows, cursor=cursor, limit=limit, show=_allowance)


@GROUP.get(
    "/invalidity-allowances/{id}/explanation", id="explain_invalidity_allowance", access=LOOK, answer=Answer,
    title=("病残津贴怎样算出", "Why an allowance is what it is"), says=("核定的月标准。", "As it was determined."),
)  # fmt: skip
def explain_invalidity_allowance(call: Call, id: Number) -> Answer:
    """Of one of the caller's places."""
    rows = pension.awards_of_kind(kind="invalidity", place=call.place("pension.look"))
    award = rows.filter(pk=id).first()
    if award is None:
        raise Http404
    return answer_of(explain_award(award=award, part="award")[0])


@GROUP.get(
    "/pension-lists/{id}", id="read_people_list", access=LOOK, answer=PeopleListOut,
    title=("一份名单", "One list"), says=("合计和经办人。", "Its sums and its hands."),
)  # fmt: skip
def read_people_list(call: Call, id: Number) -> PeopleListOut:
    """Of one of the caller's places."""
    return _told(_list(call, id, action="pension.look"))


@GROUP.get(
    "/pension-lists/{id}/people", id="list_listed_people", access=LOOK, answer=Page[ListedOut],
    title=("名单人员", "People of a list"), says=("姓名、证件号码脱敏。", "Names and numbers masked."),
)  # fmt: skip
def list_listed_people(
    call: Call, id: Number, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """Whom something is done for first."""
    found = _list(call, id, action="pension.look")
    people = pension.list_rows(list_id=found.pk)
    return counted_page(people, cursor=cursor, limit=limit, show=_person)


@GROUP.get(
    "/pension-lists/people/{id}/explanation", id="explain_listed_amount", access=LOOK, answer=Answer,
    title=("名单上的金额怎样算出", "Why an amount on a list is what it is"),
    says=("原标准、新标准、补发、多发。", "Before, after, owed, claimed."),
)  # fmt: skip
def explain_listed_amount(call: Call, id: Number, part: AmountOf = "after") -> Answer:
    """Of somebody on a list of one of the caller's places."""
    try:
        row = pension.PeopleListRow.objects.select_related("list", "award").get(pk=id)
    except pension.PeopleListRow.DoesNotExist:
        raise Http404 from None
    call.require_at(action="pension.look", place=row.list.place)
    told = explain_amount(row, part)
    if told is None:
        raise Http404
    return answer_of(told[0])


@GROUP.post(
    "/pension-lists/{id}/strike", id="strike_from_people_list", access=CHANGE, answer=PeopleListOut,
    title=("移出名单", "Take somebody out"), says=("复核以前，写明理由。", "Before it is decided, with the reason."),
)  # fmt: skip
def strike_from_people_list(call: Call, id: Number, body: StrikeIn) -> PeopleListOut:
    """A person's judgement: a machine is refused."""
    return _acted(call, id, "strike", {"row": str(body.row), "reason": body.reason})


@GROUP.post(
    "/pension-lists/{id}/agree", id="agree_to_people_list", access=DECIDE, answer=PeopleListOut,
    title=("复核同意名单", "Agree to a list"),
    says=("由另一人，逐人办理；办不了的列明原因。", "By another; each is done, who cannot be stays with the reason."),
)  # fmt: skip
def agree_to_people_list(call: Call, id: Number) -> PeopleListOut:
    """A person's judgement, with a fresh proof: a machine is refused."""
    return _acted(call, id, "agree", {})


@GROUP.post(
    "/pension-lists/{id}/refuse", id="refuse_people_list", access=DECIDE, answer=PeopleListOut,
    title=("退回名单", "Refuse a list"), says=("写明理由，待遇没有变化。", "With the reason; nothing changes."),
)  # fmt: skip
def refuse_people_list(call: Call, id: Number, body: RefusalIn) -> PeopleListOut:
    """A person's judgement: a machine is refused."""
    return _acted(call, id, "refuse", {"reason": body.reason})


@GROUP.post(
    "/pension-restores/proofs", id="propose_restores", access=CHANGE, answer=ProofsOut,
    title=("导入认证名单，提出恢复发放", "Take in proofs to restore by"),
    says=("有一格错误就都不导入，错误逐格列出。", "All or nobody: every bad cell is told."),
)  # fmt: skip
def propose_restores(call: Call, body: ProofsIn) -> ProofsOut:
    """At the first of the caller's places."""
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except (binascii.Error, ValueError):
        raise Answered(422, "not_base64") from None
    made, read = propose_from_file(
        place=call.place(HANDLE), file_name=body.file_name, content=content, recorded=_recorded(call)
    )  # fmt: skip
    errors = [
        BadCellOut(cell=f"{one.column}{one.row_number}", code=one.code, why=TwoWords(zh=one.zh, en=one.en))
        for one in read.errors
    ]  # fmt: skip
    return ProofsOut(list=_told(made) if made is not None else None, errors=errors)


@GROUP.post(
    "/pension-restores/proved", id="propose_restores_of_the_proved", access=CHANGE, answer=PeopleListOut,
    title=("已认证仍停发的人列成名单", "List who is proved and still suspended"),
    says=("不在任何名单上的。", "Whoever stands on no list."),
)  # fmt: skip
def propose_restores_of_the_proved(call: Call) -> PeopleListOut:
    """At the first of the caller's places."""
    return _told(propose_the_proved(place=call.place(HANDLE), recorded=_recorded(call)))


def _recorded(call: Call) -> pension.Recorded:
    return pension.Recorded(by=call.username, at=call.now, known_on=call.today, reason="")


def _list(call: Call, number: int, *, action: str) -> pension.PeopleList:
    """A list at a place where the caller may do the action. Raises Http404, Answered 403."""
    try:
        found = pension.people_list(list_id=number)
    except pension.PeopleList.DoesNotExist:
        raise Http404 from None
    call.require_at(action=action, place=found.place)
    return found


def _acted(call: Call, number: int, act: str, typed: dict[str, str]) -> PeopleListOut:
    if call.account is None:
        raise Answered(403, "not_allowed", subject=NEEDS[act])
    found = _list(call, number, action=NEEDS[act])
    if act in SENSITIVE:
        call.require_proof()
    try:
        act_on(Asked(act=act, record=found.pk, typed=typed), recorded=_recorded(call))
    except ObjectDoesNotExist:
        raise Http404 from None
    return _told(pension.people_list(list_id=found.pk))


def _told(found: pension.PeopleList) -> PeopleListOut:
    return _out(found, pension.list_sums(list_ids=[found.pk])[found.pk])


def _out(found: pension.PeopleList, sums: pension.ListSums) -> PeopleListOut:
    return PeopleListOut(
        id=found.pk, kind=term(found.kind, KINDS), state=term(found.state, STATES), place=found.place, source=found.source,
        proposed_by=found.proposed_by, proposed_at=found.proposed_at.isoformat(), decided_by=found.decided_by or "",
        reason=found.reason, open=sums.open, done=sums.done, left=sums.left, owed_fen=sums.owed_fen,
        claimed_fen=sums.claimed_fen,
    )  # fmt: skip


def _allowance(award: pension.Award) -> AllowanceOut:
    return AllowanceOut(
        id=award.pk, name=mask_name(award.person.name), id_number=mask_id_number(award.person.id_number),
        total_fen=award.total_fen, starts_month=format_month(award.starts_month),
        ends_month=format_month(award.ends_month) if award.ends_month is not None else None,
        suspended=award.state == "suspended",
    )  # fmt: skip


def _person(row: pension.PeopleListRow) -> ListedOut:
    problem = TwoWords(zh=row.problem["zh"], en=row.problem["en"]) if row.problem else None
    return ListedOut(
        id=row.pk, name=mask_name(row.person.name), id_number=mask_id_number(row.person.id_number),
        cause=term(row.cause, CAUSES), evidence=row.evidence, from_month=format_month(row.from_month),
        before_fen=row.before_fen, after_fen=row.after_fen, owed_fen=row.owed_fen, claimed_fen=row.claimed_fen,
        state=term(row.state, ROW_STATES), problem=problem,
    )  # fmt: skip
