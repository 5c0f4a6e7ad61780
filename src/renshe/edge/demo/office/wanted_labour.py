"""Complaints to the labour inspectorate and applications for arbitration, about employers that are described by trade only."""

from __future__ import annotations

import datetime as dt

from renshe.domains.employment import api as employment
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


def renew_contract(town: Town, person: registry.Person | None) -> Wanted | None:
    """The next term of somebody whose contract ends within two months or has just ended: three more years, a little more pay."""
    until = town.today + dt.timedelta(days=60)
    found = [
        one for one in employment.contracts_ending(until=until) if one.person_id not in town.spared
    ]
    if not found:
        return None
    contract = found[town.draw("contract to renew", len(found))]
    assert contract.ends_on is not None
    who = registry.person(person_id=contract.person_id)
    ends = contract.ends_on.replace(year=contract.ends_on.year + 3, day=28)
    answers = {
        "id_number": who.id_number, "name": who.name, "kind": "fixed", "ends_on": ends.isoformat(),
        "signed_on": town.today.replace(day=1).isoformat(), "wage": str(contract.wage_fen // 100 + 300),
    }  # fmt: skip
    unit = registry.employer(employer_id=contract.employer_id)
    return Wanted("labour.renew_contract", None, unit, answers, "employer")
