"""To whom a case can be handed over: colleagues with the power it waits for, and other points and levels of the network."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.db.models import Q

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import Account, Role, RoleCode
from renshe.domains.registry.api import places_within
from renshe.kernel.codes.divisions import ancestors, division_name, divisions, lies_within
from renshe.portals.layout.casefile.handing import power_for

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
        .select_related("account")[:MOST]
    )
    known = {
        one.account.username: one.account.display_name
        for one in held
        if lies_within(case.place, one.place)
        and (one.limited_to is None or power_for(case) in one.limited_to)
        and not _own_affair(case, one.account)
    }
    return tuple(Option(code=username, words=shown) for username, shown in known.items())


def _own_affair(case: cases.Case, account: Account) -> bool:
    own = {"person": account.person_id, "employer": account.employer_id}.get(case.subject_kind)
    return own is not None and own == case.subject_id


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
