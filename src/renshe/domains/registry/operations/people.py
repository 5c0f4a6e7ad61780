"""Registering people, their contact details, and their deaths."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.identity.api import mask_id_number
from renshe.domains.registry import problems
from renshe.domains.registry.models import Person, PersonAlias, PersonChange
from renshe.domains.registry.operations.documented import Documented, documented
from renshe.domains.registry.operations.entry import (
    file_birth_problem,
    found,
    phone_problem,
    place_problem,
    reason_problem,
    work_start_problem,
)
from renshe.kernel.codes.id_number import read_id_number
from renshe.kernel.codes.names import read_person_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.codes.standards import read_code


@transaction.atomic
def register_person(
    *,
    id_number: str,
    name: str,
    ethnic_code: str,
    household_place: str,
    residence_place: str,
    actor: str,
    at: datetime,
    as_of: date,
    retirement_category: str | None = None,
    sex: str | None = None,
    birth_on: date | None = None,
    address: str = "",
    phone: str = "",
    birth_on_file: date | None = None,
    work_started_month: int | None = None,
) -> Person:
    """Enter a human being once. Raises Refused with every problem at once.

    Sex and birth date come from the number; given besides, they must agree. A foreigner's passport
    tells neither: then they must be given. A man's retirement category follows from his sex, a
    woman's must be given: it decides five years of her life.
    """
    known = read_id_number(id_number, as_of=as_of)
    wrong = _typed_problems(
        known, name, ethnic_code, household_place, residence_place, phone, birth_on_file, as_of
    )
    somebody = None
    if not isinstance(known, Problem):
        somebody = documented(known, sex=sex, birth_on=birth_on, as_of=as_of)
        if isinstance(somebody, Documented):
            wrong += found(
                category_problem(retirement_category, sex=somebody.sex),
                work_start_problem(work_started_month, birth_on=somebody.birth_on, as_of=as_of),
            )
        else:
            wrong += somebody
        wrong += found(_duplicate_problem(known.number))
    if not isinstance(somebody, Documented) or wrong:
        raise Refused(*wrong)
    person = Person.objects.create(
        id_kind=somebody.kind,
        id_number=somebody.number,
        name=read_person_name(name),
        sex=somebody.sex,
        birth_on=somebody.birth_on,
        birth_on_file=birth_on_file,
        ethnic_code=read_code(ethnic_code, table="ethnic_group"),
        household_place=household_place,
        residence_place=residence_place,
        address=address.strip(),
        phone=phone,
        work_started_month=work_started_month,
        retirement_category="M60" if somebody.sex == "M" else retirement_category,
        created_at=at,
    )
    record_event(
        actor=actor, verb="registry.register_person", subject_kind="person", subject_id=person.pk,
        reason="", at=at,
    )  # fmt: skip
    return person


@transaction.atomic
def record_death(
    *,
    person_id: int,
    died_on: date,
    known_on: date,
    reason: str,
    actor: str,
    at: datetime,
    evidence_file_id: int | None = None,
) -> Person:
    """Record that somebody died, and since when we know it. Whoever pays and insures acts on it.

    Refuses a death before birth, one known before it happened, and a second date for the same death
    unless it comes with evidence.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    wrong = found(reason_problem(reason))
    if not person.birth_on <= died_on <= known_on:
        wrong.append(
            problems.date_order(
                zh="死亡日期须在出生之后、获知之前",
                en="a death follows birth and precedes the news",
            )
        )
    if person.died_on == died_on:
        wrong.append(problems.nothing_changes(field_zh="死亡日期"))
    elif person.died_on is not None and evidence_file_id is None:
        wrong.append(problems.evidence_missing(field_zh="死亡日期"))
    if wrong:
        raise Refused(*wrong)
    old = person.died_on
    person.died_on, person.death_known_on = died_on, known_on
    person.save(update_fields=["died_on", "death_known_on"])
    note_change(
        person, "died_on", old=old, new=died_on, reason=reason, actor=actor, at=at,
        known_on=known_on, evidence_file_id=evidence_file_id,
    )  # fmt: skip
    return person


@transaction.atomic
def withdraw_death(
    *, person_id: int, reason: str, evidence_file_id: int, known_on: date, actor: str, at: datetime
) -> Person:
    """Undo a death that was recorded of the wrong person or by a mistaken message, on evidence."""
    person = Person.objects.select_for_update().get(pk=person_id)
    wrong = found(reason_problem(reason))
    if person.died_on is None:
        wrong.append(problems.nothing_changes(field_zh="死亡日期"))
    if wrong:
        raise Refused(*wrong)
    old = person.died_on
    person.died_on = person.death_known_on = None
    person.save(update_fields=["died_on", "death_known_on"])
    note_change(
        person, "died_on", old=old, new=None, reason=reason, actor=actor, at=at,
        known_on=known_on, evidence_file_id=evidence_file_id,
    )  # fmt: skip
    return person


@transaction.atomic
def change_contact(
    *,
    person_id: int,
    actor: str,
    at: datetime,
    known_on: date,
    reason: str,
    household_place: str | None = None,
    residence_place: str | None = None,
    address: str | None = None,
    phone: str | None = None,
    ethnic_code: str | None = None,
) -> Person:
    """Change where somebody lives and how to reach them; None stays. No evidence is asked."""
    given = {
        "household_place": household_place, "residence_place": residence_place,
        "address": address, "phone": phone, "ethnic_code": ethnic_code,
    }  # fmt: skip
    wrong = found(
        reason_problem(reason),
        place_problem(household_place, field_zh="户籍地") if household_place else None,
        place_problem(residence_place, field_zh="居住地") if residence_place else None,
        phone_problem(phone) if phone else None,
        _problem(read_code(ethnic_code, table="ethnic_group")) if ethnic_code else None,
    )
    if wrong:
        raise Refused(*wrong)
    person = Person.objects.select_for_update().get(pk=person_id)
    changed = [
        field for field, new in given.items() if new is not None and getattr(person, field) != new
    ]
    if not changed:
        raise Refused(problems.nothing_changes(field_zh="联系信息"))
    for field in changed:
        old = getattr(person, field)
        setattr(person, field, given[field])
        note_change(
            person, field, old=old, new=given[field], reason=reason, actor=actor, at=at,
            known_on=known_on, evidence_file_id=None,
        )  # fmt: skip
    person.save(update_fields=changed)
    return person


def note_change(
    person: Person,
    field: str,
    *,
    old: object,
    new: object,
    reason: str,
    actor: str,
    at: datetime,
    known_on: date,
    evidence_file_id: int | None,
) -> None:
    """Write the history row and the act, in the transaction of the change."""
    PersonChange.objects.create(
        person=person,
        field=field,
        old="" if old is None else str(old),
        new="" if new is None else str(new),
        reason=reason.strip(),
        evidence_file_id=evidence_file_id,
        changed_by=actor,
        changed_at=at,
        known_on=known_on,
    )
    record_event(
        actor=actor, verb="registry.change_person", subject_kind="person", subject_id=person.pk,
        reason=reason.strip(), at=at, detail={"field": field, "evidence_file": evidence_file_id},
    )  # fmt: skip


def _typed_problems(
    known: object, name: str, ethnic_code: str, household_place: str, residence_place: str,
    phone: str, birth_on_file: date | None, as_of: date,
) -> list[Problem]:  # fmt: skip
    """What is wrong with each field by itself, in the order of the form."""
    return found(
        _problem(known),
        _problem(read_person_name(name)),
        _problem(read_code(ethnic_code, table="ethnic_group")),
        place_problem(household_place, field_zh="户籍地"),
        place_problem(residence_place, field_zh="居住地"),
        phone_problem(phone),
        file_birth_problem(birth_on_file, as_of=as_of),
    )


def _problem(value: object) -> Problem | None:
    return value if isinstance(value, Problem) else None


def category_problem(category: str | None, *, sex: str) -> Problem | None:
    """A problem unless the retirement category is one of the sex; a man's need not be said."""
    if sex == "M" and category in (None, "M60"):
        return None
    if sex == "F" and category is None:
        return problems.field_missing(field_zh="退休类别", field_en="retirement category")
    if sex == "F" and category in ("F55", "F50"):
        return None
    return problems.value_unknown(
        field_zh="退休类别", field_en="retirement category of this sex", value=str(category),
        known="M60" if sex == "M" else "F55, F50",
    )  # fmt: skip


def _duplicate_problem(number: str) -> Problem | None:
    taken = (
        Person.objects.filter(id_number=number).exists()
        or PersonAlias.objects.filter(id_number=number, undone_at__isnull=True).exists()
    )
    return problems.person_exists(id_number_masked=mask_id_number(number)) if taken else None
