"""One form: the contract is filed, the person registered where nobody knows him yet, insured, and the wage declared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.contributions.models import DeclaredWage
from renshe.domains.employment import api as employment
from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office, invariants_hold

CODE = "registration.hire"
OCTOBER = 2025 * 12 + 9
Make = Callable[..., Any]
KNOWN = {
    "id_number": id_number(), "name": "王小明", "first_time": "no", "person_kind": "employee", "reason": "employment",
    "kind": "fixed", "began_on": "2025-10-09", "signed_on": "2025-10-09", "ends_on": "2027-10-08",
    "probation_months": "2", "occupation": "装配工", "work_place": "440402", "hours": "standard", "wage": "6000",
}  # fmt: skip
NEW = {
    **KNOWN,
    "first_time": "yes",
    "ethnic_code": "汉族",
    "household_place": "440402",
    "residence_place": "440403",
}
NO_APPROVAL = {"without": ["approval"]}


def test_one_form_files_the_contract_and_insures_a_newcomer(
    office: Make, make_employer: Make
) -> None:
    """Five insurances from the month work began, one contract, one wage."""
    employer = make_employer()
    at: Office = office(CODE)
    case = at.closed(NEW, subject_id=employer.pk, **NO_APPROVAL)
    person = registry.person_by_id_number(id_number=NEW["id_number"])
    assert person is not None
    (member,) = enrolment.members(employer_id=employer.pk, month=OCTOBER)
    assert (member.person_id, len(member.insurances)) == (person.pk, 5)
    contract = employment.contract_in_force(employer_id=employer.pk, person_id=person.pk)
    assert contract is not None
    assert (contract.began_on, contract.probation_months) == (date(2025, 10, 9), 2)
    assert contract.acts.get().reference == case.number
    assert DeclaredWage.objects.get(person=person, employer=employer).wage_fen == 600_000
    assert "2025年10月起参加职工基本养老保险" in case.decision["zh"]


def test_part_time_work_is_insured_against_injury_beside_another_employer(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """劳动合同法 68, and no probation."""
    main, other = make_employer(), make_employer(2)
    make_person()
    at: Office = office(CODE)
    at.closed(KNOWN, subject_id=main.pk, **NO_APPROVAL)
    part = {**KNOWN, "kind": "part_time", "probation_months": "0", "wage": "25", "ends_on": ""}
    at.closed(part, subject_id=other.pk, **NO_APPROVAL)
    (member,) = enrolment.members(employer_id=other.pk, month=OCTOBER)
    assert [one.label for one in member.insurances] == ["工伤保险"]
    assert at.found(
        {**part, "probation_months": "1"}, subject_id=make_employer(3).pk, **NO_APPROVAL
    ) == ["probation_too_long"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "王大明"}, "name_differs"),
        ({"began_on": "2025-10-20", "signed_on": ""}, "work_in_the_future"),
        ({"probation_months": "3"}, "probation_too_long"),
        ({"ends_on": "2025-01-01"}, "days_out_of_order"),
        ({"id_number": id_number(sequence=103)}, "person_unknown"),
        ({"began_on": "2009-12-01", "ends_on": "2027-10-08"}, "employer_not_open"),
    ],
)
def test_what_the_law_and_the_registers_refuse_stands_in_the_way(
    office: Make, make_employer: Make, make_person: Make, changed: dict[str, str], code: str
) -> None:
    """Nothing of it is done then."""
    person, employer = make_person(), make_employer()
    found = office(CODE).found({**KNOWN, **changed}, subject_id=employer.pk, **NO_APPROVAL)
    assert found == [code]
    assert not enrolment.spells_of(person_id=person.pk).exists()
    assert not employment.contracts_of(person_id=person.pk).exists()


def test_somebody_below_sixteen_needs_an_approval_and_somebody_insured_elsewhere_a_leaver(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """劳动法 15: performers and athletes, on paper."""
    young = id_number(birth="20100101")
    make_person(id_number=young)
    at: Office = office(CODE)
    told = {**KNOWN, "id_number": young}
    assert at.found(told, subject_id=make_employer().pk, **NO_APPROVAL) == ["under_age"]
    at.closed(told, subject_id=make_employer(2).pk)
    found = at.found(told, subject_id=make_employer(3).pk)
    assert found == ["insured_elsewhere"]


def test_a_late_report_and_a_missing_paper_are_noticed(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """Neither stands in the way: the person is insured all the same."""
    make_person()
    late = {**KNOWN, "began_on": "2025-08-01", "signed_on": "", "ends_on": "2027-07-31"}
    noticed = office(CODE).noticed(late, subject_id=make_employer().pk, **NO_APPROVAL)
    assert noticed == ["insured_late", "no_written_contract"]


def test_a_number_says_whether_somebody_is_known_and_names_only_who_worked_here(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """Nobody learns a name by trying numbers; of somebody who left the employer knows the name."""
    person, employer = make_person(), make_employer()
    at: Office = office(CODE)

    def filled(number: str, employer_id: int) -> dict[str, Any]:
        values = {"id_number": number}
        return dict(at.declared.service.prefill(at.asked(subject_id=employer_id, values=values)))

    place = {"work_place": "440402"}
    assert filled("11010119900307001X", employer.pk) == {**place, "first_time": "yes"}
    assert filled(person.id_number, employer.pk) == {**place, "first_time": "no"}
    at.closed(KNOWN, subject_id=employer.pk, **NO_APPROVAL)
    named = {**place, "first_time": "no", "name": person.name}
    assert filled(person.id_number, employer.pk) == named
    assert filled(person.id_number, make_employer(2).pk) == {**place, "first_time": "no"}


def test_a_mans_answer_to_what_is_asked_of_women_stands_in_nobodys_way(
    office: Make, make_employer: Make
) -> None:
    """The form cannot be unticked; the law knows one category of men."""
    man = id_number(birth="19950307", sequence=133)
    told = {**NEW, "id_number": man, "retirement_category": "F55"}
    office(CODE).closed(told, subject_id=make_employer().pk, **NO_APPROVAL)
    person = registry.person_by_id_number(id_number=man)
    assert person is not None
    assert person.retirement_category == "M60"


def test_a_hire_reported_by_mistake_is_withdrawn_whole(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """Contract and spells stand for nothing, and the same person may be hired again."""
    person, employer = make_person(), make_employer()
    at: Office = office(CODE)
    assert at.declared.service.prefill(at.asked(subject_id=employer.pk)) == {"work_place": "440402"}
    number = at.granted(KNOWN, subject_id=employer.pk, **NO_APPROVAL).number
    with pytest.raises(Refused, match="不同的人"):
        at.reversed(number, by="li")
    at.reversed(number)
    assert not enrolment.spells_of(person_id=person.pk).exists()
    assert employment.contract_in_force(employer_id=employer.pk, person_id=person.pk) is None
    at.closed(KNOWN, subject_id=employer.pk, **NO_APPROVAL)
    invariants_hold()
