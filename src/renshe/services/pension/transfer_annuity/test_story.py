"""A worker leaves, the employer confirms it, and the annuity follows to the next employer's plan and back if that was wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains.annuity import api as annuity
from renshe.domains.enrolment import api as enrolment
from renshe.flows import annuity_leaving
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.services.conftest import Office

Make = Callable[..., Any]
OCTOBER = 2025 * 12 + 9
pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Office:
    return Office("pension.transfer_annuity")


def recorded(at: Office) -> annuity.Recorded:
    return annuity.Recorded(by="hr", at=at.asked().at, known_on=at.today, reason="核对属实")


def plan_of(at: Office, employer: Any) -> annuity.Plan:
    return annuity.file_plan(
        employer_id=employer.pk, explain=library.explain, recorded=recorded(at),
        terms=annuity.Terms(
            kind="enterprise", name="企业年金方案", trustee="和润养老金管理", starts_month=OCTOBER - 36,
            joins_after_months=0, employer_rate=800, personal_rate=400, full_vesting_years=8,
        ),
    )  # fmt: skip


def works(at: Office, person: Any, employer: Any, first: dt.date, last: dt.date | None) -> None:
    """Insured through an employer from a month until before another."""
    enrolment.Spell.objects.create(
        person=person, employer=employer, insurance=enrolment.Insurance.PENSION, span=(first, last), status="active",
        person_kind="employee", join_reason="hire", known_on=at.today, recorded_by="hr", recorded_at=at.asked().at,
        leave_reason="resignation" if last else None,
    )  # fmt: skip


@pytest.fixture
def mover(at: Office, make_employer: Make, make_person: Make) -> dict[str, Any]:
    """Three years and a month in one plan until September, in another employer's insurance since October."""
    person, old, new = make_person(), make_employer(), make_employer(2)
    plans = [plan_of(at, old), plan_of(at, new)]
    works(at, person, old, dt.date(2022, 10, 1), dt.date(2025, 10, 1))
    works(at, person, new, dt.date(2025, 10, 1), None)
    annuity.take_contributions(
        plan_id=plans[0].pk, explain=library.explain, recorded=recorded(at),
        sent=annuity.Sent(period=OCTOBER - 36, payroll_fen=10_000_00, file_name="", sha256=""),
        rows=[annuity.Paid(person_id=person.pk, employer_fen=800_00, personal_fen=400_00)],
    )  # fmt: skip
    return {"person": person, "old": old, "new": new, "plans": plans}


def answers(mover: dict[str, Any], **changed: str) -> dict[str, str]:
    old, new = mover["plans"]
    return {"from_plan": old.number, "to_plan": new.number, **changed}


def listed(mover: dict[str, Any]) -> list[annuity_leaving.Departure]:
    return annuity_leaving.departures(employer_id=mover["old"].pk, month=OCTOBER + 1)


def confirmed(at: Office, mover: dict[str, Any], *, at_once: bool = False) -> annuity.Left:
    (one,) = listed(mover)
    return annuity_leaving.confirm_departure(
        employer_id=mover["old"].pk, account_id=one.account.pk, at_once=at_once, month=OCTOBER + 1, recorded=recorded(at)
    )  # fmt: skip


def test_an_ended_employment_is_listed_for_the_employer_with_what_it_would_do(
    at: Office, mover: dict[str, Any]
) -> None:
    """Resigned after three whole years of eight: five eighths of 800 would go back, none in a case of the law."""
    (one,) = listed(mover)
    assert (one.last_month, one.reason, one.at_once) == (OCTOBER - 1, "resignation", False)
    assert (one.back_fen, one.back_at_once_fen, one.keeps_fen) == (500_00, 0, 700_00)
    assert one.next_plan == mover["plans"][1]
    assert annuity_leaving.departures(employer_id=mover["new"].pk, month=OCTOBER + 1) == []
    assert confirmed(at, mover).forfeited_fen == 500_00
    assert listed(mover) == []


def test_only_the_own_employer_confirms_and_only_whoever_left(
    at: Office, mover: dict[str, Any]
) -> None:
    (one,) = listed(mover)
    with pytest.raises(Refused, match="没有这个账户"):
        annuity_leaving.confirm_departure(
            employer_id=mover["new"].pk, account_id=one.account.pk, at_once=False, month=OCTOBER + 1,
            recorded=recorded(at),
        )  # fmt: skip
    with pytest.raises(Refused, match="还在本单位参保"):
        annuity_leaving.confirm_departure(
            employer_id=mover["old"].pk, account_id=one.account.pk, at_once=False, month=OCTOBER - 1,
            recorded=recorded(at),
        )  # fmt: skip
    assert confirmed(at, mover, at_once=True).forfeited_fen == 0


def test_what_is_ones_own_follows_to_the_next_plan_and_back(
    at: Office, mover: dict[str, Any]
) -> None:
    person = mover["person"]
    assert at.found(answers(mover), subject_id=person.pk) == ["annuity_not_left"]
    confirmed(at, mover)
    assert at.declared.service.prefill(at.asked(subject_id=person.pk)) == answers(mover)
    case = at.granted(answers(mover), subject_id=person.pk)
    here, there = annuity.accounts_of(person_id=person.pk)
    assert (here.balance.total_fen, there.balance) == (0, annuity.Balance(personal_fen=700_00))
    assert at.found(answers(mover), subject_id=person.pk) == ["annuity_nothing_there"]
    at.reversed(case.number)
    here, there = annuity.accounts_of(person_id=person.pk)
    assert (here.balance.total_fen, there.balance.total_fen) == (700_00, 0)
    assert [one.name for one, found, _ in prove(invariants=annuity.INVARIANTS) if found] == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"from_plan": "NJ000000000000000"}, "annuity_plan_unknown"),
        ({"to_plan": "NJ000000000000000"}, "annuity_next_plan_unknown"),
    ],
)
def test_a_number_that_is_nobodys_is_told(
    at: Office, mover: dict[str, Any], changed: dict[str, str], code: str
) -> None:
    confirmed(at, mover)
    assert at.found(answers(mover, **changed), subject_id=mover["person"].pk) == [code]
