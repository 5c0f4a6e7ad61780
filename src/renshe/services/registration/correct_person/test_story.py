"""A key fact is corrected on evidence, by three people, and the correction can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office, invariants_hold

CODE = "registration.correct_person"
Make = Callable[..., Any]
NAME = {"what": "name", "name": "王晓明", "reason": "公安机关已更正"}


def test_a_wrong_name_is_corrected_by_three_people_on_the_paper_of_the_case(
    office: Make, make_person: Make
) -> None:
    """The change names the very file that was handed in."""
    person = make_person()
    at: Office = office(CODE)
    case = at.closed(NAME, subject_id=person.pk)
    assert (case.handler, case.reviewer, case.approver) == ("li", "wang", "zhao")
    assert registry.person(person_id=person.pk).name == "王晓明"
    (change,) = registry.changes_of(person_id=person.pk)
    assert (change.old, change.new, change.changed_by) == ("王小明", "王晓明", "zhao")
    assert change.evidence_file_id is not None


def test_a_number_brings_sex_and_birth_and_goes_back_with_them(
    office: Make, make_person: Make
) -> None:
    """Self-correction writes what stood there before, as a change of its own."""
    person = make_person()
    right = id_number(birth="19860312", sequence=202)
    at: Office = office(CODE)
    told = {
        "what": "id_number",
        "id_number": right,
        "retirement_category": "F55",
        "reason": "录入有误",
    }
    number = at.closed(told, subject_id=person.pk).number
    now = registry.person(person_id=person.pk)
    assert (now.sex, now.birth_on, now.retirement_category) == ("F", date(1986, 3, 12), "F55")
    assert at.reversed(number).state == "reversed"
    now = registry.person(person_id=person.pk)
    assert (now.id_number, now.sex, now.birth_on) == (id_number(), "M", date(1985, 3, 12))
    invariants_hold()


def test_a_date_of_the_file_is_filled_in_and_may_be_taken_away(
    office: Make, make_person: Make
) -> None:
    """What is registered is typed already; an empty answer takes it away."""
    person = make_person(birth_on_file=date(1984, 12, 1), work_started_month=2008 * 12 + 6)
    at: Office = office(CODE)
    filled = at.declared.service.prefill(at.asked(subject_id=person.pk))
    assert filled == {"birth_on_file": "1984-12-01", "work_started_month": "2008-07"}
    told = {"what": "birth_on_file", "birth_on_file": "", "reason": "档案重新认定"}
    number = at.closed(told, subject_id=person.pk).number
    assert registry.person(person_id=person.pk).birth_on_file is None
    at.reversed(number)
    assert registry.person(person_id=person.pk).birth_on_file == date(1984, 12, 1)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({**NAME, "name": "王小明"}, "nothing_changes"),
        ({"what": "sex", "sex": "F", "reason": "有误"}, "disagrees_with_id"),
        ({"what": "retirement_category", "retirement_category": "F50", "reason": "有误"}, "value_unknown"),
        ({"what": "birth_on_file", "birth_on_file": "2030-01-01", "reason": "有误"}, "date_order"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_at_its_field(
    office: Make, make_person: Make, answers: dict[str, str], code: str
) -> None:
    """By the register's own reasons."""
    assert office(CODE).found(answers, subject_id=make_person().pk) == [code]


def test_a_number_of_somebody_else_is_refused(office: Make, make_person: Make) -> None:
    """Two people never share a number."""
    other = make_person(id_number=id_number(sequence=103), name="李大为")
    told = {"what": "id_number", "id_number": other.id_number, "reason": "有误"}
    assert office(CODE).found(told, subject_id=make_person().pk) == ["person_exists"]


def test_without_the_paper_nothing_is_even_submitted(office: Make, make_person: Make) -> None:
    """Evidence is needed, and the difference shows old and new masked."""
    person = make_person()
    with pytest.raises(Refused, match="缺少必要材料"):
        office(CODE).submitted(NAME, subject_id=person.pk, without=["proof"])
    (differs,) = office(CODE).submitted(NAME, subject_id=person.pk).examination["differences"]
    assert "晓" not in differs["given"] + differs["registered"]
