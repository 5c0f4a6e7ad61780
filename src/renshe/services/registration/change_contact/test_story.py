"""A new number and a new address, at once and by one person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains.registry import api as registry
from renshe.services.conftest import Office

CODE = "registration.change_contact"
Make = Callable[..., Any]


def test_what_is_filled_in_changes_and_the_rest_stays(office: Make, make_person: Make) -> None:
    """One person decides; the old telephone is on the sheet, masked."""
    person = make_person(phone="13812345678", address="翠香街道1号")
    at: Office = office(CODE)
    told = {**at.declared.service.prefill(at.asked(subject_id=person.pk)), "phone": "13900001111"}
    assert told["residence_place"] == "440402"
    case = at.closed(told, subject_id=person.pk)
    now = registry.person(person_id=person.pk)
    assert (now.phone, now.address, now.residence_place) == ("13900001111", "翠香街道1号", "440402")
    assert (case.handler, case.reviewer, case.approver) == ("li", "", "")
    assert "13812345678" not in str(case.examination)


def test_it_is_undone_by_another_person(office: Make, make_person: Make) -> None:
    """An empty telephone is empty again."""
    person = make_person()
    at: Office = office(CODE)
    number = at.closed({"phone": "13900001111"}, subject_id=person.pk).number
    at.reversed(number)
    assert registry.person(person_id=person.pk).phone == ""


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "nothing_given"),
        ({"residence_place": "999999"}, "place_unknown"),
        ({"phone": "13812345678"}, "nothing_changes"),
        ({"phone": "12345678901"}, "phone_shape"),
    ],
)
def test_what_is_no_change_is_refused(
    office: Make, make_person: Make, answers: dict[str, str], code: str
) -> None:
    """Nothing, an unknown place, what is there already, a number that nobody has."""
    person = make_person(phone="13812345678")
    assert office(CODE).found(answers, subject_id=person.pk) == [code]
