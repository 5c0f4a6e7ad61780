"""Who is on a project's list: each put into a group by age on the project's day, and taken off with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from renshe.domains.expropriation import problems
from renshe.domains.expropriation.models import ExpropriationProject, ProjectMember
from renshe.domains.expropriation.projects import Recorded, locked
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.rules import Explain


def age_on(born: dt.date, day: dt.date) -> int:
    """Completed years (周岁) on a day; whoever was born on 29 February completes one on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def facts_of(person: registry.Person, *, on: dt.date) -> dict[str, Any]:
    """What the law asks to find somebody's group."""
    return {"age_at_expropriation": age_on(person.birth_on, on), "sex": person.sex}


def group_of(
    facts: dict[str, Any], *, place: str, on: dt.date, explain: Explain
) -> tuple[str, list[Any]]:
    """The group and the law's explanations that decide it. Raises Refusal."""
    minor = explain(
        "land_is_minor", {"age_at_expropriation": facts["age_at_expropriation"]}, place=place, on=on
    )
    if minor.value:
        return "minor", [minor]
    old = explain("land_is_old", facts, place=place, on=on)
    return ("old" if old.value else "working"), [minor, old]


def wrong_with(*, person: registry.Person, project: ExpropriationProject) -> list[Problem]:
    """Why somebody cannot be on this project's list: dead before its day, on it already, or placed by another one."""
    wrong = []
    if person.died_on is not None and person.died_on < project.approved_on:
        wrong.append(problems.DEAD)
    everybody = registry.everybody_who_is(person_id=person.pk)
    on_lists = ProjectMember.objects.filter(person_id__in=everybody, removed_on=None)
    of = set(on_lists.values_list("project_id", flat=True))
    if project.pk in of:
        wrong.append(problems.ON_LIST)
    elif of:
        wrong.append(problems.ELSEWHERE)
    return wrong


@transaction.atomic
def add_member(
    *, project_id: int, person_id: int, recorded: Recorded, explain: Explain
) -> ProjectMember:
    """Put somebody on the list while it is drawn up. Raises Refused, Refusal."""
    project = locked(project_id, "listed")
    person = registry.person(person_id=person_id)
    wrong = wrong_with(person=person, project=project)
    if wrong:
        raise Refused(*wrong, subject=str(person_id))
    facts = facts_of(person, on=project.approved_on)
    group, _ = group_of(facts, place=project.place[:6], on=project.approved_on, explain=explain)
    return ProjectMember.objects.create(
        project=project, person=person, group=group, age=facts["age_at_expropriation"], facts=facts,
        recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip


@transaction.atomic
def remove_member(*, member_id: int, reason: str, recorded: Recorded) -> ProjectMember:
    """Strike somebody off before the list is confirmed; the row stays with the reason. Raises Refused."""
    member = ProjectMember.objects.select_for_update().select_related("project").get(pk=member_id)
    if member.project.state not in ("listed", "public") or member.removed_on is not None:
        raise Refused(problems.WRONG_STEP, subject=member.project.approval_number)
    if not reason.strip():
        raise Refused(problems.REASON)
    member.removed_on, member.removed_reason = recorded.today, reason.strip()[:255]
    member.save(update_fields=["removed_on", "removed_reason"])
    return member


@transaction.atomic
def regroup_member(*, member_id: int, explain: Explain) -> ProjectMember:
    """Ask the law again about somebody whose birth date or sex was corrected, while no amount hangs on it. Raises Refused."""
    member = ProjectMember.objects.select_for_update().select_related("project").get(pk=member_id)
    project = member.project
    if project.state not in ("listed", "public") or member.removed_on is not None:
        raise Refused(problems.WRONG_STEP, subject=project.approval_number)
    facts = facts_of(registry.person(person_id=member.person_id), on=project.approved_on)
    group, _ = group_of(facts, place=project.place[:6], on=project.approved_on, explain=explain)
    member.group, member.age, member.facts = group, facts["age_at_expropriation"], facts
    member.save(update_fields=["group", "age", "facts"])
    return member


@transaction.atomic
def record_minor_paid(*, member_id: int, receipt: str) -> ProjectMember:
    """The land user's receipt that a minor's single payment was made. Raises Refused."""
    member = ProjectMember.objects.select_for_update().select_related("project").get(pk=member_id)
    if member.group != "minor" or member.project.state in ("certified", "settled"):
        raise Refused(problems.WRONG_STEP, subject=member.project.approval_number)
    if not receipt.strip():
        raise Refused(problems.REASON)
    member.one_off_ref = receipt.strip()[:64]
    member.save(update_fields=["one_off_ref"])
    return member
