"""Changing what identifies a person or decides a benefit: only on evidence, and never forgotten."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from renshe.domains.documents.api import File
from renshe.domains.identity.api import mask_id_number
from renshe.domains.registry import problems
from renshe.domains.registry.models import Person, PersonAlias, PersonChange
from renshe.domains.registry.operations.documented import Documented, documented
from renshe.domains.registry.operations.entry import (
    file_birth_problem,
    found,
    reason_problem,
    work_start_problem,
)
from renshe.domains.registry.operations.people import category_problem, note_change
from renshe.kernel.codes.foreign_id import ForeignId
from renshe.kernel.codes.id_number import IdNumber, read_id_number
from renshe.kernel.codes.names import read_person_name
from renshe.kernel.codes.problem import Problem, Refused, accepted

KEY_FIELDS = (
    "name", "id_number", "sex", "birth_on", "birth_on_file", "work_started_month",
    "retirement_category",
)  # fmt: skip


@transaction.atomic
def change_key_field(
    *,
    person_id: int,
    field: str,
    new: Any,
    reason: str,
    evidence_file_id: int | None,
    actor: str,
    at: datetime,
    known_on: date,
    retirement_category: str | None = None,
) -> Person:
    """Change one key field on evidence, with who, when, why and since when it is known.

    `new` is a str for name, id_number, sex and retirement_category, a date for the birth dates, a
    month ordinal for work_started_month; None empties birth_on_file or work_started_month. With an
    id number, sex and birth date follow from it and are recorded as changes of their own; alone
    they can only be brought into line with the number. A foreigner's number tells neither: with a
    new one they stay, and each changes by itself. Where somebody becomes a woman by a change,
    `retirement_category` must say which of the two ages is hers. Raises Refused.
    """
    if field not in KEY_FIELDS:
        raise Refused(problems.not_a_key_field(field=field))
    label = PersonChange.Field(field).label
    wrong = found(reason_problem(reason))
    if evidence_file_id is None or not File.objects.filter(pk=evidence_file_id).exists():
        wrong.append(problems.evidence_missing(field_zh=label))
    if wrong:
        raise Refused(*wrong)
    person = Person.objects.select_for_update().get(pk=person_id)
    values = _values(person, field, new, category=retirement_category, as_of=at.date())
    changed = {name: value for name, value in values.items() if getattr(person, name) != value}
    if not changed:
        raise Refused(problems.nothing_changes(field_zh=label))
    for name, value in changed.items():
        old = getattr(person, name)
        setattr(person, name, value)
        note_change(
            person, name, old=old, new=value, reason=reason, actor=actor, at=at,
            known_on=known_on, evidence_file_id=evidence_file_id,
        )  # fmt: skip
    person.save(update_fields=list(changed))
    return person


def _values(
    person: Person, field: str, new: Any, *, category: str | None, as_of: date
) -> dict[str, Any]:
    """The columns that this change sets. Raises Refused where the new value cannot be."""
    match field:
        case "name":
            return {"name": accepted(read_person_name(new))}
        case "id_number":
            return _with_number(person, new, category=category, as_of=as_of)
        case "sex" | "birth_on":
            return _as_by_number(person, field, new, category=category, as_of=as_of)
        case "birth_on_file":
            _refuse(file_birth_problem(new, as_of=as_of))
        case "work_started_month":
            _refuse(work_start_problem(new, birth_on=person.birth_on, as_of=as_of))
        case _:
            _refuse(category_problem(new, sex=person.sex))
    return {field: new}


def _with_number(
    person: Person, number: str, *, category: str | None, as_of: date
) -> dict[str, Any]:
    """Number, kind, sex and birth date as the new number says; it must be nobody else's.

    The number of a merged duplicate stays with its row: to use it, split and merge the other way.
    """
    known = accepted(read_id_number(number, as_of=as_of))
    taken = (
        Person.objects.filter(id_number=known.number).exclude(pk=person.pk).exists()
        or PersonAlias.objects.filter(id_number=known.number, undone_at__isnull=True).exists()
    )
    if taken:
        raise Refused(problems.person_exists(id_number_masked=mask_id_number(known.number)))
    told: dict[str, Any] = {}
    if isinstance(known, ForeignId):
        told = {"sex": person.sex, "birth_on": person.birth_on}
    somebody = _documented(known, as_of=as_of, **told)
    values = {
        "id_number": somebody.number, "id_kind": somebody.kind, "sex": somebody.sex,
        "birth_on": somebody.birth_on,
    }  # fmt: skip
    return values | _category_of(person, somebody.sex, category)


def _as_by_number(
    person: Person, field: str, new: Any, *, category: str | None, as_of: date
) -> dict[str, Any]:
    """Sex or birth date, which must be what the present number says, as far as it says anything."""
    known = accepted(read_id_number(person.id_number, as_of=as_of))
    told: dict[str, Any] = {field: new}
    if isinstance(known, ForeignId):
        told = {"sex": person.sex, "birth_on": person.birth_on} | told
    somebody = _documented(known, as_of=as_of, **told)
    value = getattr(somebody, field)
    return {field: value} | _category_of(person, somebody.sex, category)


def _documented(
    known: IdNumber, *, as_of: date, sex: str | None = None, birth_on: date | None = None
) -> Documented:
    """Who the document shows. Raises Refused with everything that does not fit."""
    somebody = documented(known, sex=sex, birth_on=birth_on, as_of=as_of)
    if not isinstance(somebody, Documented):
        raise Refused(*somebody)
    return somebody


def _category_of(person: Person, sex: str, category: str | None) -> dict[str, str]:
    """The retirement category that comes with a changed sex. Raises Refused where it is not one of that sex."""
    if sex == person.sex:
        return {}
    _refuse(category_problem(category, sex=sex))
    return {"retirement_category": category or "M60"}


def _refuse(problem: Problem | None) -> None:
    if problem is not None:
        raise Refused(problem)
