"""What every change of enrolment shares: who records it, and how a spell is ended or begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from renshe.domains.audit.api import record_event
from renshe.domains.enrolment import problems
from renshe.domains.enrolment.models import Change, Spell
from renshe.domains.enrolment.operations.late_months import remember
from renshe.domains.enrolment.states import LIVE
from renshe.domains.registry.api import Person, everybody_who_is, person
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Who records a change, when, why, and since when it is known.

    `reason` is a code of `JOIN_REASONS` or `LEAVE_REASONS`, whichever the act needs. `at` is the
    time of the act, `known_on` the day the bureau learned of it: a late notice keeps both.
    """

    reason: str
    known_on: date
    actor: str
    at: datetime
    evidence_file_id: int | None = None


def span_of(start: Month, end: Month | None) -> DateRange:
    """The months from `start` up to but without `end`, as the column keeps them."""
    return DateRange(first_day(start), None if end is None else first_day(end), "[)")


def locked_person(person_id: int) -> Person:
    """The person (the survivor of a merge), locked so that changes of one person queue up."""
    return Person.objects.select_for_update().get(pk=person(person_id=person_id).pk)


def live_spells(
    *, person_id: int, employer_id: int | None, insurances: Iterable[int], from_day: date
) -> list[Spell]:
    """Spells in force on or after a day, oldest first, locked; also those under merged numbers."""
    return list(
        Spell.objects.select_for_update()
        .filter(
            person_id__in=everybody_who_is(person_id=person_id),
            employer_id=employer_id,
            insurance__in=list(insurances),
            status__in=LIVE,
            span__overlap=DateRange(from_day, None, "[)"),
        )
        .order_by("insurance", "span")
    )


def cut(spell: Spell, *, end: Month, leave_reason: str) -> None:
    """End a spell before `end`; one that would not have begun by then is cancelled.

    One that ends there already gets the reason; one that ended earlier is left alone.
    """
    day = first_day(end)
    if spell.span.lower >= day:
        spell.status = Spell.Status.CANCELLED
        spell.save(update_fields=["status"])
        return
    if spell.span.upper is None or spell.span.upper >= day:
        spell.span = DateRange(spell.span.lower, day, "[)")
        spell.leave_reason = leave_reason
        spell.save(update_fields=["span", "leave_reason"])


def begin(
    record: Recording,
    *,
    person_id: int,
    employer_id: int | None,
    insurance: int,
    span: DateRange,
    status: str,
    person_kind: str,
    join_reason: str,
    leave_reason: str | None,
) -> Spell:
    """Write a new spell. Raises Refused where the database finds an overlap."""
    try:
        with transaction.atomic():
            return Spell.objects.create(
                person_id=person_id,
                employer_id=employer_id,
                insurance=insurance,
                span=span,
                status=status,
                person_kind=person_kind,
                join_reason=join_reason,
                leave_reason=leave_reason,
                known_on=record.known_on,
                recorded_by=record.actor,
                recorded_at=record.at,
            )
    except IntegrityError as error:
        if "no_overlap" not in str(error):
            raise
        raise Refused(problems.overlap()) from error


def note(
    record: Recording, kind: Change.Kind, spells: Iterable[Spell], *, effective_on: date
) -> None:
    """Write one change for each spell, and the months it reached too late, in the change's transaction."""
    changes = Change.objects.bulk_create(
        Change(
            spell=spell,
            kind=kind,
            effective_on=effective_on,
            known_on=record.known_on,
            reason=record.reason,
            recorded_by=record.actor,
            recorded_at=record.at,
            evidence_file_id=record.evidence_file_id,
        )
        for spell in spells
    )
    remember(changes, effective_on=effective_on, known_on=record.known_on, at=record.at)


def note_act(
    record: Recording, kind: Change.Kind, *, person_id: int, effective_on: date, spells: int
) -> None:
    """Record the act itself once, however many insurances it touched."""
    record_event(
        actor=record.actor,
        verb=f"enrolment.{kind.value}",
        subject_kind="person",
        subject_id=person_id,
        reason=record.reason,
        at=record.at,
        detail={"effective_on": effective_on.isoformat(), "spells": spells},
    )


def require_reason(reason: str, known: Iterable[str]) -> None:
    """Raises Refused for a reason that is not in the table."""
    if reason not in known:
        raise Refused(problems.reason_unknown(reason=reason, known=list(known)))
