"""Requests of retirees under the care of communities: a move within the area, a life with the children elsewhere."""

from __future__ import annotations

from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import Wanted, somebody

PROVINCES = ("430100", "360100", "330100", "420100")


def change_address(town: Town, person: registry.Person | None) -> Wanted | None:
    """A pensioner moved to another community of the same district."""
    who = somebody(town, person, "cared_retiree")
    if who is None:
        return None
    rows = registry.places_within(outer=who.residence_place[:6], level="community")
    others = [code for code in rows.values_list("code", flat=True) if code != who.residence_place]
    place = town.one_of("moved to", others)
    road = registry.place_name(code=place)
    answers = {
        "residence_place": place, "address": f"{road}云岚路{1 + town.draw('moved number', 200)}号2栋301房", "phone": town.phone(),
    }  # fmt: skip
    return Wanted("retirees.change_address", who, answers=answers)


def remote_residence(town: Town, person: registry.Person | None) -> Wanted | None:
    """A pensioner lives with the children in another province."""
    who = somebody(town, person, "cared_retiree")
    if who is None:
        return None
    answers = {
        "where": "country", "place": town.one_of("lives elsewhere", PROVINCES), "state": "",
        "from_on": town.today.replace(day=1).isoformat(), "way": "self_service",
    }  # fmt: skip
    return Wanted(
        "retirees.remote_residence",
        who,
        answers={key: value for key, value in answers.items() if value},
    )
