"""A factory files its plan; what the law does not allow is told at its field, and a mistake is withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains.annuity import api as annuity
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.services.conftest import Office

Make = Callable[..., Any]
CODE = "pension.file_annuity_plan"
ANSWERS = {
    "kind": "enterprise", "name": "企业年金方案", "trustee": "和润养老金管理", "starts": "2025-11",
    "joins_after": "6", "employer_rate": "800", "personal_rate": "400", "vesting_years": "8",
}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Office:
    return Office(CODE)


def test_a_plan_is_filed_and_stands_under_its_number(at: Office, make_employer: Make) -> None:
    """Through the office to the end; the next plan of the kind is refused."""
    unit = make_employer()
    at.closed(ANSWERS, subject_id=unit.pk)
    plan = annuity.plan_in_force(employer_id=unit.pk, month=2025 * 12 + 10)
    assert plan is not None
    assert (plan.employer_rate, plan.personal_rate, plan.full_vesting_years) == (800, 400, 8)
    assert annuity.plan_in_force(employer_id=unit.pk, month=2025 * 12 + 9) is None
    assert at.found(ANSWERS, subject_id=unit.pk) == ["annuity_plan_in_force"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"employer_rate": "801"}, "annuity_rate_too_high"),
        ({"personal_rate": "401"}, "annuity_rate_too_high"),
        ({"vesting_years": "9"}, "annuity_vesting_too_long"),
        ({"kind": "occupational"}, "annuity_kind_of_employer"),
        ({"notional": "on"}, "annuity_notional_enterprise"),
    ],
)
def test_what_the_law_does_not_allow_is_told(
    at: Office, make_employer: Make, changed: dict[str, str], code: str
) -> None:
    assert code in at.found({**ANSWERS, **changed}, subject_id=make_employer().pk)


def test_a_school_has_its_own_two_rates(at: Office, make_employer: Make) -> None:
    school = make_employer(kind="institution")
    occupational = {**ANSWERS, "kind": "occupational", "vesting_years": "0", "notional": "on"}
    assert at.found({**occupational, "employer_rate": "700"}, subject_id=school.pk) == [
        "annuity_occupational_rates"
    ]
    at.granted(occupational, subject_id=school.pk)
    plan = annuity.plan_in_force(employer_id=school.pk, month=2025 * 12 + 10)
    assert plan is not None
    assert plan.notional


def test_a_filing_by_mistake_is_withdrawn_unless_something_was_paid(
    at: Office, make_employer: Make, make_person: Make
) -> None:
    unit = make_employer()
    case = at.granted(ANSWERS, subject_id=unit.pk)
    at.reversed(case.number)
    plan = annuity.Plan.objects.get(employer=unit)
    assert plan.ended_month == plan.starts_month
    second = at.granted(ANSWERS, subject_id=unit.pk)
    standing = annuity.Plan.objects.get(employer=unit, ended_month__isnull=True)
    annuity.take_contributions(
        plan_id=standing.pk, rows=[annuity.Paid(person_id=make_person().pk, employer_fen=80_00, personal_fen=40_00)],
        sent=annuity.Sent(period=2025 * 12 + 10, payroll_fen=1_000_00, file_name="", sha256=""),
        explain=library.explain,
        recorded=annuity.Recorded(by="hr", at=at.asked().at, known_on=at.today),
    )  # fmt: skip
    with pytest.raises(Refused, match="已经有缴费"):
        at.reversed(second.number)
