"""Groups with their members, and who came to activities, from Excel tables: all rows or none, every bad cell told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.registry import api as registry
from renshe.domains.retirees import problems
from renshe.domains.retirees.caring import care_now
from renshe.domains.retirees.gathering import begin_group, join_group, record_activity
from renshe.domains.retirees.hand import By
from renshe.domains.retirees.models import GroupActivity, GroupMember, MutualHelpGroup
from renshe.foundation.sheets.cell_errors import CellError, Finding, cell_errors
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.days import day_of
from renshe.foundation.sheets.named_rows import (
    NAME,
    NUMBER,
    OTHER_NAME,
    TWICE,
    UNKNOWN,
    NamedRow,
    named_template,
    read_named_rows,
)
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem

LIMITS = {"rows": 5_000, "file_bytes": 5 * 2**20, "uncompressed_bytes": 60 * 2**20}
_PERSON = (
    TemplateColumn(NAME, "姓名", "Name", True, 14, "与身份证一致", "As on the id card"),
    TemplateColumn(NUMBER, "证件号码", "Id number", True, 24, "18位，文本格式", "18 characters, as text"),
)  # fmt: skip
ATTENDANCE = (
    TemplateColumn("held_on", "日期", "Day", True, 14, "如 2025-10-15", "As 2025-10-15"),
    TemplateColumn("what", "活动", "Activity", True, 30, "做了什么", "What was done"),
    *_PERSON,
)
GROUPS = (
    TemplateColumn("group", "小组名称", "Group", True, 20, "没有的自动成立", "Begun where there is none"),
    TemplateColumn("kind", "做什么", "Kind", True, 12, "互助、健身、文艺、志愿服务", "help, health, culture, volunteer"),
    TemplateColumn("meets", "活动时间地点", "When and where", True, 30, "如 每周三上午 活动室", "As Wednesdays, the hall"),
    *_PERSON,
)  # fmt: skip
_KINDS = {"互助": "help", "健身": "health", "文艺": "culture", "志愿服务": "volunteer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a table: groups begun or activities recorded, and people entered; or every bad cell and nothing."""

    made: int
    people: int
    errors: tuple[CellError, ...]


def attendance_template() -> bytes:
    """The empty attendance table; nobody's number is handed out in it."""
    return named_template(ATTENDANCE, title="活动签到 Attendance")


def groups_template() -> bytes:
    """The empty table of groups and members."""
    return named_template(GROUPS, title="小组成员 Groups")


@transaction.atomic
def import_attendance(*, group_id: int, content: bytes, by: By) -> Imported:
    """Record the activities of a table with who was there: one row a person and activity.

    Raises Refused where the file cannot be used as a whole, or the group has ended.
    """
    read = read_named_rows(content, columns=ATTENDANCE, limits=LIMITS)
    known = registry.people_by_id_numbers(id_numbers=read.id_numbers)
    members = {
        one.person_id: one.pk for one in GroupMember.objects.filter(group_id=group_id, left_on=None)
    }
    held = set(GroupActivity.objects.filter(group_id=group_id).values_list("held_on", "what"))
    findings: list[Finding] = []
    there: dict[tuple[dt.date, str], list[int]] = {}
    for row in read.rows:
        who = known.get(row.cells[NUMBER].upper())
        held_on, what = day_of(row.cells["held_on"]), row.cells["what"][:120]
        wrong = [
            *_wrong_person(row, who),
            *_wrong_activity(held_on, what, held=held, today=by.today),
        ]
        member = members.get(who.pk) if who is not None else None
        if who is not None and member is None:
            wrong.append((NUMBER, problems.NOT_MEMBER))
        elif held_on is not None and member in there.get((held_on, what), ()):
            wrong.append((NUMBER, TWICE))
        findings += [Finding(row.number, field, problem) for field, problem in wrong]
        if held_on is not None and member is not None:
            there.setdefault((held_on, what), []).append(member)
    if findings:
        return _told(findings, ATTENDANCE, read.places)
    for (held_on, what), people in there.items():
        record_activity(group_id=group_id, held_on=held_on, what=what, members=people, by=by)
    return Imported(made=len(there), people=sum(map(len, there.values())), errors=())


def _wrong_person(row: NamedRow, who: registry.Person | None) -> list[tuple[str, Problem]]:
    if who is None:
        return [(NUMBER, UNKNOWN)]
    return [] if same_name(who.name, row.cells[NAME]) else [(NAME, OTHER_NAME)]


def _wrong_activity(
    held_on: dt.date | None, what: str, *, held: set[tuple[dt.date, str]], today: dt.date
) -> list[tuple[str, Problem]]:
    if held_on is None or held_on > today:
        return [("held_on", problems.NO_ACTIVITY)]
    if not what:
        return [("what", problems.NO_ACTIVITY)]
    return [("what", problems.SAME_ACTIVITY)] if (held_on, what) in held else []


@transaction.atomic
def import_groups(*, community: str, content: bytes, by: By) -> Imported:
    """Enter the members of a community's groups; a group that there is not begins. One row a member.

    Raises Refused where the file cannot be used as a whole.
    """
    read = read_named_rows(content, columns=GROUPS, limits=LIMITS)
    known = registry.people_by_id_numbers(id_numbers=read.id_numbers)
    there = {
        one.name: one for one in MutualHelpGroup.objects.filter(community=community, ended_on=None)
    }
    inside = set(
        GroupMember.objects.filter(group__in=there.values(), left_on=None).values_list("group__name", "person_id")
    )  # fmt: skip
    findings: list[Finding] = []
    wanted: list[tuple[str, str, str, int]] = []
    for row in read.rows:
        who = known.get(row.cells[NUMBER].upper())
        name, kind, meets = row.cells["group"][:64], _kind(row.cells["kind"]), row.cells["meets"]
        wrong = [*_wrong_person(row, who), *_wrong_group(name, kind, meets, there)]
        if who is not None:
            care = care_now(person_id=who.pk)
            if care is None or care.community != community:
                wrong.append((NUMBER, problems.OTHER_COMMUNITY))
            if (name, who.pk) in inside:
                wrong.append((NUMBER, problems.MEMBER))
            inside.add((name, who.pk))
            wanted.append((name, kind, meets, who.pk))
        findings += [Finding(row.number, field, problem) for field, problem in wrong]
    if findings:
        return _told(findings, GROUPS, read.places)
    begun = 0
    for name, kind, meets, person in wanted:
        if name not in there:
            there[name] = begin_group(community=community, name=name, kind=kind, meets=meets, by=by)
            begun += 1
        join_group(group_id=there[name].pk, person_id=person, by=by)
    return Imported(made=begun, people=len(wanted), errors=())


def _wrong_group(
    name: str, kind: str, meets: str, there: Mapping[str, MutualHelpGroup]
) -> list[tuple[str, Problem]]:
    """What a new group lacks; of one that is there only the name is asked."""
    if not name:
        return [("group", problems.NAME)]
    if name in there:
        return []
    wrong = [("kind", problems.KIND)] if kind not in MutualHelpGroup.Kind.values else []
    return [*wrong, *([] if meets else [("meets", problems.NAME)])]


def _kind(text: str) -> str:
    """The code of a kind as somebody writes it; what is none stays as it is."""
    return _KINDS.get(text.strip(), text.strip().casefold())


def _told(
    findings: list[Finding], columns: tuple[TemplateColumn, ...], places: Mapping[str, int]
) -> Imported:
    errors = tuple(cell_errors(findings, columns=columns, places=places))
    return Imported(made=0, people=0, errors=errors)
