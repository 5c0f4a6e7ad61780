"""Carrying everybody insured through a merged employer over to its successor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from renshe.domains.audit.api import record_event
from renshe.domains.enrolment import problems
from renshe.domains.enrolment.models import Change, Insurance, Spell
from renshe.domains.enrolment.operations.recording import Recording, cut, note
from renshe.domains.enrolment.states import LIVE
from renshe.domains.registry.api import employer
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import first_day, month_containing


@transaction.atomic
def absorb(*, employer_id: int, record: Recording) -> list[Spell]:
    """Continue every spell of a merged employer at its successor, without a gap.

    The month in which the employer closed is still its own; the next begins at the successor, with
    the same insurance, status and kind. Somebody insured against work injury at both goes on once.
    The merger must be on record in the registry. May be repeated: what is over is over.
    """
    unit = employer(employer_id=employer_id)
    if unit.successor_id is None or unit.closed_on is None:
        raise Refused(problems.no_successor())
    month = month_containing(unit.closed_on) + 1
    day = first_day(month)
    old = list(
        Spell.objects.select_for_update()
        .filter(employer_id=employer_id, status__in=LIVE, span__overlap=DateRange(day, None, "[)"))
        .order_by("person_id", "insurance", "span")
    )
    in_the_way = _injury_at(unit.successor_id, old, day)
    fresh = []
    for spell in old:
        span = _span_after(spell, day, in_the_way.get(spell.person_id))
        if span is not None:
            fresh.append(_continued(record, spell, span=span, employer_id=unit.successor_id))
        cut(spell, end=month, leave_reason="merger")
    spells = Spell.objects.bulk_create(fresh, batch_size=2000)
    note(record, Change.Kind.ABSORB, [*old, *spells], effective_on=day)
    record_event(
        actor=record.actor, verb="enrolment.absorb", subject_kind="employer",
        subject_id=employer_id, reason=record.reason, at=record.at,
        detail={"successor": unit.successor_id, "spells": len(spells)},
    )  # fmt: skip
    return spells


def _injury_at(successor_id: int, old: Sequence[Spell], day: date) -> dict[int, DateRange]:
    """When people of the old employer have work injury insurance at the successor as well."""
    people = {spell.person_id for spell in old if spell.insurance == Insurance.INJURY}
    standing = Spell.objects.filter(
        employer_id=successor_id,
        person_id__in=people,
        insurance=Insurance.INJURY,
        status__in=LIVE,
        span__overlap=DateRange(day, None, "[)"),
    ).order_by("-span")
    return {spell.person_id: spell.span for spell in standing}


def _span_after(spell: Spell, day: date, taken: DateRange | None) -> DateRange | None:
    """What of a spell lies on or after the day and beside the successor's own, if anything."""
    lower, upper = max(spell.span.lower, day), spell.span.upper
    if taken is not None and spell.insurance == Insurance.INJURY:
        if taken.lower > lower:
            upper = taken.lower if upper is None else min(upper, taken.lower)
        elif taken.upper is None or (upper is not None and taken.upper >= upper):
            return None
        else:
            lower = max(lower, taken.upper)
    return DateRange(lower, upper, "[)")


def _continued(record: Recording, spell: Spell, *, span: DateRange, employer_id: int) -> Spell:
    """The same insurance at the successor; an end that was already known keeps its reason."""
    ends_early = span.upper is not None and span.upper != spell.span.upper
    return Spell(
        person_id=spell.person_id,
        employer_id=employer_id,
        insurance=spell.insurance,
        span=span,
        status=spell.status,
        person_kind=spell.person_kind,
        join_reason="merger",
        leave_reason="merger" if ends_early else spell.leave_reason,
        known_on=record.known_on,
        recorded_by=record.actor,
        recorded_at=record.at,
    )
