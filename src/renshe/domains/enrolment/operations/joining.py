"""Joining, moving to another employer, and undoing a joining that was recorded by mistake."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from renshe.domains.enrolment import problems
from renshe.domains.enrolment.models import Change, Insurance, Spell
from renshe.domains.enrolment.operations.recording import (
    Recording,
    begin,
    cut,
    live_spells,
    locked_person,
    note,
    note_act,
    require_reason,
    span_of,
)
from renshe.domains.enrolment.states import INSURANCES_OF, JOIN_REASONS, LIVE
from renshe.domains.registry.api import Employer, Person, employer, everybody_who_is, person
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, first_day, month_containing

WORKING_AGE_MONTHS = 16 * 12


@transaction.atomic
def join(
    *,
    person_id: int,
    employer_id: int | None,
    insurances: Collection[int],
    from_month: Month,
    person_kind: str,
    record: Recording,
) -> list[Spell]:
    """Insure somebody from a month on, in all the insurances or in none.

    `employer_id` None is an own payer. A merged duplicate joins as the survivor. Raises Refused
    where the person is insured already, dead or below sixteen, the employer is not open in that
    month, or this kind of person does not belong in an insurance.
    """
    require_reason(record.reason, JOIN_REASONS)
    somebody = locked_person(person_id)
    wrong = _against(somebody, employer_id, insurances, from_month, person_kind, record)
    if wrong:
        raise Refused(*wrong)
    spells = [
        begin(
            record, person_id=somebody.pk, employer_id=employer_id, insurance=insurance,
            span=span_of(from_month, None), status=Spell.Status.ACTIVE, person_kind=person_kind,
            join_reason=record.reason, leave_reason=None,
        )
        for insurance in sorted(insurances)
    ]  # fmt: skip
    day = first_day(from_month)
    note(record, Change.Kind.JOIN, spells, effective_on=day)
    note_act(record, Change.Kind.JOIN, person_id=somebody.pk, effective_on=day, spells=len(spells))
    return spells


def against_joining(
    *,
    person_id: int,
    employer_id: int | None,
    insurances: Collection[int],
    from_month: Month,
    person_kind: str,
    record: Recording,
) -> list[Problem]:
    """Every reason why `join` would refuse now; nothing is written and nobody waits for a lock.

    Raises Refused where the reason given is none.
    """
    require_reason(record.reason, JOIN_REASONS)
    somebody = person(person_id=person_id)
    return _against(somebody, employer_id, insurances, from_month, person_kind, record)


@transaction.atomic
def move(
    *,
    person_id: int,
    from_employer_id: int | None,
    to_employer_id: int,
    first_month: Month,
    record: Recording,
    person_kind: str | None = None,
) -> list[Spell]:
    """Move somebody to another employer without a gap, in every insurance held at the old one.

    The old spells end before `first_month` and the new ones begin with it, active. The kind of
    person stays unless given; an own payer who is taken on must be given one. Raises Refused.
    """
    somebody = locked_person(person_id)
    day = first_day(first_month)
    old = live_spells(
        person_id=somebody.pk, employer_id=from_employer_id, insurances=list(Insurance),
        from_day=first_day(first_month - 1),
    )  # fmt: skip
    held = [spell for spell in old if spell.span.upper is None or spell.span.upper >= day]
    if not held:
        raise Refused(problems.not_insured(insurances=list(Insurance), month=first_month - 1))
    kind = person_kind or held[0].person_kind
    insurances = {spell.insurance for spell in held}
    wrong = _eligibility(somebody, to_employer_id, insurances, first_month, kind, record)
    if wrong:
        raise Refused(*wrong)
    for spell in held:
        cut(spell, end=first_month, leave_reason="transfer")
    wrong = _overlaps(somebody.pk, to_employer_id, insurances, first_month)
    if wrong:
        raise Refused(*wrong)
    spells = [
        begin(
            record, person_id=somebody.pk, employer_id=to_employer_id, insurance=insurance,
            span=span_of(first_month, None), status=Spell.Status.ACTIVE, person_kind=kind,
            join_reason="transfer", leave_reason=None,
        )
        for insurance in sorted(insurances)
    ]  # fmt: skip
    note(record, Change.Kind.MOVE, [*held, *spells], effective_on=day)
    note_act(record, Change.Kind.MOVE, person_id=somebody.pk, effective_on=day, spells=len(spells))
    return spells


@transaction.atomic
def cancel(
    *,
    person_id: int,
    employer_id: int | None,
    insurances: Collection[int],
    from_month: Month,
    record: Recording,
) -> list[Spell]:
    """Undo a joining recorded by mistake: the spells that begin with `from_month` never were.

    The rows stay, cancelled. Months already assessed on them are on the list of late months from
    here on, and the next run of corrections takes them back. `record.reason` is free text.
    """
    somebody = locked_person(person_id)
    day = first_day(from_month)
    spells = [
        spell
        for spell in live_spells(
            person_id=somebody.pk, employer_id=employer_id, insurances=insurances, from_day=day
        )
        if spell.span.lower == day
    ]
    missing = set(insurances) - {spell.insurance for spell in spells}
    if missing:
        raise Refused(problems.not_insured(insurances=sorted(missing), month=from_month))
    for spell in spells:
        cut(spell, end=from_month, leave_reason="")
    note(record, Change.Kind.CANCEL, spells, effective_on=day)
    note_act(
        record, Change.Kind.CANCEL, person_id=somebody.pk, effective_on=day, spells=len(spells)
    )
    return spells


def _against(
    somebody: Person,
    employer_id: int | None,
    insurances: Collection[int],
    month: Month,
    kind: str,
    record: Recording,
) -> list[Problem]:
    return [
        *_eligibility(somebody, employer_id, insurances, month, kind, record),
        *_overlaps(somebody.pk, employer_id, insurances, month),
    ]


def _eligibility(
    somebody: Person,
    employer_id: int | None,
    insurances: Collection[int],
    month: Month,
    kind: str,
    record: Recording,
) -> list[Problem]:
    wrong: list[Problem] = []
    outside = [number for number in insurances if number not in INSURANCES_OF[kind]]
    if outside:
        wrong.append(
            problems.insurance_not_for(insurances=outside, kind_zh=Spell.PersonKind(kind).label)
        )
    if employer_id is None:
        if kind != Spell.PersonKind.FLEXIBLE:
            wrong.append(problems.kind_needs_employer())
    elif not _is_open(employer(employer_id=employer_id), month):
        wrong.append(problems.employer_not_open(month=month))
    if somebody.died_on is not None and month > month_containing(somebody.died_on):
        wrong.append(problems.person_dead(month=month))
    age = month - month_containing(somebody.birth_on)
    if age < WORKING_AGE_MONTHS and record.evidence_file_id is None:
        wrong.append(problems.under_age())
    return wrong


def _is_open(unit: Employer, month: Month) -> bool:
    if month < month_containing(unit.registered_on):
        return False
    return unit.closed_on is None or month <= month_containing(unit.closed_on)


def _overlaps(
    person_id: int, employer_id: int | None, insurances: Collection[int], month: Month
) -> list[Problem]:
    """Problems for spells in the way: here, and elsewhere except in work injury."""
    standing = Spell.objects.filter(
        person_id__in=everybody_who_is(person_id=person_id),
        insurance__in=list(insurances),
        status__in=LIVE,
        span__overlap=DateRange(first_day(month), None, "[)"),
    ).order_by("span")
    here, elsewhere = {}, {}
    for spell in standing:
        if spell.employer_id == employer_id:
            here.setdefault(spell.insurance, spell)
        elif spell.insurance != Insurance.INJURY:
            elsewhere.setdefault(spell.insurance, spell)
    return [
        problems.already_insured(
            insurances=sorted(found),
            same_employer=same,
            since=month_containing(min(spell.span.lower for spell in found.values())),
        )
        for found, same in ((here, True), (elsewhere, False))
        if found
    ]
