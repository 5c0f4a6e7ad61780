"""Requests about premium help: somebody in need asks, a neighbour objects to a public list."""

from __future__ import annotations

from renshe.domains.premium_help import api as premium_help
from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import Wanted, somebody


def apply(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody out of work on minimum living allowance, whom no list names."""
    who = somebody(town, person, "in_no_scheme")
    if who is None:
        return None
    number = f"低保{town.today.year}{town.turn('allowance certificate', 9000) + 1000}"
    answers = {"insurance": "medical", "group": "minimum_living", "certificate": number}
    return Wanted("premium_help.apply", who, answers=answers)


def objection(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody says that a name is missing from the list that is public now."""
    who = somebody(town, person, "employee")
    listed = premium_help.public_lists(on=town.today).first()
    if who is None or listed is None:
        return None
    answers = {
        "document": listed.document,
        "words": "楼上独居的老邻居有残疾证，名单上没有他，请核对。",
    }
    return Wanted("premium_help.objection", who, answers=answers)
