"""Somebody who is in no register yet gets a social security number, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office

CODE = "registration.register_person"
SOMEBODY = {
    "document": "card", "id_number": id_number(), "name": "王小明", "ethnic_code": "汉族",
    "household_place": "440402", "residence_place": "440403", "phone": "13812345678",
}  # fmt: skip
FOREIGNER = {
    "document": "passport", "nationality": "德国", "passport_number": "C01X00T47", "name": "MUELLER ANNA",
    "sex": "F", "birth_on": "1990-12-31", "residence_place": "440402", "retirement_category": "F55",
}  # fmt: skip


def test_somebody_is_registered_and_told_the_number_masked(office: Callable[..., Office]) -> None:
    """From the counter through two people into the register."""
    case = office(CODE).closed(SOMEBODY)
    person = registry.person(person_id=case.decision["reference"]["person_id"])
    assert (person.id_number, person.name, person.sex) == (SOMEBODY["id_number"], "王小明", "M")
    assert person.residence_place == "440403"
    assert SOMEBODY["id_number"] not in case.decision["zh"]


def test_a_foreigner_gets_the_number_made_of_country_and_passport(
    office: Callable[..., Office],
) -> None:
    """Neither ethnic group nor household place is asked of her."""
    case = office(CODE).closed(FOREIGNER)
    person = registry.person(person_id=case.decision["reference"]["person_id"])
    assert (person.id_kind, person.id_number) == ("passport", "DEU000000C01X00T47")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ethnic_code": ""}, "ethnic_code_missing"),
        ({"ethnic_code": "火星族"}, "unknown_code"),
        ({"residence_place": "999999"}, "place_unknown"),
        ({"sex": "F"}, "disagrees_with_id"),
        ({"work_started_month": "1990-01"}, "date_order"),
        ({"id_number": id_number(sequence=102)}, "field_missing"),
    ],
)
def test_what_the_register_refuses_stands_in_the_way_before_anybody_signs(
    office: Callable[..., Office], changed: dict[str, Any], code: str
) -> None:
    """The same reasons, at the field where they belong, and nobody was registered."""
    assert office(CODE).found({**SOMEBODY, **changed}) == [code]
    assert registry.find_people(text="王小明") == []


def test_nobody_is_registered_twice(
    office: Callable[..., Office], make_person: Callable[..., Any]
) -> None:
    """The same number under the same name looks like the same person once more."""
    make_person()
    case = office(CODE).submitted(SOMEBODY)
    codes = [one["code"] for one in case.examination["findings"]]
    assert codes == ["person_exists", "number_known_otherwise"]
    assert office(CODE).found(SOMEBODY) == ["person_exists"]


def test_nothing_is_known_beforehand_and_nobody_is_taken_out_again(
    office: Callable[..., Office],
) -> None:
    """A registration is not reversed but merged or corrected."""
    at = office(CODE)
    assert at.declared.service.prefill(at.asked()) == {}
    number = at.granted(SOMEBODY).number
    with pytest.raises(Refused, match="不能从登记中删除"):
        at.reversed(number)
