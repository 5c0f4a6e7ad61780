"""A worker has a certificate of insurance issued, in the form that its receiver asks for."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.enrolment import api as enrolment
from renshe.domains.pension.conftest import retiree
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office
from renshe.services.information.certifying import valid_until
from renshe.services.information.conftest import printed

CODE = "information.certificate_of_insurance"
SHORT = {"purpose": "housing", "detail": "summary", "number_shown": "masked"}
__all__ = ["retiree"]


@pytest.fixture
def insured(office, make_person, make_employer):
    """The office, and a man insured in everything since January 2025."""
    person, employer = make_person(), make_employer()
    at = Office(CODE)
    enrolment.join(
        person_id=person.pk, employer_id=employer.pk, insurances=[1, 2, 3, 4, 5], from_month=2025 * 12,
        person_kind="employee",
        record=enrolment.Recording(reason="employment", known_on=dt.date(2025, 1, 5), actor="clerk", at=at.actor("clerk").at),
    )  # fmt: skip
    return at, person


def test_the_certificate_names_each_insurance_its_employer_and_since_when(insured):
    office, person = insured
    case = office.closed(SHORT, subject_id=person.pk)
    said = printed(case)
    for words in (
        "社会保险参保证明", "正在参保", "职工基本养老保险", "工伤保险", "珠海第1制造有限公司", "2025-01", "购房、租房",
        "4404**********", "有效期至2026年1月15日", "广东省珠海市香洲区社会保险经办机构",
    ):  # fmt: skip
        assert words in said, words
    assert person.id_number not in said
    (paper,) = [one for one in cases.papers_of(case=case) if one.kind == "certificate"]
    assert cases.verify_paper(code=f"{paper.code[:5]}-{paper.code[5:].lower()}") == paper


def test_another_purpose_has_to_be_named_and_stands_on_the_paper(insured):
    office, person = insured
    with pytest.raises(AssertionError, match="other"):
        office.submitted({**SHORT, "purpose": "other"}, subject_id=person.pk)
    case = office.granted(
        {**SHORT, "purpose": "other", "other": "办理居住证", "number_shown": "full"}, subject_id=person.pk
    )  # fmt: skip
    said = printed(case)
    assert "办理居住证" in said
    assert person.id_number in said


def test_months_are_listed_and_who_is_not_insured_now_is_told_so(retiree, fresh_database):
    fresh_database.become("app")
    office = Office(CODE, place="440402", today=dt.date(2025, 5, 12))
    answers = {**SHORT, "detail": "months"}
    assert office.noticed(answers, subject_id=retiree.person.pk) == ["not_insured_now"]
    said = printed(office.granted(answers, subject_id=retiree.person.pk))
    for words in ("目前未参保", "累计实际缴费月数244", "2023-05", "2025-04", "6,000.00", "已到账"):
        assert words in said, words
    assert "2023-04" not in said


def test_nobody_the_dead_and_who_was_never_insured_are_refused(office, make_person):
    at = office(CODE)
    assert at.found(SHORT) == ["subject_missing"]
    person = make_person()
    assert at.found(SHORT, subject_id=person.pk) == ["never_insured"]
    registry.record_death(
        person_id=person.pk, died_on=dt.date(2025, 9, 1), known_on=at.today, reason="医院报告",
        actor="clerk", at=at.actor("clerk").at,
    )  # fmt: skip
    assert at.found(SHORT, subject_id=person.pk) == ["subject_dead", "never_insured"]


def test_prefill_and_a_certificate_taken_back(insured):
    office, person = insured
    told = office.declared.service.prefill(office.asked(subject_id=person.pk))
    assert told == {"purpose": "personal", "detail": "summary", "number_shown": "full"}
    case = office.closed(SHORT, subject_id=person.pk)
    office.reversed(case.number)
    assert "已于2025年10月15日撤销" in printed(case)
    with pytest.raises(Refused):
        office.reversed(case.number)


@pytest.mark.parametrize(
    ("today", "until"),
    [("2025-10-15", "2026-01-15"), ("2025-11-30", "2026-02-28"), ("2025-12-01", "2026-03-01")],
)
def test_three_months_end_on_the_same_day_or_the_months_last(today, until):
    assert valid_until(dt.date.fromisoformat(today)) == dt.date.fromisoformat(until)
