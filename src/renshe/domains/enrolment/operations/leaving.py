"""Leaving, suspending, resuming and dying."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

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
)
from renshe.domains.enrolment.states import LEAVE_REASONS, LIVE
from renshe.domains.registry.api import everybody_who_is, record_death
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day, month_containing


@transaction.atomic
def leave(
    *,
    person_id: int,
    employer_id: int | None,
    last_month: Month,
    record: Recording,
    insurances: Collection[int] | None = None,
) -> list[Spell]:
    """End somebody's insurance at an employer; `last_month` is the last one insured.

    `insurances` None ends all held there. What follows without a gap at the same employer (a
    suspension after that month) is cancelled. Raises Refused where nothing was held in that month.
    """
    require_reason(record.reason, LEAVE_REASONS)
    somebody = locked_person(person_id)
    wanted = set(Insurance) if insurances is None else set(insurances)
    found = live_spells(
        person_id=somebody.pk, employer_id=employer_id, insurances=wanted,
        from_day=first_day(last_month),
    )  # fmt: skip
    ended, touched = _end_chains(found, last_month=last_month, reason=record.reason)
    missing = wanted - ended if insurances is not None else set()
    if missing or not ended:
        raise Refused(problems.not_insured(insurances=sorted(missing or wanted), month=last_month))
    day = first_day(last_month + 1)
    note(record, Change.Kind.LEAVE, touched, effective_on=day)
    note_act(
        record, Change.Kind.LEAVE, person_id=somebody.pk, effective_on=day, spells=len(touched)
    )
    return touched


@transaction.atomic
def suspend(
    *,
    person_id: int,
    employer_id: int | None,
    insurances: Collection[int],
    from_month: Month,
    record: Recording,
) -> list[Spell]:
    """Stop paying without leaving, from a month on. Raises Refused where nothing is active then."""
    return _switch(
        person_id=person_id, employer_id=employer_id, insurances=insurances,
        from_month=from_month, record=record, kind=Change.Kind.SUSPEND,
    )  # fmt: skip


@transaction.atomic
def resume(
    *,
    person_id: int,
    employer_id: int | None,
    insurances: Collection[int],
    from_month: Month,
    record: Recording,
) -> list[Spell]:
    """Pay again after a suspension, from a month on. Raises Refused where nothing is suspended."""
    return _switch(
        person_id=person_id, employer_id=employer_id, insurances=insurances,
        from_month=from_month, record=record, kind=Change.Kind.RESUME,
    )  # fmt: skip


@transaction.atomic
def die(*, person_id: int, died_on: date, record: Recording) -> list[Spell]:
    """Record a death and end every insurance with the month of death, however late it is learned.

    Contributions are due for the month of death and not after. A death that the registry has
    already recorded on that day only ends the spells, so that a message repeated does no harm.
    """
    somebody = locked_person(person_id)
    if somebody.died_on != died_on:
        record_death(
            person_id=somebody.pk, died_on=died_on, known_on=record.known_on,
            reason=record.reason, actor=record.actor, at=record.at,
            evidence_file_id=record.evidence_file_id,
        )  # fmt: skip
    end = month_containing(died_on) + 1
    day = first_day(end)
    spells = list(
        Spell.objects.select_for_update()
        .filter(
            person_id__in=everybody_who_is(person_id=somebody.pk),
            status__in=LIVE,
            span__overlap=DateRange(day, None, "[)"),
        )
        .order_by("insurance", "span")
    )
    for spell in spells:
        cut(spell, end=end, leave_reason="death")
    note(record, Change.Kind.DIE, spells, effective_on=day)
    note_act(record, Change.Kind.DIE, person_id=somebody.pk, effective_on=day, spells=len(spells))
    return spells


def _end_chains(
    found: list[Spell], *, last_month: Month, reason: str
) -> tuple[set[int], list[Spell]]:
    """Cut the spell that holds the month in each insurance, and cancel what follows it unbroken."""
    day, end = first_day(last_month), last_month + 1
    ended: set[int] = set()
    touched: list[Spell] = []
    for insurance in sorted({spell.insurance for spell in found}):
        chain: list[Spell] = []
        reached: date | None = None
        for spell in (one for one in found if one.insurance == insurance):
            if spell.span.lower > day and spell.span.lower != reached:
                break
            # The next is reached at the end this one has now, not at the one it gets.
            reached = spell.span.upper
            chain.append(spell)
        if chain and (reached is None or reached > first_day(end)):
            for spell in chain:
                cut(spell, end=end, leave_reason=reason)
            ended.add(insurance)
            touched += chain
    return ended, touched


def _switch(
    *,
    person_id: int,
    employer_id: int | None,
    insurances: Collection[int],
    from_month: Month,
    record: Recording,
    kind: Change.Kind,
) -> list[Spell]:
    """Turn active into suspended or back, from a month on, in all the insurances or in none."""
    suspending = kind == Change.Kind.SUSPEND
    before = Spell.Status.ACTIVE if suspending else Spell.Status.SUSPENDED
    after = Spell.Status.SUSPENDED if suspending else Spell.Status.ACTIVE
    code = "suspension" if suspending else "resumption"
    somebody = locked_person(person_id)
    day = first_day(from_month)
    found = [
        spell
        for spell in live_spells(
            person_id=somebody.pk, employer_id=employer_id, insurances=insurances, from_day=day
        )
        if spell.status == before and spell.span.lower <= day
    ]
    missing = set(insurances) - {spell.insurance for spell in found}
    if missing:
        raise Refused(problems.not_insured(insurances=sorted(missing), month=from_month))
    spells = [
        _turned(record, spell, day=day, month=from_month, status=after, code=code)
        for spell in found
    ]
    note(record, kind, spells, effective_on=day)
    note_act(record, kind, person_id=somebody.pk, effective_on=day, spells=len(spells))
    return spells


def _turned(
    record: Recording, spell: Spell, *, day: date, month: Month, status: str, code: str
) -> Spell:
    """The spell from that day on in its new status: itself where it begins then, else a new one."""
    if spell.span.lower == day:
        spell.status = status
        spell.save(update_fields=["status"])
        return spell
    span = DateRange(day, spell.span.upper, "[)")
    leave_reason = spell.leave_reason
    cut(spell, end=month, leave_reason=code)
    return begin(
        record, person_id=spell.person_id, employer_id=spell.employer_id,
        insurance=spell.insurance, span=span, status=status, person_kind=spell.person_kind,
        join_reason=code, leave_reason=leave_reason,
    )  # fmt: skip
