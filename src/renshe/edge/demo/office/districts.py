"""Retirees of the demonstration street who moved to another district of the city: their hand-overs go there by message."""

from __future__ import annotations

from renshe.domains.identity import api as identity
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.edge.demo.office.days import Days
from renshe.edge.demo.office.town import Town
from renshe.flows.retiree_moves import move
from renshe.kernel.codes.divisions import city_stem

MOVED = 4
"""So many moved within the month, the last of them yesterday or today, so that answers are here, on the way and to come."""
_WORKER = "community"


def let_people_move(*, town: Town, days: Days) -> int:
    """Nothing where the city has no other district with a register of its own (Zhuhai's three are all here); else how many."""
    to, worker = _other_district(town), identity.account_named(username=_WORKER)
    if not to or worker is None:
        return 0
    street = worker.roles.get().place
    cared = retirees.cared_for(place=street).exclude(person_id__in=town.spared)
    done = 0
    for care in cared[: 4 * MOVED]:
        if done == MOVED or retirees.waiting(person_id=care.person_id) is not None:
            continue
        number = days.last * done // (MOVED - 1)
        at = days.at(number, 10 * 60)
        by = retirees.By(name=_WORKER, at=at, today=at.date())
        move(
            person_id=care.person_id, residence_place=to, address="与子女同住（演示地址）", phone="",
            reason="本人电话告知搬家", by=by,
        )  # fmt: skip
        retirees.write_offers(place=town.place, by=by)
        done += 1
    return done


def _other_district(town: Town) -> str:
    """A district of the city whose communities are not here, or nothing."""
    rows = registry.Place.objects.filter(level="district", code__startswith=city_stem(town.place))
    codes = rows.exclude(code=town.place).order_by("code").values_list("code", flat=True)
    return next((code for code in codes if not retirees.is_ours(code=code)), "")
