"""Somebody leaves: insurance ends with a month, employment with a day, and both can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from renshe.domains.conftest import NOW, TODAY, id_number
from renshe.domains.employment import api as employment
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance, Recording
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office, invariants_hold

CODE = "registration.leave"
OCTOBER = 2025 * 12 + 9
Make = Callable[..., Any]
LEAVER = {
    "id_number": id_number(), "name": "王小明", "reason": "resignation", "last_day": "2025-10-14", "last_month": "2025-10",
}  # fmt: skip


def insured(employer_id: int, person_id: int, from_month: int = OCTOBER - 12) -> None:
    """In all five insurances since October 2024."""
    enrolment.join(
        person_id=person_id, employer_id=employer_id, insurances=list(Insurance), from_month=from_month,
        person_kind="employee", record=Recording(reason="employment", known_on=TODAY, actor="clerk", at=NOW),
    )  # fmt: skip


def on_file(employer_id: int, person_id: int) -> employment.Contract:
    """With an open-ended contract."""
    return employment.file_contract(
        employer_id=employer_id, person_id=person_id,
        terms=employment.Terms(
            kind="open_ended", began_on=date(2024, 10, 8), signed_on=None, ends_on=None, probation_months=0,
            occupation="会计", work_place="440402", hours="standard", wage_fen=800_000,
        ),
        act=employment.Act(reason="招用", reference="x", known_on=TODAY, actor="clerk", at=NOW),
    )  # fmt: skip


def test_insurance_and_contract_end_together(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """October is the last month."""
    employer, person = make_employer(), make_person()
    insured(employer.pk, person.pk)
    contract = on_file(employer.pk, person.pk)
    office(CODE).closed(LEAVER, subject_id=employer.pk)
    assert enrolment.is_member(employer_id=employer.pk, person_id=person.pk, month=OCTOBER)
    assert not enrolment.is_member(employer_id=employer.pk, person_id=person.pk, month=OCTOBER + 1)
    contract.refresh_from_db()
    assert (contract.ended_on, contract.end_reason) == (date(2025, 10, 14), "resignation")


def test_the_name_is_filled_in_for_own_people_only(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """Nobody learns a name by trying numbers."""
    employer, person = make_employer(), make_person()
    insured(employer.pk, person.pk)
    at: Office = office(CODE)
    told = {"id_number": person.id_number}
    prefill = at.declared.service.prefill
    assert prefill(at.asked(subject_id=employer.pk, values=told)) == {"name": "王小明"}
    assert prefill(at.asked(subject_id=make_employer(2).pk, values=told)) == {}
    assert prefill(at.asked(subject_id=employer.pk)) == {}
    contract = on_file(employer.pk, person.pk)
    handed = {"contract": str(contract.pk)}
    number = {"id_number": told["id_number"], "name": "王小明"}
    assert prefill(at.asked(subject_id=employer.pk, values=handed)) == number
    assert prefill(at.asked(subject_id=make_employer(3).pk, values=handed)) == {}
    assert prefill(at.asked(subject_id=employer.pk, values={"contract": "1 OR 1"})) == {}
    insured_one = {"employee": str(person.pk)}
    assert prefill(at.asked(subject_id=employer.pk, values=insured_one)) == number
    assert prefill(at.asked(subject_id=make_employer(4).pk, values=insured_one)) == {}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "王大明"}, "name_differs"),
        ({"last_day": "2025-10-31"}, "not_ended_yet"),
        ({"id_number": id_number(sequence=103)}, "leaver_unknown"),
        ({"last_month": "2024-09"}, "not_insured_here"),
        ({"last_day": "2024-10-01", "last_month": "2025-10"}, "days_out_of_order"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_ends(
    office: Make, make_employer: Make, make_person: Make, changed: dict[str, str], code: str
) -> None:
    """All of it or nothing: a contract that cannot end keeps the insurance too."""
    employer, person = make_employer(), make_person()
    insured(employer.pk, person.pk)
    on_file(employer.pk, person.pk)
    assert office(CODE).found({**LEAVER, **changed}, subject_id=employer.pk) == [code]
    assert enrolment.is_member(employer_id=employer.pk, person_id=person.pk, month=OCTOBER + 1)


def test_another_employers_people_cannot_be_reported(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """Whoever insures is who reports."""
    insured(make_employer().pk, make_person().pk)
    assert office(CODE).found(LEAVER, subject_id=make_employer(2).pk) == ["not_insured_here"]


def test_late_reports_and_odd_months_are_noticed(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """Months that were assessed meanwhile stand on the list of late months."""
    employer, person = make_employer(), make_person()
    insured(employer.pk, person.pk)
    late = {**LEAVER, "last_day": "2025-08-29", "last_month": "2025-09"}
    at: Office = office(CODE)
    expected = ["leaver_reported_late", "last_month_differs", "no_contract_on_file"]
    assert at.noticed(late, subject_id=employer.pk) == expected
    at.closed(late, subject_id=employer.pk)
    periods = enrolment.late_months_of(person_id=person.pk).values_list("period", flat=True)
    assert OCTOBER in set(periods)


def test_a_leaving_reported_by_mistake_leaves_no_gap_unless_somebody_else_insures(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """Insurance goes on from the next month, and the contract is in force again."""
    employer, person = make_employer(), make_person()
    insured(employer.pk, person.pk)
    contract = on_file(employer.pk, person.pk)
    at: Office = office(CODE)
    at.reversed(at.closed(LEAVER, subject_id=employer.pk).number)
    assert enrolment.is_member(employer_id=employer.pk, person_id=person.pk, month=OCTOBER + 1)
    contract.refresh_from_db()
    assert contract.ended_on is None
    invariants_hold()
    again = at.closed(LEAVER, subject_id=employer.pk).number
    insured(make_employer(2).pk, person.pk, from_month=OCTOBER + 1)
    with pytest.raises(Refused, match="其他单位"):
        at.reversed(again)
