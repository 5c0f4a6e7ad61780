"""What registering a person does: the register refuses, or knows somebody more."""

from __future__ import annotations

from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_id_number
from renshe.domains.registry import api as registry
from renshe.kernel.codes.foreign_id import social_security_number
from renshe.kernel.codes.id_number import read_id_number
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused, accepted
from renshe.kernel.codes.standards import ETHNIC_OF_FOREIGNERS

FIELD_OF = {
    "country_unknown": "nationality", "country_is_china": "nationality", "passport_shape": "passport_number",
    "phone_shape": "phone", "unknown_code": "ethnic_code", "place_unknown": "residence_place",
    "name_shape": "name", "name_private_use": "name", "name_variation": "name", "name_compatibility": "name",
    "name_blank": "name", "sex_missing": "sex", "birth_missing": "birth_on",
    "field_missing": "retirement_category", "value_unknown": "retirement_category",
    "date_order": "work_started_month", "ethnic_code_missing": "ethnic_code",
    "household_place_missing": "household_place",
}  # fmt: skip
FOREIGN = ("passport", "foreign_permit")
STAYS = Problem(
    "registered_people_stay",
    "已登记的个人不能从登记中删除",
    "somebody who was registered is not taken out of the register",
    "社会保险法 74",
    "重复登记的请合并，信息有误的请办理“关键信息更正”",
    "Merge a duplicate, or correct what is wrong with “Correction of key facts”",
)
NAMESAKE = Problem(
    "number_known_otherwise",
    "该证件号码已登记，姓名也一致，可能是同一人重复申请",
    "the number is registered, under the same name: this may be the same person again",
    "社会保险经办条例 9",
    "请核对后不予批准，并告知其已有社会保障号码",
    "Compare, refuse, and tell the person that there is a number already",
)


class RegisterPerson(cases.Plain):
    """Enters a human being once; nothing is known beforehand, so nothing is filled in."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What the register would say, and whether the number is known under the same name."""
        found = cases.findings_of(lambda: _register(asked), fields=FIELD_OF, otherwise="id_number")
        known = registry.person_by_id_number(id_number=_number(asked.values) or "-")
        if known is not None and same_name(known.name, str(asked.values["name"])):
            found.append(cases.Finding(NAMESAKE, refuses=False, field="name"))
        return cases.Examination(findings=tuple(found))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The person is registered; the number is shown masked, since papers travel."""
        person = _register(asked)
        shown = mask_id_number(person.id_number)
        return cases.Effect(
            f"已登记，个人社会保障号码为{shown}（即证件号码）。",
            f"Registered; the social security number is {shown}, as on the document.",
            {"person_id": person.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Refused: people stay in the register, duplicates are merged."""
        raise Refused(STAYS, subject=asked.number)


def _number(values: cases.Values) -> str | None:
    """The number by which the register knows somebody; None where nationality and passport make none."""
    if values.get("document") == "card":
        return str(values["id_number"])
    made = social_security_number(
        country=str(values["nationality"]), document=str(values["passport_number"])
    )
    return None if isinstance(made, Problem) else made


def _register(asked: cases.Asked) -> registry.Person:
    values: dict[str, Any] = dict(asked.values)
    passport = values["document"] == "passport"
    number = (
        accepted(
            social_security_number(
                country=values["nationality"], document=values["passport_number"]
            )
        )
        if passport
        else values["id_number"]
    )
    known = read_id_number(str(number), as_of=asked.today)
    if isinstance(known, Problem):
        raise Refused(known)
    missing = [key for key in ("ethnic_code", "household_place") if not values.get(key)]
    if missing and known.kind not in FOREIGN:
        raise Refused(*(_missing(key) for key in missing))
    return registry.register_person(
        id_number=number,
        name=values["name"],
        ethnic_code=values.get("ethnic_code") or ETHNIC_OF_FOREIGNERS,
        household_place=values.get("household_place") or values["residence_place"],
        residence_place=values["residence_place"],
        sex=values.get("sex"),
        birth_on=values.get("birth_on"),
        address=values.get("address") or "",
        phone=values.get("phone") or "",
        work_started_month=values.get("work_started_month"),
        retirement_category=values.get("retirement_category"),
        actor=asked.actor,
        at=asked.at,
        as_of=asked.today,
    )


def _missing(key: str) -> Problem:
    zh, en = {
        "ethnic_code": ("民族", "the ethnic group"),
        "household_place": ("户籍地", "the place of household registration"),
    }[key]
    return Problem(
        f"{key}_missing", f"没有填写{zh}", f"{en} is missing", "社会保险经办条例 6",
        f"请填写{zh}；外国人可不填", "Fill it in; only foreigners have none",
    )  # fmt: skip


SERVICE = RegisterPerson()
