"""Expropriation: projects, their acts, what is watched, medical cover, lists made public, and a person's own land security."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from ninja import Path, Query

from renshe.domains.cases.api import Words
from renshe.domains.expropriation import api as expropriation
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.kernel.periods import format_month
from renshe.laws import library
from renshe.portals.api.calling import Call
from renshe.portals.api.land_shapes import (
    BY_PROGRAM,
    LandAct,
    LandAwardOut,
    LandCellOut,
    LandListIn,
    LandListOut,
    LandMemberOut,
    LandMonthOut,
    LandObjectionOut,
    LandProjectOut,
    LandProjectWhole,
    LandShareOut,
    LandWatchOut,
    MyLandOut,
    PublicListOut,
    RatioOut,
    RiseOut,
    StreetCoverOut,
)
from renshe.portals.api.operation import Group
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.operations.person import me
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import Number, TwoWords
from renshe.portals.land.acts import NEEDS, SENSITIVE, act_on, import_people
from renshe.portals.layout.access import ANYBODY, own_person, staff
from renshe.portals.layout.forms.typed import Asked

GROUP = Group("land", Words("征地保障", "Expropriation"))
LOOK = staff("pension.look")
MINE = own_person("pension.look")
Skip = Annotated[int, Query(ge=0, le=1_000_000, description="跳过几条 / skip so many")]
Part = Annotated[
    str,
    Path(max_length=32, description="land_allowance_first、land_elder_allowance、town_months_carried、town_account_carried"),
]  # fmt: skip


@GROUP.get(
    "/land/projects", id="list_land_projects", access=LOOK, answer=list[LandProjectOut],
    title=("征地项目", "Expropriation projects"),
    says=("本机构范围内，未办结的在前，每次五十个。", "Within the caller's places, unfinished ones first, fifty at a time."),
)  # fmt: skip
def list_land_projects(call: Call, after: Skip = 0) -> list[LandProjectOut]:
    """Of the first of the caller's places."""
    rows = expropriation.project_rows(place=call.place("pension.look"), offset=after, most=50)
    return [LandProjectOut(**_row(row)) for row in rows]


@GROUP.get(
    "/land/projects/{id}", id="read_land_project", access=LOOK, answer=LandProjectWhole,
    title=("一个征地项目", "One project"), says=("人员、各方应缴、异议。", "Its people, what is owed, objections."),
)  # fmt: skip
def read_land_project(call: Call, id: Number) -> LandProjectWhole:
    """Of the caller's places."""
    return _whole(_own(call, id))


@GROUP.get(
    "/land/projects/{id}/quota", id="explain_land_quota", access=LOOK, answer=Answer,
    title=("应安置人数的解释", "Why so many are placed"), says=("按人均耕地。", "By land per head."),
)  # fmt: skip
def explain_land_quota(call: Call, id: Number) -> Answer:
    """As the law has it on the project's day."""
    found = expropriation.project(project_id=_own(call, id).id)
    return answer_of(expropriation.quota_of(new=found, explain=library.explain))


@GROUP.get(
    "/land/members/{id}/allowance/{part}", id="explain_land_allowance", access=LOOK, answer=Answer,
    title=("征地养老生活费的解释", "Why an allowance is so"), says=("核定时的解释。", "As determined."),
)  # fmt: skip
def explain_land_allowance(call: Call, id: Number, part: Part) -> Answer:
    """Of somebody on a list of the caller's places."""
    found = (
        expropriation.LandAllowance.objects.filter(member_id=id).select_related("member").first()
    )
    if found is None or part not in expropriation.PARTS:
        raise Http404
    _own(call, found.member.project_id)
    return answer_of(_determined(found)[part])


@GROUP.post(
    "/land/projects/{id}/acts", id="act_on_land_project", access=LOOK, answer=LandProjectWhole,
    title=("办理征地项目的一步", "Take a step of a project"),
    says=(
        "公示、答复、删去、未成年凭证、街道确认、自然资源确认、收款、出证、入账、批量核定的提交和复核；名单文件另有接口。",
        "Publish, answer, remove, minor, street, land, receive, certify, settle, propose and decide awards; not the list.",
    ),
)  # fmt: skip
def act_on_land_project(call: Call, id: Number, body: LandAct) -> LandProjectWhole:
    """With the power that the act needs at the project's place."""
    row = _own(call, id)
    if body.act not in BY_PROGRAM:
        raise Answered(422, "no_such_choice", subject=body.act)
    if not call.may_at(action=NEEDS[body.act], place=row.place):
        raise Answered(403, "not_allowed", subject=NEEDS[body.act])
    if body.act in SENSITIVE:
        call.require_proof()
    recorded = expropriation.Recorded(by=call.username, at=call.now, today=call.today)
    try:
        act_on(Asked(act=body.act, record=id, typed=body.typed), recorded=recorded)
    except ObjectDoesNotExist:
        raise Http404 from None
    return _whole(expropriation.project_row(project_id=id))


@GROUP.post(
    "/land/projects/{id}/list", id="import_land_list", access=LOOK, answer=LandListOut,
    title=("导入征地人员名单", "Import the names list"),
    says=("有一格错误就都不导入，错误逐格列出。", "All or nobody: every bad cell is told."),
)  # fmt: skip
def import_land_list(call: Call, id: Number, body: LandListIn) -> LandListOut:
    """Everybody of a file, with the power to handle at the project's place."""
    row = _own(call, id)
    if not call.may_at(action=NEEDS["list"], place=row.place):
        raise Answered(403, "not_allowed", subject=NEEDS["list"])
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except (binascii.Error, ValueError):
        raise Answered(422, "not_base64") from None
    recorded = expropriation.Recorded(by=call.username, at=call.now, today=call.today)
    listed = import_people(project=row.id, content=content, recorded=recorded)
    return LandListOut(
        added=listed.added,
        errors=[
            LandCellOut(
                cell=f"{one.column}{one.row_number}", code=one.code, why=TwoWords(zh=one.zh, en=one.en)
            )
            for one in listed.errors
        ],
    )  # fmt: skip


@GROUP.get(
    "/land/watch", id="read_land_watch", access=LOOK, answer=LandWatchOut,
    title=("征地养老指标", "What is watched"), says=("比例、同步增加、资金。", "The ratio, equal rises, the money."),
)  # fmt: skip
def read_land_watch(call: Call) -> LandWatchOut:
    """Of the first of the caller's places."""
    place = call.place("pension.look")
    held = expropriation.reserve_now(place=place)
    return LandWatchOut(
        place=place,
        ratio=[
            RatioOut(
                month=format_month(one.month), rural_fen=one.rural_fen, land_fen=one.land_fen, hundredths=one.hundredths,
                from_land=one.from_land, from_rural=one.from_rural,
            )
            for one in expropriation.ratio_history(place=place)
        ],
        rises=[
            RiseOut(year=one.year, land_fen=one.land_fen, town_fen=one.town_fen, equal=one.equal)
            for one in expropriation.rises(place=place)
        ],
        months=[
            LandMonthOut(
                month=format_month(one.month), people=one.people, covered=one.covered, pool_fen=one.pool_fen,
                reserve_fen=one.reserve_fen, monthly_fen=one.monthly_fen, warnings=list(one.warnings),
            )
            for one in expropriation.watch_months(place=place)
        ],
        accounts_fen=held.accounts_fen, pool_fen=held.pool_fen, reserve_fen=held.reserve_fen,
        predeposit_fen=held.predeposit_fen, months_covered=held.months,
    )  # fmt: skip


@GROUP.get(
    "/land/cover", id="list_land_cover", access=LOOK, answer=list[StreetCoverOut],
    title=("征地人员医疗保障", "Medical cover of the group"), says=("按街镇。", "By street."),
)  # fmt: skip
def list_land_cover(call: Call) -> list[StreetCoverOut]:
    """Of the first of the caller's places, today."""
    rows = expropriation.cover_by_street(place=call.place("pension.look"), on=call.today)
    return [
        StreetCoverOut(
            place=one.place,
            people=one.people,
            employee=one.employee,
            resident=one.resident,
            without=one.without,
        )
        for one in rows
    ]


@GROUP.get(
    "/land/public-lists", id="list_public_land_lists", access=ANYBODY, answer=list[PublicListOut],
    title=("公示的征地人员名单", "Lists made public"), says=("姓名部分遮蔽。", "Names are masked."),
)  # fmt: skip
def list_public_land_lists(call: Call) -> list[PublicListOut]:
    """While they are public."""
    return [
        PublicListOut(
            id=one.pk, name=one.name, approval_number=one.approval_number, until=str(one.public_to),
            people=[mask_name(m.person.name) for m in expropriation.members(project_id=one.pk)[:1000]],
        )
        for one in expropriation.public_projects(on=call.today)
    ]  # fmt: skip


@GROUP.get(
    "/me/land", id="read_my_land", access=MINE, answer=MyLandOut,
    title=("我的征地保障", "My land security"), says=("安置、账户、生活费、镇保。", "Placement, account, allowance."),
)  # fmt: skip
def read_my_land(call: Call) -> MyLandOut:
    """The caller's own."""
    person = me(call)
    placed = expropriation.memberships(person_id=person.pk)
    granted = expropriation.allowance_of(person_id=person.pk)
    town = expropriation.town_record(person_id=person.pk)
    return MyLandOut(
        projects=[one.project.approval_number for one in placed], groups=[one.group for one in placed],
        balance_fen=expropriation.account_balance(person_id=person.pk),
        allowance_fen=granted.amount_fen if granted else None, elder_fen=granted.elder_fen if granted else None,
        town_months=town.months if town else None, town_account_fen=town.account_fen if town else None,
    )  # fmt: skip


@GROUP.get(
    "/me/land/{part}", id="explain_my_land", access=MINE, answer=Answer,
    title=("我的征地保障的解释", "Why it is so"), says=("生活费或镇保转入。", "Allowance, or what is carried."),
)  # fmt: skip
def explain_my_land(call: Call, part: Part) -> Answer:
    """The caller's own."""
    person = me(call)
    town = expropriation.town_record(person_id=person.pk)
    if part in expropriation.CARRIED and town is not None:
        on = town.converted_on or call.today
        told = expropriation.carried_by_law(record=town, on=on, explain=library.explain)
        return answer_of(told.explanations[part])
    granted = expropriation.allowance_of(person_id=person.pk)
    if granted is None or part not in expropriation.PARTS:
        raise Http404
    return answer_of(_determined(granted)[part])


def _determined(found: expropriation.LandAllowance) -> dict[str, Any]:
    return expropriation.determined(allowance=found, explain=library.explain)


def _own(call: Call, number: int) -> expropriation.ProjectRow:
    """A project of the caller's places. Raises Http404."""
    try:
        row = expropriation.project_row(project_id=number)
    except expropriation.ExpropriationProject.DoesNotExist:
        raise Http404 from None
    if not call.may_at(action="pension.look", place=row.place):
        raise Http404
    return row


def _row(row: expropriation.ProjectRow) -> dict[str, Any]:
    zh, en = expropriation.STATES[row.state]
    return {
        **{name: getattr(row, name) for name in row.__dataclass_fields__},
        "approved_on": row.approved_on.isoformat(),
        "state": TwoWords(zh=zh, en=en),
        "state_code": row.state,
        "next_due_on": row.next_due_on.isoformat() if row.next_due_on else None,
    }


def _whole(row: expropriation.ProjectRow) -> LandProjectWhole:
    found = expropriation.project(project_id=row.id)
    owed = expropriation.owed_by_share(found)
    rows = expropriation.members(project_id=row.id).select_related("allowance")[:200]
    batch = expropriation.last_batch_award(project_id=row.id)
    return LandProjectWhole(
        **_row(row),
        shares=[
            LandShareOut(
                id=one.pk, payer=one.payer, payer_name=one.payer_name, permille=one.permille,
                due_on=one.due_on.isoformat(), amount_fen=one.amount_fen, owed_fen=owed[one.pk],
            )
            for one in found.shares.order_by("pk")
        ],
        members=[_member(one) for one in rows],
        objections=[
            LandObjectionOut(
                id=one.pk, words=one.words, raised_on=one.raised_on.isoformat(), state=one.state, answer=one.answer
            )
            for one in expropriation.objections(project_id=row.id)
        ],
        public_to=found.public_to.isoformat() if found.public_to else None, certificate=found.certificate,
        account_fen=found.account_fen, pool_fen=found.pool_fen, reserve_fen=found.reserve_fen,
        awards_state=batch.state if batch else None, awards=[_award(one) for one in batch.rows] if batch else [],
    )  # fmt: skip


def _award(row: dict[str, Any]) -> LandAwardOut:
    why = None if "fen" in row else TwoWords(zh=row["zh"], en=row["en"])
    starts = row.get("starts")
    return LandAwardOut(
        member=row["member"], fen=row.get("fen"), starts_month=format_month(starts) if starts else None,
        owed_fen=row.get("owed_fen"), why=why,
    )  # fmt: skip


def _member(one: expropriation.ProjectMember) -> LandMemberOut:
    granted = getattr(one, "allowance", None)
    return LandMemberOut(
        id=one.pk, name=mask_name(one.person.name), id_number=mask_id_number(one.person.id_number), group=one.group,
        age=one.age, allowance_fen=granted.amount_fen if granted else None,
    )  # fmt: skip
