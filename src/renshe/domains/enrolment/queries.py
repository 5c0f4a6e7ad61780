"""Who is insured through whom, when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from renshe.domains.enrolment.models import Change, Insurance, LateMonth, Spell
from renshe.domains.enrolment.states import LIVE
from renshe.domains.registry.api import everybody_who_is
from renshe.kernel.periods import Month, first_day


@dataclass(frozen=True, slots=True)
class Member:
    """One person insured through an employer in a month, and in which insurances, actively."""

    person_id: int
    insurances: frozenset[Insurance]
    suspended: frozenset[Insurance]
    person_kind: str


def spells_of(*, person_id: int, insurance: int | None = None) -> QuerySet[Spell]:
    """Every spell of a human being that counts, also under merged numbers, oldest first."""
    spells = Spell.objects.filter(
        person_id__in=everybody_who_is(person_id=person_id), status__in=LIVE
    )
    if insurance is not None:
        spells = spells.filter(insurance=insurance)
    return spells.order_by("span", "insurance", "pk")


def spell_in(*, person_id: int, insurance: int, month: Month) -> Spell | None:
    """The spell that insures somebody in a month, an active before a suspended one; or None."""
    return (
        spells_of(person_id=person_id, insurance=insurance)
        .filter(span__contains=first_day(month))
        .order_by("status", "pk")
        .first()
    )


def members(*, employer_id: int, month: Month) -> list[Member]:
    """Everybody insured through an employer in a month, by person."""
    rows = (
        Spell.objects.filter(
            employer_id=employer_id, status__in=LIVE, span__contains=first_day(month)
        )
        .order_by("person_id", "insurance")
        .values_list("person_id", "insurance", "status", "person_kind")
    )
    found: dict[int, tuple[set[Insurance], set[Insurance], str]] = {}
    for person_id, insurance, status, kind in rows:
        active, suspended, _ = found.setdefault(person_id, (set(), set(), kind))
        (active if status == Spell.Status.ACTIVE else suspended).add(Insurance(insurance))
    return [
        Member(person_id, frozenset(active), frozenset(suspended), kind)
        for person_id, (active, suspended, kind) in found.items()
    ]


def is_member(*, employer_id: int, person_id: int, month: Month) -> bool:
    """Whether somebody is insured through an employer in a month: an employer's clerk may then
    look.
    """
    return Spell.objects.filter(
        employer_id=employer_id,
        person_id__in=everybody_who_is(person_id=person_id),
        status__in=LIVE,
        span__contains=first_day(month),
    ).exists()


def changes_of_employer(
    *, employer_id: int, month: Month, kinds: Iterable[str] | None = None
) -> QuerySet[Change]:
    """What changed at an employer with effect from a month, in the order recorded."""
    changes = Change.objects.filter(
        spell__employer_id=employer_id, effective_on=first_day(month)
    ).select_related("spell")
    if kinds is not None:
        changes = changes.filter(kind__in=list(kinds))
    return changes.order_by("recorded_at", "pk")


def changes_of_person(*, person_id: int) -> QuerySet[Change]:
    """Everything recorded about somebody's enrolment, latest first."""
    return (
        Change.objects.filter(spell__person_id__in=everybody_who_is(person_id=person_id))
        .select_related("spell")
        .order_by("-recorded_at", "-pk")
    )


def late_months_of(
    *, person_id: int | None = None, employer_id: int | None = None
) -> QuerySet[LateMonth]:
    """Past months that changes reached, of somebody (merged numbers too) or of an employer, oldest first,
    each with the change that explains it.
    """
    found = LateMonth.objects.select_related("change")
    if person_id is not None:
        found = found.filter(person_id__in=everybody_who_is(person_id=person_id))
    if employer_id is not None:
        found = found.filter(employer_id=employer_id)
    return found.order_by("period", "pk")


def merge_conflicts(*, person_ids: Iterable[int]) -> list[tuple[Spell, Spell]]:
    """Pairs of spells that would overlap if these people were one. Empty: nothing stands against
    it.

    Work injury at different employers is no conflict.
    """
    spells = list(
        Spell.objects.filter(person_id__in=list(person_ids), status__in=LIVE).order_by("pk")
    )
    return [
        (left, right)
        for position, left in enumerate(spells)
        for right in spells[position + 1 :]
        if _conflict(left, right)
    ]


def _conflict(left: Spell, right: Spell) -> bool:
    if left.person_id == right.person_id or left.insurance != right.insurance:
        return False
    if left.insurance == Insurance.INJURY and left.employer_id != right.employer_id:
        return False
    first, second = sorted((left, right), key=lambda spell: spell.span.lower)
    return first.span.upper is None or second.span.lower < first.span.upper
