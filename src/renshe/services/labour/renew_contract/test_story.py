"""A term ends and work goes on: the next contract is filed from the following day, and nothing else changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from renshe.domains.employment import api as employment
from renshe.domains.registry import api as registry
from renshe.services.conftest import Office, invariants_hold

CODE = "labour.renew_contract"
HIRE = "registration.hire"
Make = Callable[..., Any]
FORM = {
    "name": "王小明",
    "kind": "fixed",
    "ends_on": "2028-10-15",
    "signed_on": "2025-10-13",
    "wage": "6800",
}
NO_APPROVAL = {"without": ["approval"]}


@pytest.fixture
def employer(make_employer: Make) -> Any:
    return make_employer()


@pytest.fixture
def worker(make_person: Make, employer: Any) -> registry.Person:
    """Somebody whose two-year term at the employer ends on 15 October 2025."""
    person: registry.Person = make_person(name="王小明")
    _file(employer, person, began_on=date(2023, 10, 16), ends_on=date(2025, 10, 15))
    return person


def _file(employer: Any, person: registry.Person, *, began_on: date, ends_on: date | None) -> Any:
    return employment.file_contract(
        employer_id=employer.pk, person_id=person.pk,
        terms=employment.Terms(
            kind="fixed" if ends_on else "open_ended", began_on=began_on, signed_on=began_on, ends_on=ends_on,
            probation_months=0, occupation="装配工", work_place="440402", hours="standard", wage_fen=600_000,
        ),
        act=_act(began_on),
    )  # fmt: skip


def _act(on: date) -> employment.Act:
    at = dt.datetime(on.year, on.month, on.day, tzinfo=dt.UTC)
    return employment.Act(reason="用工备案", reference="x", known_on=on, actor="old", at=at)


def form(worker: registry.Person, **other: Any) -> dict[str, Any]:
    return {"id_number": worker.id_number, **FORM, **other}


def test_the_old_term_ends_on_its_day_and_the_new_one_begins_the_next(
    office: Make, employer: Any, worker: registry.Person
) -> None:
    at: Office = office(CODE)
    at.closed(form(worker), subject_id=employer.pk)
    old, new = employment.contracts_of(person_id=worker.pk)
    assert (old.ended_on, old.end_reason) == (date(2025, 10, 15), employment.RENEWED)
    assert (new.began_on, new.ends_on, new.ended_on) == (
        date(2025, 10, 16),
        date(2028, 10, 15),
        None,
    )
    assert (new.occupation, new.work_place, new.probation_months) == ("装配工", "440402", 0)
    assert new.wage_fen == 680_000
    invariants_hold()


def test_a_renewal_withdrawn_leaves_the_old_contract_as_it_was(
    office: Make, employer: Any, worker: registry.Person
) -> None:
    at: Office = office(CODE)
    case = at.granted(form(worker), subject_id=employer.pk)
    at.reversed(case.number)
    (left,) = employment.contracts_of(person_id=worker.pk)
    assert (left.ends_on, left.ended_on, left.end_reason) == (date(2025, 10, 15), None, "")


def test_after_two_fixed_terms_the_next_is_open_ended_unless_the_employee_asks(
    office: Make, employer: Any, worker: registry.Person
) -> None:
    """劳动合同法 14."""
    employment.renew_contract(
        employer_id=employer.pk, person_id=worker.pk, kind="fixed", ends_on=date(2026, 10, 15),
        signed_on=date(2025, 10, 13), wage_fen=600_000, act=_act(date(2025, 10, 13)),
    )  # fmt: skip
    at: Office = office(CODE)
    assert at.found(form(worker), subject_id=employer.pk) == ["open_ended_due"]
    asked = form(worker, employee_asks_fixed="on")
    assert at.found(asked, subject_id=employer.pk) == []
    at.closed(form(worker, kind="open_ended", ends_on=""), subject_id=employer.pk)
    *_earlier, last = employment.contracts_of(person_id=worker.pk)
    assert (last.kind, last.began_on, last.ends_on) == ("open_ended", date(2026, 10, 16), None)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"name": "王大明"}, "name_differs"),
        ({"ends_on": "2025-10-01"}, "days_out_of_order"),
        ({"signed_on": "2025-10-30"}, "signed_ahead"),
    ],
)
def test_what_cannot_be_renewed_is_said_at_its_field(
    office: Make, employer: Any, worker: registry.Person, other: dict[str, str], code: str
) -> None:
    assert office(CODE).found(form(worker, **other), subject_id=employer.pk) == [code]


def test_an_open_contract_has_nothing_to_renew_and_a_stranger_no_contract(
    office: Make, employer: Any, make_person: Make
) -> None:
    stranger = make_person(name="王小明")
    at: Office = office(CODE)
    assert at.found(form(stranger), subject_id=employer.pk) == ["no_contract_filed"]
    _file(employer, stranger, began_on=date(2024, 1, 1), ends_on=None)
    assert at.found(form(stranger), subject_id=employer.pk) == ["nothing_to_renew"]


def test_a_contract_signed_more_than_a_month_late_is_filed_with_a_warning(
    office: Make, employer: Any, make_person: Make
) -> None:
    """劳动合同法 82."""
    person = make_person(name="王小明")
    _file(employer, person, began_on=date(2023, 8, 1), ends_on=date(2025, 7, 31))
    assert office(CODE).noticed(form(person), subject_id=employer.pk) == ["signed_late"]


def test_the_form_is_filled_in_from_the_employers_own_contract_and_no_other(
    office: Make, employer: Any, worker: registry.Person, make_employer: Make
) -> None:
    (contract,) = employment.contracts_of(person_id=worker.pk)
    at: Office = office(CODE)
    prefill, told = at.declared.service.prefill, {"contract": str(contract.pk)}
    known = prefill(at.asked(subject_id=employer.pk, values=told))
    assert (known["id_number"], known["wage"]) == (worker.id_number, "6000.00")
    assert prefill(at.asked(subject_id=make_employer(2).pk, values=told)) == {}
