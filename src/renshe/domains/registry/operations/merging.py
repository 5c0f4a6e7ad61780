"""One door to merge duplicate people, and to split them again.

A merge moves no row: it says from now on who stands for whom. Books and decisions keep the number
they were made with.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.documents.api import File
from renshe.domains.registry import problems
from renshe.domains.registry.models import Person, PersonAlias
from renshe.domains.registry.operations.entry import found, reason_problem
from renshe.domains.registry.queries.asked_once import ask_again
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused


@transaction.atomic
def merge_people(
    *,
    survivor_id: int,
    duplicate_id: int,
    reason: str,
    evidence_file_id: int | None,
    actor: str,
    at: datetime,
) -> PersonAlias:
    """Say that the duplicate is the survivor, on evidence. Raises Refused where it may not be so.

    Two records are one human being only where name, sex and a birth date (of id or file) agree; the
    id number is what a duplicate differs in. Anything less is ambiguous: whoever is sure corrects
    the wrong field on evidence first, which leaves its own trace, and merges then.
    """
    wrong = found(reason_problem(reason))
    if evidence_file_id is None or not File.objects.filter(pk=evidence_file_id).exists():
        wrong.append(problems.evidence_missing(field_zh="为合并个人记录，"))
    if wrong:
        raise Refused(*wrong)
    people = {
        person.pk: person
        for person in Person.objects.select_for_update()
        .filter(pk__in=[survivor_id, duplicate_id])
        .order_by("pk")
    }
    survivor, duplicate = people[survivor_id], people[duplicate_id]
    wrong = [*_standing_problems(survivor_id, duplicate_id), *_ambiguities(survivor, duplicate)]
    if wrong:
        raise Refused(*wrong)
    ask_again()
    alias = PersonAlias.objects.create(
        person=survivor,
        merged_id=duplicate.pk,
        merged_into=survivor,
        id_number=duplicate.id_number,
        reason=reason.strip(),
        evidence_file_id=evidence_file_id,
        merged_by=actor,
        merged_at=at,
    )
    # Whoever was merged into the duplicate before is now the survivor too.
    PersonAlias.objects.filter(person=duplicate, undone_at__isnull=True).update(person=survivor)
    record_event(
        actor=actor, verb="registry.merge_people", subject_kind="person", subject_id=survivor.pk,
        reason=reason.strip(), at=at,
        detail={"duplicate": duplicate.pk, "evidence_file": evidence_file_id},
    )  # fmt: skip
    return alias


@transaction.atomic
def split_people(*, duplicate_id: int, reason: str, actor: str, at: datetime) -> PersonAlias:
    """Undo a merge: the duplicate is a person again, with those who had been merged into it."""
    wrong = found(reason_problem(reason))
    alias = (
        PersonAlias.objects.select_for_update()
        .filter(merged_id=duplicate_id, undone_at__isnull=True)
        .first()
    )
    if alias is None:
        wrong.append(
            problems.merge_refused(
                zh="该记录目前没有被合并", en="the record is not merged at present",
                next_step_zh="请核对要拆分的记录", next_step_en="Check which record to split",
            )
        )  # fmt: skip
    if alias is None or wrong:
        raise Refused(*wrong)
    ask_again()
    alias.undone_at = at
    alias.save(update_fields=["undone_at"])
    PersonAlias.objects.filter(
        merged_id__in=_merged_below(duplicate_id), undone_at__isnull=True
    ).update(person_id=duplicate_id)
    record_event(
        actor=actor, verb="registry.split_people", subject_kind="person",
        subject_id=alias.person_id, reason=reason.strip(), at=at,
        detail={"duplicate": duplicate_id},
    )  # fmt: skip
    return alias


def _merged_below(person_id: int) -> list[int]:
    """Everybody who was merged into this person, directly or through others, in force today."""
    below: list[int] = []
    layer = [person_id]
    while layer:
        layer = list(
            PersonAlias.objects.filter(merged_into__in=layer, undone_at__isnull=True)
            .order_by("merged_id")
            .values_list("merged_id", flat=True)
        )
        below += layer
    return below


def _standing_problems(survivor_id: int, duplicate_id: int) -> list[Problem]:
    if survivor_id == duplicate_id:
        return [
            problems.merge_refused(
                zh="两条记录是同一条", en="both are the same record",
                next_step_zh="请选择另一条记录", next_step_en="Choose the other record",
            )
        ]  # fmt: skip
    gone = PersonAlias.objects.filter(
        merged_id__in=[survivor_id, duplicate_id], undone_at__isnull=True
    )
    if gone.exists():
        return [
            problems.merge_refused(
                zh="其中一条记录已经被合并", en="one of them is merged already",
                next_step_zh="请使用合并后的记录，或先拆分",
                next_step_en="Use the record it was merged into, or split it first",
            )
        ]  # fmt: skip
    return []


def _ambiguities(survivor: Person, duplicate: Person) -> list[Problem]:
    differing = []
    if not same_name(survivor.name, duplicate.name):
        differing.append(("姓名", "name"))
    if survivor.sex != duplicate.sex:
        differing.append(("性别", "sex"))
    if not _birth_dates(survivor) & _birth_dates(duplicate):
        differing.append(("出生日期", "birth date"))
    deaths = {survivor.died_on, duplicate.died_on} - {None}
    if len(deaths) > 1:
        differing.append(("死亡日期", "date of death"))
    return [
        problems.merge_refused(
            zh=f"两条记录的{zh}不一致，可能是两个人",
            en=f"the {en} differs, so these may be two people",
            next_step_zh=f"确属同一人的，请先凭证明材料更正{zh}，再办理合并",
            next_step_en=f"If they are one, correct the {en} on evidence first",
        )
        for zh, en in differing
    ]


def _birth_dates(person: Person) -> set[object]:
    return {person.birth_on, person.birth_on_file} - {None}
