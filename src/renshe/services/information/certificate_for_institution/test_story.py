"""A court asks about somebody's insurance: what the certificate tells it, and what it does not."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.services.conftest import Office
from renshe.services.information.conftest import printed

CODE = "information.certificate_for_institution"
ASKED = {
    "legal_basis": "民事诉讼法第七十条", "file_number": "（2025）粤0402民初77号", "reason": "核实被告的劳动关系",
    "detail": "summary",
}  # fmt: skip


@pytest.fixture
def insured(office, make_person, make_employer):
    """The office, and a man insured in everything since January 2025."""
    person, employer = make_person(), make_employer()
    at = Office(CODE)
    enrolment.join(
        person_id=person.pk, employer_id=employer.pk, insurances=[1, 2, 3, 4, 5], from_month=2025 * 12,
        person_kind="employee",
        record=enrolment.Recording(
            reason="employment", known_on=dt.date(2025, 1, 5), actor="clerk", at=at.actor("clerk").at
        ),
    )  # fmt: skip
    return at, person


def test_two_of_the_office_decide_and_the_paper_names_basis_and_file(insured):
    office, person = insured
    case = office.closed(ASKED, subject_id=person.pk)
    assert len({case.handler, case.reviewer} - {""}) == 2
    said = printed(case)
    for words in (
        "社会保险参保证明", "正在参保", "民事诉讼法第七十条", "（2025）粤0402民初77号", "职工基本养老保险",
        "有效期至2026年1月15日", "4404**********", "不得用于其他目的",
    ):  # fmt: skip
        assert words in said, words
    assert person.id_number not in said
    assert "核实被告的劳动关系" not in said


def test_without_basis_or_file_number_nothing_is_handed_in(insured):
    office, person = insured
    for missing in ("legal_basis", "file_number", "reason"):
        with pytest.raises(AssertionError, match=missing):
            office.submitted({**ASKED, missing: ""}, subject_id=person.pk)


def test_who_was_never_insured_is_not_certified_and_the_dead_are_told_of(office, make_person):
    at = office(CODE)
    assert at.found(ASKED) == ["subject_missing"]
    person = make_person()
    assert at.found(ASKED, subject_id=person.pk) == ["never_insured"]
    registry.record_death(
        person_id=person.pk, died_on=dt.date(2025, 9, 1), known_on=at.today, reason="医院报告",
        actor="clerk", at=at.actor("clerk").at,
    )  # fmt: skip
    assert at.noticed(ASKED, subject_id=person.pk) == ["subject_dead"]


def test_a_certificate_issued_by_mistake_is_taken_back(insured):
    office, person = insured
    case = office.closed(ASKED, subject_id=person.pk)
    office.reversed(case.number)
    assert "已于2025年10月15日撤销" in printed(case)
