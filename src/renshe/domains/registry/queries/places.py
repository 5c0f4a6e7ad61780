"""Divisions by code."""

from __future__ import annotations

from django.db.models import QuerySet

from renshe.domains.registry.models import Place
from renshe.kernel.codes.divisions import ancestors, division_name, divisions, stem


def place_name(*, code: str) -> str:
    """The full name of a place: 广东省珠海市香洲区翠香街道紫荆社区. Unknown parts are left out."""
    county = division_name(code[:6]) if code[:6] in divisions() else ""
    below = [wider for wider in ancestors(code) if len(wider) > 6]
    names = dict(Place.objects.filter(code__in=below).values_list("code", "name"))
    return county + "".join(names.get(part, "") for part in reversed(below))


def places_within(*, outer: str, level: str | None = None) -> QuerySet[Place]:
    """The places we keep in a division, itself included, by code; of one level if given."""
    places = Place.objects.filter(code__startswith=stem(outer))
    if level is not None:
        places = places.filter(level=level)
    return places.order_by("code")
