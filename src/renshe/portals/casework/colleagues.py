"""To whom a case can be handed over: colleagues with the power it waits for, and other points and levels of the network."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.db.models import Q

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import Role, RoleCode
from renshe.domains.registry.api import places_within
from renshe.kernel.codes.divisions import ancestors, division_name, divisions, lies_within

MOST = 60
ROLE_FOR = {
    "reviewing": RoleCode.REVIEWER,
    "approving": RoleCode.APPROVER,
}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One place or colleague to choose."""

    code: str
    words: str


def colleagues(*, case: cases.Case, but: str, on: dt.date) -> tuple[Option, ...]:
    """Accounts that may act on the case in its state at its place, without oneself."""
    role = ROLE_FOR.get(case.state, RoleCode.COUNTER_CLERK)
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    held = (
        Role.objects.filter(in_force, role=role, valid_from__lte=on, account__is_active=True)
        .filter(place__in=[*ancestors(case.place)])
        .exclude(account__username=but)
        .order_by("account__display_name")
        .values_list("place", "account__username", "account__display_name")[:MOST]
    )
    known = {username: shown for place, username, shown in held if lies_within(case.place, place)}
    return tuple(Option(code=username, words=shown) for username, shown in known.items())


def points(*, place: str) -> tuple[Option, ...]:
    """The levels above a place, the points below its county, and the counties beside it; itself left out."""
    county = place[:6]
    streets = {one.code: one.name for one in places_within(outer=county, level="street")[:MOST]}
    above = [one for one in ancestors(county) if one in divisions()]
    codes = dict.fromkeys([*above, *streets, *_counties_beside(county)])
    return tuple(
        Option(code=code, words=f"{_name(code, streets)}（{code}）")
        for code in codes
        if code != place
    )


def _name(code: str, streets: dict[str, str]) -> str:
    county = division_name(code) if code[:6] in divisions() else ""
    return county + streets.get(code, "")


@cache
def _counties_beside(county: str) -> tuple[str, ...]:
    """The present counties of the same city."""
    latest = max(division.last_listed for division in divisions().values())
    return tuple(
        one.code for one in divisions().values()
        if one.code[:4] == county[:4] and not one.code.endswith("00") and one.last_listed == latest
    )  # fmt: skip
