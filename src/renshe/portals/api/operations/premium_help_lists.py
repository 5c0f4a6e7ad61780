"""Named lists that institutions file by program, what became of each row, and the audit of a programme."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from renshe.domains.identity.api import institution_in_force, mask_id_number, mask_name
from renshe.domains.premium_help import api as premium_help
from renshe.flows.premium_help_lists import list_filed, list_withdrawn
from renshe.kernel.periods import format_month, month_containing
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.operations import premium_help as chapter
from renshe.portals.api.operations.institutions import GROUP as INSTITUTIONS
from renshe.portals.api.operations.institutions import hand_of_institution
from renshe.portals.api.shapes import Fen, Number, TwoWords
from renshe.portals.institution.pages.premium_lists import ORIGINS
from renshe.portals.institution.portal import PREMIUM_LIST
from renshe.portals.layout.forms.typed import Asked

GROUP: Group = chapter.GROUP
MOST = 500
Skip = Annotated[int, Query(ge=0, le=1_000_000, description="跳过几条 / skip so many")]
Origin = Annotated[str, Field(description="、".join(ORIGINS), max_length=20)]


class PremiumProgrammeOut(Schema):
    """A programme to which the institution may name people."""

    id: int
    name: str
    insurance: str
    groups: list[str]
    from_month: str
    to_month: str


class PremiumListIn(Schema, extra="forbid"):
    """A list as a file: .xlsx with name, id number and group, in base64; under the institution's own number."""

    programme: int = Field(ge=1, le=2**53)
    origin: Origin
    document: str = Field(min_length=1, max_length=80)
    from_month: str = Field(pattern=r"^\d{4}-\d{2}$", examples=["2025-10"])
    content_base64: str = Field(min_length=4, max_length=8 * 2**20)


class PremiumListOut(Schema):
    """One list and how far it is."""

    id: int
    document: str
    programme: int
    origin: str
    from_month: str
    people: int
    state: str
    is_checked: bool
    public_to: str | None
    approved_on: str | None
    why: str


class PremiumRowOut(Schema):
    """Somebody on the list, masked; `last_month` before `from_month` for whoever was not taken."""

    name: str
    id_number: str
    group: str
    from_month: str
    last_month: str | None
    why: str


class PremiumListWhole(PremiumListOut):
    """A list with up to five hundred of its people."""

    rows: list[PremiumRowOut]


class PremiumCellOut(Schema):
    """One bad cell."""

    cell: str
    code: str
    why: TwoWords


class PremiumFiledOut(Schema):
    """What became of a file: the list, or every bad cell and no list."""

    filed: PremiumListOut | None
    errors: list[PremiumCellOut]


class WhyIn(Schema, extra="forbid"):
    """Why a list is taken back."""

    why: str = Field(min_length=1, max_length=200)


class ClaimAuditOut(Schema):
    """A claim or return with what its lines come to, and the three hands."""

    number: str
    period: str
    amount_fen: Fen
    lines_fen: Fen
    agrees: bool
    made_by: str
    approved_by: str | None
    settled_by: str | None


class FindingAuditOut(Schema):
    """Findings of one kind."""

    kind: str
    open: int
    kept: int
    upheld: int
    upheld_fen: Fen
    waiting_fen: Fen


class HelpAuditOut(Schema):
    """The audit of a programme."""

    claims: list[ClaimAuditOut]
    findings: list[FindingAuditOut]


@INSTITUTIONS.get(
    "/institution/premium-programmes", id="list_premium_programmes", access=PREMIUM_LIST,
    answer=list[PremiumProgrammeOut], title=("可以报送名单的资助项目", "Programmes to name people to"),
    says=("本机构所在地区的启用项目。", "Open ones of the institution's place."),
)  # fmt: skip
def list_premium_programmes(call: Call) -> list[PremiumProgrammeOut]:
    """Of the caller's institution."""
    held = institution_in_force(institution_id=hand_of_institution(call).institution_id)
    return [
        PremiumProgrammeOut(
            id=one.pk, name=one.name, insurance=one.insurance, groups=list(one.groups),
            from_month=format_month(one.from_month), to_month=format_month(one.to_month),
        )
        for one in premium_help.programmes_for(place=held.place, on=month_containing(call.today))
    ]  # fmt: skip


@INSTITUTIONS.get(
    "/institution/premium-lists", id="list_premium_lists", access=PREMIUM_LIST, answer=list[PremiumListOut],
    title=("本机构报送的资助名单", "Lists of my institution"),
    says=("最近的在前，每次五十份。", "The newest first, fifty at a time."),
)  # fmt: skip
def list_premium_lists(call: Call, after: Skip = 0) -> list[PremiumListOut]:
    """Whoever of the institution filed them."""
    held = hand_of_institution(call).institution_id
    found = premium_help.lists_by(institution_id=held)[after : after + 50]
    return [_list(one, people=one.names) for one in found]  # type: ignore[attr-defined]


@INSTITUTIONS.post(
    "/institution/premium-lists", id="file_premium_list", access=PREMIUM_LIST, answer=PremiumFiledOut, status=201,
    title=("报送资助名单", "File a list"),
    says=("全部收下或者都不收，错误逐格列出。", "All rows or none, every bad cell told."),
)  # fmt: skip
def file_premium_list(call: Call, body: PremiumListIn) -> PremiumFiledOut:
    """By the caller's institution, within its place."""
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    month = Asked(act="list", record=0, typed={"from_month": body.from_month}).month("from_month")
    new = premium_help.NewList(
        origin=body.origin if body.origin in ORIGINS else "", document=body.document, from_month=month
    )  # fmt: skip
    try:
        filed = list_filed(
            hand=hand_of_institution(call), programme_id=body.programme, new=new, content=content
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    people = premium_help.rows_on(list_id=filed.list.pk).count() if filed.list else 0
    return PremiumFiledOut(
        filed=_list(filed.list, people=people) if filed.list else None,
        errors=[
            PremiumCellOut(cell=f"{one.column}{one.row_number}", code=one.code, why=TwoWords(zh=one.zh, en=one.en))
            for one in filed.errors[:MOST]
        ],
    )  # fmt: skip


@INSTITUTIONS.get(
    "/institution/premium-lists/{id}", id="read_premium_list", access=PREMIUM_LIST, answer=PremiumListWhole,
    title=("一份资助名单", "One list"), says=("每个人的结果。", "What became of each row."),
)  # fmt: skip
def read_premium_list(call: Call, id: Number) -> PremiumListWhole:
    """Of one's own institution alone."""
    return _whole(call, id)


@INSTITUTIONS.post(
    "/institution/premium-lists/{id}/withdrawal", id="withdraw_premium_list", access=PREMIUM_LIST,
    answer=PremiumListWhole, title=("撤回资助名单", "Take a list back"),
    says=("经办机构核对以前都可以。", "Until the office has checked it."),
)  # fmt: skip
def withdraw_premium_list(call: Call, id: Number, body: WhyIn) -> PremiumListWhole:
    """Of one's own institution alone."""
    _own(call, id)
    list_withdrawn(hand=hand_of_institution(call), list_id=id, why=body.why)
    return _whole(call, id)


@GROUP.get(
    "/premium-help/programmes/{id}/audit", id="audit_help_programme", access=chapter.LOOK, answer=HelpAuditOut,
    title=("资助审计", "Audit of a programme"),
    says=("每笔申请与明细，核查按类汇总。", "Each claim against its lines, findings by kind."),
)  # fmt: skip
def audit_help_programme(call: Call, id: Number) -> HelpAuditOut:
    """Of the caller's places."""
    found = premium_help.HelpProgramme.objects.filter(pk=id).first()
    if found is None or not call.may_at(action="pension.look", place=found.place):
        raise Http404
    return HelpAuditOut(
        claims=[
            ClaimAuditOut(
                number=one.claim.number, period=format_month(one.claim.period), amount_fen=one.claim.amount_fen,
                lines_fen=one.lines_fen, agrees=one.agrees, made_by=one.claim.made_by, approved_by=one.claim.approved_by,
                settled_by=one.claim.settled_by,
            )
            for one in premium_help.claims_audited(programme_id=id)
        ],
        findings=[
            FindingAuditOut(
                kind=one.kind, open=one.open, kept=one.kept, upheld=one.upheld, upheld_fen=one.upheld_fen,
                waiting_fen=one.waiting_fen,
            )
            for one in premium_help.findings_audited(programme_id=id)
        ],
    )  # fmt: skip


def _own(call: Call, number: int) -> premium_help.HelpList:
    found = premium_help.list_by(
        list_id=number, institution_id=hand_of_institution(call).institution_id
    )
    if found is None:
        raise Http404
    return found


def _whole(call: Call, number: int) -> PremiumListWhole:
    found = _own(call, number)
    rows = premium_help.rows_on(list_id=number)
    told = _list(found, people=rows.count())
    return PremiumListWhole(
        **told.model_dump(),
        rows=[
            PremiumRowOut(
                name=mask_name(one.person.name), id_number=mask_id_number(one.person.id_number), group=one.group,
                from_month=format_month(one.from_month),
                last_month=format_month(one.last_month) if one.last_month is not None else None, why=one.left_why,
            )
            for one in rows[:MOST]
        ],
    )  # fmt: skip


def _list(one: premium_help.HelpList, *, people: int) -> PremiumListOut:
    return PremiumListOut(
        id=one.pk, document=one.document, programme=one.programme_id, origin=one.origin,
        from_month=format_month(one.from_month), people=people, state=one.state, is_checked=one.checked_by is not None,
        public_to=one.public_to.isoformat() if one.public_to else None,
        approved_on=one.approved_on.isoformat() if one.approved_on else None, why=one.refused_why,
    )  # fmt: skip
