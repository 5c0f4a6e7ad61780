"""Divisions by code."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from renshe.domains.registry.models import Place
from renshe.kernel.codes.divisions import ancestors, division_name, divisions, stem


def place_name(*, code: str) -> str:
    """The full name of a place: 广东省珠海市香洲区翠香街道紫荆社区. Unknown parts are left out."""
    return place_names(codes=[code])[code]


def place_names(*, codes: Iterable[str]) -> dict[str, str]:
    """The full names of many places in one query, as `place_name` gives them."""
    below = {code: [one for one in ancestors(code) if len(one) > 6] for code in set(codes)}
    kept = Place.objects.filter(code__in={one for parts in below.values() for one in parts})
    names = dict(kept.values_list("code", "name"))
    known = divisions()
    return {
        code: (division_name(code[:6]) if code[:6] in known else "")
        + "".join(names.get(part, "") for part in reversed(parts))
        for code, parts in below.items()
    }


def places_within(*, outer: str, level: str | None = None) -> QuerySet[Place]:
    """The places we keep in a division, itself included, by code; of one level if given."""
    places = Place.objects.filter(code__startswith=stem(outer))
    if level is not None:
        places = places.filter(level=level)
    return places.order_by("code")


def kept_place_names() -> dict[str, str]:
    """Every street, town and community that we keep, by its full name, in the order of codes. One query."""
    names = dict(Place.objects.order_by("code").values_list("code", "name"))
    full = {}
    for code in names:
        if len(code) > 6:
            below = [names.get(part, "") for part in reversed(ancestors(code)) if len(part) > 6]
            county = division_name(code[:6]) if code[:6] in divisions() else ""
            full[county + "".join(below)] = code
    return full


def place_code_named(*, name: str) -> str:
    """The code of a street, town or community by its full name, or by its own where only one bears it; empty for any other."""
    found = list(Place.objects.filter(name=name).values_list("code", flat=True)[:2])
    if len(found) == 1:
        return str(found[0])
    return kept_place_names().get(name, "")
