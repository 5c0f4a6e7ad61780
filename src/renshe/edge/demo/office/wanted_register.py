"""Requests that change a register: people, employers, who is insured through whom."""

from __future__ import annotations

import datetime as dt

import numpy as np

from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.edge.demo.employers import brand_name
from renshe.edge.demo.identifiers import credit_codes, resident_ids, sequence_codes
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import Wanted, somebody
from renshe.edge.demo.profile import profile
from renshe.kernel.periods import format_month, month_containing

_SURNAMES = "陈林黄李张王刘吴周徐何郑"
_GIVEN = (
    "晓雯",
    "子轩",
    "雨桐",
    "浩然",
    "思琪",
    "嘉豪",
    "梓萱",
    "俊杰",
    "佳怡",
    "志强",
    "美玲",
    "文博",
)
_TRADES = (
    ("F", "商贸", 2),
    ("H", "餐饮管理", 2),
    ("I", "信息技术", 1),
    ("G", "物流", 3),
    ("L", "广告", 2),
)


def change_contact(town: Town, person: registry.Person | None) -> Wanted | None:
    """A new telephone, as most who come for it have."""
    who = somebody(town, person, "employee")
    return who and Wanted("registration.change_contact", who, answers={"phone": town.phone()})


def correct_person(town: Town, person: registry.Person | None) -> Wanted | None:
    """Work began a year or two before the month that is registered."""
    who = somebody(town, person, "young_employee")
    if who is None:
        return None
    began = who.work_started_month or month_containing(town.today) - 120
    sixteen = (who.birth_on.year + 16) * 12 + who.birth_on.month
    answers = {
        "what": "work_started_month",
        "work_started_month": format_month(max(began - 6 - town.draw("earlier", 12), sixteen)),
        "reason": "档案中的招工登记表记载的参加工作时间早于系统登记",
    }
    return Wanted("registration.correct_person", who, answers=answers)


def enrol_flexible(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody without an employer joins pension and medical from this month on."""
    who = somebody(town, person, "uninsured")
    base = str(5500 + 500 * town.draw("own base", 6))
    month = format_month(month_containing(town.today))
    answers = {"pension": "on", "medical": "on", "from_month": month, "base": base}
    return who and Wanted("registration.enrol_flexible", who, answers=answers)


def newcomer(town: Town) -> tuple[str, str]:
    """Name and id number of somebody whom the register does not know: of nobody."""
    for _ in range(200):
        days = town.draw("newcomer born", 12 * 365)
        birth = dt.date(1990, 1, 1) + dt.timedelta(days=days)
        rank, turn, man = (
            np.array([town.draw(f"newcomer {what}", 98)]) for what in ("rank", "turn", "sex")
        )
        number = resident_ids(
            np.array([int(town.one_of("newcomer from", ("320981", "341225", "362330", "421181")))]),
            np.array([int(f"{birth:%Y%m%d}")]), sequence_codes(rank, turn, man % 2 == 0),
        )[0].as_py()  # fmt: skip
        if registry.person_by_id_number(id_number=number) is None:
            name = town.one_of("surname", _SURNAMES) + town.one_of("given name", _GIVEN)
            return name, str(number)
    raise RuntimeError("two hundred numbers, and the register knows every one")


def register_person(town: Town, person: registry.Person | None) -> Wanted | None:
    """A neighbour brings somebody's papers, or the person comes: who hands in is somebody of the town."""
    who = somebody(town, person, "employee")
    if who is None:
        return None
    name, number = newcomer(town)
    answers = {
        "document": "card", "id_number": number, "name": name, "ethnic_code": "汉族", "household_place": number[:6],
        "residence_place": who.residence_place, "phone": town.phone(), "retirement_category": _category(number),
    }  # fmt: skip
    answers = {key: value for key, value in answers.items() if value}
    return Wanted("registration.register_person", who, answers=answers, about="nobody")


def _category(number: str) -> str:
    return "" if int(number[16]) % 2 else "F55"


def register_employer(town: Town, person: registry.Person | None) -> Wanted | None:
    """A company that was founded this month."""
    who = somebody(town, person, "employee")
    if who is None:
        return None
    plan = profile(town.place)
    industry, trade, risk = town.one_of("trade", _TRADES)
    number = 31**7 * 5 + town.draw("company", 10**6) * 31 + town.draws.seed % 31
    (code,) = credit_codes(np.array(["91"]), np.array([int(plan.mobile_seat)]), np.array([number]))
    answers = {
        "uscc": code, "name": f"{plan.short_name}市{brand_name(town.draw('brand', 900))}{trade}有限公司", "kind": "enterprise",
        "industry_code": industry, "size_class": "micro", "injury_rate_class": str(risk), "place": who.residence_place[:9],
        "registered_on": town.today.replace(day=1 + town.draw("founded", 9)).isoformat(),
    }  # fmt: skip
    return Wanted("registration.register_employer", who, answers=answers, about="nobody")


def hire(
    town: Town, person: registry.Person | None, employer: registry.Employer | None = None,
    *, promised: bool = False,
) -> Wanted | None:  # fmt: skip
    """An employer takes on somebody whom the register knows, or a newcomer of every second one."""
    unit = employer or town.employer("employer")
    if unit is None:
        return None
    known = somebody(town, person, "uninsured") if town.draw("hire known", 2) else None
    began = town.today.replace(day=9 + town.draw("hired on", 6))
    ends = dt.date(began.year + 2, began.month, began.day) - dt.timedelta(days=1)
    answers = {
        "person_kind": "employee", "reason": "employment", "kind": "fixed", "began_on": began.isoformat(),
        "signed_on": began.isoformat(), "ends_on": ends.isoformat(), "probation_months": "2",
        "occupation": town.one_of("occupation", town.texts["occupations"]), "work_place": unit.place[:6],
        "hours": "standard", "wage": str(6500 + 250 * town.draw("wage", 24)),
    }  # fmt: skip
    if known is not None:
        answers |= {"id_number": known.id_number, "name": known.name, "first_time": "no"}
    else:
        name, number = newcomer(town)
        answers |= {
            "id_number": number, "name": name, "first_time": "yes", "ethnic_code": "汉族",
            "household_place": number[:6], "residence_place": unit.place[:6], "phone": town.phone(),
        }  # fmt: skip
        if _category(number):
            answers["retirement_category"] = _category(number)
    return Wanted(
        "registration.hire", None, unit, answers, "employer", ("contract",) if promised else ()
    )


def leave(
    town: Town, person: registry.Person | None, employer: registry.Employer | None = None
) -> Wanted | None:
    """Somebody resigned this month."""
    unit = employer or town.employer("employer")
    if unit is None:
        return None
    month = month_containing(town.today)
    there = enrolment.members(employer_id=unit.pk, month=month)
    found = [
        one for one in there if one.person_kind == "employee" and one.person_id not in town.spared
    ]
    if not found:
        return None
    one = registry.person(person_id=town.one_of("leaver", found).person_id)
    answers = {
        "id_number": one.id_number, "name": one.name, "reason": "resignation",
        "last_day": town.today.replace(day=10 + town.draw("last day", 8)).isoformat(), "last_month": format_month(month),
    }  # fmt: skip
    return Wanted("registration.leave", None, unit, answers, "employer")
