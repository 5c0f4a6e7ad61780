"""Somebody without an employer joins on his own, from now on and never backwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains.conftest import NOW, TODAY, id_number
from renshe.domains.contributions.models import DeclaredWage
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance, Recording
from renshe.services.conftest import Office, invariants_hold

CODE = "registration.enrol_flexible"
OCTOBER = 2025 * 12 + 9
Make = Callable[..., Any]
CHOICE = {"pension": "on", "medical": "on", "from_month": "2025-10", "base": "4775"}


def test_two_insurances_from_this_month_with_the_chosen_base(
    office: Make, make_person: Make
) -> None:
    """Without an employer, at once."""
    person = make_person()
    at: Office = office(CODE)
    assert at.declared.service.prefill(at.asked(subject_id=person.pk)) == {"from_month": "2025-10"}
    case = at.closed(CHOICE, subject_id=person.pk)
    spells = enrolment.spells_of(person_id=person.pk)
    assert [(one.insurance, one.employer_id, one.person_kind) for one in spells] == [
        (1, None, "flexible"), (2, None, "flexible"),
    ]  # fmt: skip
    wage = DeclaredWage.objects.get(person=person)
    assert (wage.employer_id, wage.wage_fen) == (None, 477_500)
    assert "医疗" in case.decision["zh"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"pension": "", "medical": ""}, "nothing_chosen"),
        ({"from_month": "2025-09"}, "month_is_past"),
        ({"from_month": "2025-12"}, "month_too_far"),
        ({"base": "0"}, "base_missing"),
    ],
)
def test_what_may_not_be_chosen_is_refused(
    office: Make, make_person: Make, changed: dict[str, str], code: str
) -> None:
    """Past months are not for sale."""
    person = make_person()
    assert office(CODE).found({**CHOICE, **changed}, subject_id=person.pk) == [code]
    assert not DeclaredWage.objects.exists()


def test_who_stands_with_an_employer_or_is_a_child_is_refused(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """The employer reports the leaver first."""
    person = make_person()
    enrolment.join(
        person_id=person.pk, employer_id=make_employer().pk, insurances=list(Insurance), from_month=OCTOBER - 3,
        person_kind="employee", record=Recording(reason="employment", known_on=TODAY, actor="clerk", at=NOW),
    )  # fmt: skip
    assert office(CODE).found(CHOICE, subject_id=person.pk) == ["insured_elsewhere"]
    child = make_person(id_number=id_number(birth="20120101"))
    assert office(CODE).found(CHOICE, subject_id=child.pk) == ["under_age"]


def test_it_is_withdrawn_as_if_it_never_was(office: Make, make_person: Make) -> None:
    """And may be asked for again."""
    person = make_person()
    at: Office = office(CODE)
    at.reversed(at.closed(CHOICE, subject_id=person.pk).number)
    assert not enrolment.spells_of(person_id=person.pk).exists()
    at.closed({**CHOICE, "medical": ""}, subject_id=person.pk)
    invariants_hold()
