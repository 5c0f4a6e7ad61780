"""Complaints to the labour inspectorate and applications for arbitration, about employers that are described by trade only."""

from __future__ import annotations

import datetime as dt

from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import Wanted, somebody


def complain(town: Town, person: registry.Person | None) -> Wanted | None:
    """A complaint against one's employer."""
    who = somebody(town, person, "employee")
    unit = who and _employer_of(who, town.today)
    if who is None or unit is None:
        return None
    answers = {
        **town.said("complaints"), "kind": "complaint", "named": town.one_of("named", ("secret", "named")),
        "employer_name": unit.name, "employer_uscc": unit.uscc, "work_place": unit.place[:6],
        "happened_from": _days_before(town, 60 + town.draw("since", 90)), "procedure": "none",
        "phone": who.phone or town.phone(),
    }  # fmt: skip
    return Wanted("labour.complain", who, answers=answers)


def apply_arbitration(town: Town, person: registry.Person | None) -> Wanted | None:
    """An application to the arbitrators against one's employer."""
    who = somebody(town, person, "employee")
    unit = who and _employer_of(who, town.today)
    if who is None or unit is None:
        return None
    answers = {
        **town.said("arbitration"), "occupation": town.one_of("occupation", town.texts["occupations"]),
        "address": who.address or registry.place_name(code=who.residence_place), "phone": who.phone or town.phone(),
        "respondent": unit.name, "respondent_uscc": unit.uscc,
        "respondent_address": f"{registry.place_name(code=unit.place)}（注册地址见营业执照）",
        "respondent_head": town.one_of("surname", "陈林黄李张王刘吴周徐") + "某", "work_place": unit.place[:6],
        "employed_from": _days_before(town, 900), "knew_on": _days_before(town, 40 + town.draw("knew", 30)),
        "interrupted": "no",
    }  # fmt: skip
    return Wanted("labour.apply_arbitration", who, answers=answers)


def _employer_of(person: registry.Person, day: dt.date) -> registry.Employer | None:
    spells = enrolment.spells_of(person_id=person.pk).filter(
        span__contains=day.replace(day=1), employer_id__isnull=False
    )
    spell = spells.order_by("pk").first()
    return None if spell is None else registry.employer(employer_id=int(spell.employer_id or 0))


def _days_before(town: Town, days: int) -> str:
    return (town.today - dt.timedelta(days=days)).isoformat()
