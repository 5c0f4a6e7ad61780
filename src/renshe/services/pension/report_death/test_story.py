"""A hospital's report of a death as a case: two decide, insurance and pension end, and a contradiction stops it."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.enrolment import api as enrolment
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office

CODE = "pension.report_death"
TOLD = {
    "died_on": "2025-09-28", "document": "medical", "legal_basis": "社会保险经办条例第二十五条",
    "file_number": "死亡证明 20250928-17",
}  # fmt: skip


@pytest.fixture
def pensioner(fresh_database):
    """The office of Huangpu in October, and a pensioner who is insured in medical care besides."""
    fresh_database.become("runner")
    (person,) = add_pensioners(count=1)
    at = Office(CODE, place="310101", today=dt.date(2025, 10, 9))
    enrolment.join(
        person_id=person, employer_id=None, insurances=[2], from_month=2025 * 12 + 4, person_kind="flexible",
        record=enrolment.Recording(
            reason="own_payer", known_on=dt.date(2025, 5, 5), actor="clerk", at=at.actor("clerk").at
        ),
    )  # fmt: skip
    fresh_database.become("app")
    return at, person


def test_once_two_have_signed_insurance_and_pension_end_with_the_month_of_death(pensioner):
    office, person = pensioner
    case = office.submitted(TOLD, subject_id=person)
    assert registry.person(person_id=person).died_on is None
    case = office.decided(case.number)
    assert (case.state, case.handler != case.reviewer) == ("granted", True)
    assert registry.person(person_id=person).died_on == dt.date(2025, 9, 28)
    award = pension.Award.objects.get(person_id=person)
    assert (award.state, award.ends_month) == ("ended", 2025 * 12 + 8)
    (spell,) = enrolment.spells_of(person_id=person)
    assert (spell.span.upper, spell.leave_reason) == (dt.date(2025, 10, 1), "death")
    assert "终止参保1项" in cases.case_by_number(number=case.number).decision["zh"]


def test_a_report_that_is_refused_changes_nothing(pensioner):
    office, person = pensioner
    case = office.submitted(TOLD, subject_id=person)
    office.decided(case.number, grant=False, words="文书系伪造")
    assert registry.person(person_id=person).died_on is None
    assert pension.Award.objects.get(person_id=person).state == "final"


@pytest.mark.parametrize("died_on", ["2025-10-10", "1900-01-01"])
def test_a_day_that_cannot_be_stands_in_the_way(pensioner, died_on):
    office, person = pensioner
    assert office.found({**TOLD, "died_on": died_on}, subject_id=person) == ["death_in_future"]


def test_a_second_report_of_another_day_is_lit_and_refused_and_of_the_same_day_harmless(pensioner):
    office, person = pensioner
    office.granted(TOLD, subject_id=person)
    assert office.noticed(TOLD, subject_id=person) == ["death_known"]
    other = {**TOLD, "died_on": "2025-09-20"}
    assert office.found(other, subject_id=person) == ["death_other_day"]
    assert office.found(TOLD) == ["subject_missing"]


def test_it_is_undone_by_correcting_the_register_and_never_by_itself(pensioner):
    office, person = pensioner
    case = office.granted(TOLD, subject_id=person)
    with pytest.raises(Refused):
        office.reversed(case.number)
