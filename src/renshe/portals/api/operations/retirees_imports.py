"""Tables of retirees' groups and of who came to their activities, by program: all rows or none, every bad cell told."""

from __future__ import annotations

import base64
import binascii

from django.http import Http404
from ninja import Schema
from pydantic import Field

from renshe.domains.retirees import api as retirees
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.retirees import ACT, CARE, GROUP
from renshe.portals.api.shapes import Number, TwoWords


class TableIn(Schema, extra="forbid"):
    """A table: .xlsx or .csv in base64."""

    content_base64: str = Field(min_length=4, max_length=8 * 2**20)


class GroupsTableIn(TableIn):
    """A table of the groups of one community."""

    community: str = Field(pattern=r"^\d{12}$", examples=["310112001001"])


class TableCellOut(Schema):
    """One bad cell."""

    cell: str
    code: str
    why: TwoWords


class TableOut(Schema):
    """What became of it: groups begun or activities recorded, people entered; or every bad cell and nothing."""

    made: int
    people: int
    errors: list[TableCellOut]


@GROUP.post(
    "/retirees/groups/import", id="import_mutual_help_groups", access=CARE, answer=TableOut,
    title=("导入小组和成员", "Import groups with their members"),
    says=("列：小组名称、做什么、活动时间地点、姓名、证件号码。", "Columns: group, kind, when and where, name, id number."),
)  # fmt: skip
def import_mutual_help_groups(call: Call, body: GroupsTableIn) -> TableOut:
    """Of a community of the caller's places."""
    call.require_at(action=ACT, place=body.community)
    return _told(
        retirees.import_groups(community=body.community, content=_file(body), by=_by(call))
    )


@GROUP.post(
    "/retirees/groups/{id}/attendance", id="import_group_attendance", access=CARE, answer=TableOut,
    title=("导入活动签到", "Import attendance"),
    says=("列：日期、活动、姓名、证件号码。", "Columns: day, activity, name, id number."),
)  # fmt: skip
def import_group_attendance(call: Call, id: Number, body: TableIn) -> TableOut:
    """Of a group of the caller's places."""
    try:
        found = retirees.group(group_id=id)
    except retirees.MutualHelpGroup.DoesNotExist:
        raise Http404 from None
    call.require_at(action=ACT, place=found.community)
    return _told(retirees.import_attendance(group_id=id, content=_file(body), by=_by(call)))


def _file(body: TableIn) -> bytes:
    """The bytes; nothing where the text is no base64, which every table refuses."""
    try:
        return base64.b64decode(body.content_base64, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _by(call: Call) -> retirees.By:
    return retirees.By(name=call.username, at=call.now, today=call.today)


def _told(told: retirees.Imported) -> TableOut:
    return TableOut(
        made=told.made, people=told.people,
        errors=[
            TableCellOut(
                cell=f"{one.column}{one.row_number}", code=one.code, why=TwoWords(zh=one.zh, en=one.en)
            )
            for one in told.errors[:500]
        ],
    )  # fmt: skip
