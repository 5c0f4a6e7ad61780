"""Mutual-help groups: begun, joined, left, their activities, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from renshe.domains.registry import api as registry
from renshe.domains.retirees import problems
from renshe.domains.retirees.caring import care_now
from renshe.domains.retirees.hand import By
from renshe.domains.retirees.models import (
    ActivityAttendance,
    GroupActivity,
    GroupMember,
    MutualHelpGroup,
)
from renshe.kernel.codes.problem import Refused


@transaction.atomic
def begin_group(*, community: str, name: str, kind: str, meets: str, by: By) -> MutualHelpGroup:
    """A group begins. Raises Refused `group_name_missing`, `group_name_taken`."""
    if not name.strip() or not meets.strip() or kind not in MutualHelpGroup.Kind.values:
        raise Refused(problems.NAME)
    if MutualHelpGroup.objects.filter(
        community=community, name=name.strip(), ended_on=None
    ).exists():
        raise Refused(problems.NAME_TAKEN)
    return MutualHelpGroup.objects.create(
        community=community, name=name.strip()[:64], kind=kind, meets=meets.strip()[:120],
        started_on=by.today, recorded_by=by.name,
    )  # fmt: skip


@transaction.atomic
def end_group(*, group_id: int, by: By) -> MutualHelpGroup:
    """A group ends, and everybody's membership with it. Raises Refused `group_ended`."""
    group = _open(group_id)
    group.ended_on = by.today
    group.save(update_fields=["ended_on"])
    GroupMember.objects.filter(group=group, left_on=None).update(left_on=by.today)
    return group


@transaction.atomic
def join_group(*, group_id: int, person_id: int, by: By) -> GroupMember:
    """Somebody joins a group of his own community. Raises Refused `group_ended`, `group_elsewhere`, `already_member`."""
    group, who = _open(group_id), registry.person(person_id=person_id)
    care = care_now(person_id=who.pk)
    if care is None or care.community != group.community:
        raise Refused(problems.OTHER_COMMUNITY)
    if GroupMember.objects.filter(group=group, person=who, left_on=None).exists():
        raise Refused(problems.MEMBER)
    return GroupMember.objects.create(
        group=group, person=who, joined_on=by.today, joined_by=by.name
    )


@transaction.atomic
def leave_group(*, group_id: int, person_id: int, by: By) -> None:
    """Somebody leaves; a leader who leaves leaves the group without one. Nothing happens to who is no member."""
    GroupMember.objects.filter(group_id=group_id, person_id=person_id, left_on=None).update(
        left_on=by.today
    )
    MutualHelpGroup.objects.filter(pk=group_id, leader_id=person_id).update(leader=None)


@transaction.atomic
def lead_group(*, group_id: int, member_id: int) -> MutualHelpGroup:
    """A member leads the group. Raises Refused `group_ended`, GroupMember.DoesNotExist."""
    group = _open(group_id)
    group.leader_id = GroupMember.objects.get(pk=member_id, group=group, left_on=None).person_id
    group.save(update_fields=["leader"])
    return group


@transaction.atomic
def record_activity(
    *, group_id: int, held_on: date, what: str, members: Sequence[int], by: By
) -> GroupActivity:
    """An activity with who was there (numbers of memberships; others are left out). Raises Refused."""
    group = _open(group_id)
    if not what.strip() or held_on > by.today:
        raise Refused(problems.NO_ACTIVITY)
    same = GroupActivity.objects.filter(group=group, held_on=held_on, what=what.strip())
    if same.exists():
        raise Refused(problems.SAME_ACTIVITY)
    activity = GroupActivity.objects.create(
        group=group, held_on=held_on, what=what.strip()[:120], recorded_by=by.name, recorded_at=by.at
    )  # fmt: skip
    there = GroupMember.objects.filter(group=group, pk__in=list(members)).order_by("pk")
    ActivityAttendance.objects.bulk_create(
        ActivityAttendance(activity=activity, member=one) for one in there
    )
    return activity


def _open(group_id: int) -> MutualHelpGroup:
    group = MutualHelpGroup.objects.select_for_update().get(pk=group_id)
    if group.ended_on is not None:
        raise Refused(problems.ENDED)
    return group
