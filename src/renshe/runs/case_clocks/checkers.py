"""Who looks again: staff who may review or approve at the place of the case, had no hand in it, and have fewest checks open."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db.models import Q

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import Role, RoleCode
from renshe.kernel.codes.divisions import lies_within

CHECKERS = (RoleCode.REVIEWER, RoleCode.APPROVER)


def assign_checks(*, on: dt.date, at: dt.datetime) -> int:
    """Give every check that nobody has to a checker; returns how many. One for whom there is none waits for the next day.

    The domain refuses whoever decided or handed in the case, so nobody has to be trusted to be left out here.
    """
    held, staff = cases.checks_held(), _staff(on)
    assigned = 0
    for check in cases.checks_unassigned():
        number = check.case.number
        here = {name for name, place in staff if lies_within(check.place, place)}
        for name in sorted(here, key=lambda one: (held.get(one, 0), _draw(number, one))):
            if cases.assign_check(number=number, to=name, at=at):
                held[name] = held.get(name, 0) + 1
                assigned += 1
                break
    return assigned


def _staff(on: dt.date) -> list[tuple[str, str]]:
    """Accounts that check, with the place within which they do."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = Role.objects.filter(
        in_force, role__in=CHECKERS, valid_from__lte=on, account__is_active=True
    )
    return list(rows.order_by("pk").values_list("account__username", "place"))


def _draw(number: str, name: str) -> str:
    """Among those with equally many checks the number of the case decides, and nobody's wish."""
    return hashlib.sha256(f"{number}\n{name}".encode()).hexdigest()
