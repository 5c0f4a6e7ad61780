"""What was paid too much at a place and is still owed, and one claim whole."""

from __future__ import annotations

from django.db.models import QuerySet

from renshe.domains.pension.models import Overpayment
from renshe.domains.pension.places import place_prefix


def open_overpayments(*, place: str) -> QuerySet[Overpayment]:
    """Claims of a place and below it that still owe something, the oldest first; those without an award are of no place."""
    rows = Overpayment.objects.filter(
        state__in=("open", "agreed"), award__place__startswith=place_prefix(place=place)
    )
    return rows.select_related("person", "award").order_by("known_on", "pk")


def overpayment(*, overpayment_id: int) -> Overpayment:
    """One claim with its award and person. Raises Overpayment.DoesNotExist."""
    return Overpayment.objects.select_related("person", "award").get(pk=overpayment_id)
