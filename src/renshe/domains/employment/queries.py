"""Who works for whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from renshe.domains.employment.models import Contract
from renshe.domains.registry.api import everybody_who_is


def contracts_of(*, person_id: int) -> QuerySet[Contract]:
    """Every contract of a human being that counts, also under merged numbers, oldest first."""
    people = everybody_who_is(person_id=person_id)
    return Contract.objects.filter(person_id__in=people, withdrawn=False).order_by("began_on", "pk")


def contracts_at(*, employer_id: int, on: date) -> QuerySet[Contract]:
    """The contracts of an employer that count on a day, by person."""
    lasting = Q(ended_on__isnull=True) | Q(ended_on__gte=on)
    return Contract.objects.filter(
        lasting, employer_id=employer_id, began_on__lte=on, withdrawn=False
    ).order_by("person_id", "pk")


def contracts_ending(*, until: date) -> QuerySet[Contract]:
    """Contracts in force at any employer whose last day agreed is not after a day, the nearest first."""
    return Contract.objects.filter(
        ends_on__lte=until, ended_on__isnull=True, withdrawn=False
    ).order_by("ends_on", "pk")


def contract_in_force(*, employer_id: int, person_id: int) -> Contract | None:
    """The contract between the two that has no end on record, or None."""
    people = everybody_who_is(person_id=person_id)
    return Contract.objects.filter(
        employer_id=employer_id, person_id__in=people, ended_on__isnull=True, withdrawn=False
    ).first()
