"""Somebody who settled abroad draws an annuity at once; whoever may not yet is told why; a choice is undone before it is paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from renshe.domains.annuity import api as annuity
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.services.conftest import Office

Make = Callable[..., Any]
NOVEMBER = 2025 * 12 + 10
pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Office:
    return Office("pension.choose_annuity_payout")


@pytest.fixture
def owner(at: Office, make_employer: Make, make_person: Make) -> Any:
    """A man of forty with 1,200 yuan in his employer's plan."""
    person, by = make_person(), recorded(at)
    plan = annuity.file_plan(
        employer_id=make_employer().pk, explain=library.explain, recorded=by,
        terms=annuity.Terms(
            kind="enterprise", name="企业年金方案", trustee="和润养老金管理", starts_month=NOVEMBER - 10,
            joins_after_months=0, employer_rate=800, personal_rate=400, full_vesting_years=8,
        ),
    )  # fmt: skip
    annuity.take_contributions(
        plan_id=plan.pk, explain=library.explain, recorded=by,
        sent=annuity.Sent(period=NOVEMBER - 10, payroll_fen=10_000_00, file_name="", sha256=""),
        rows=[annuity.Paid(person_id=person.pk, employer_fen=800_00, personal_fen=400_00)],
    )  # fmt: skip
    return person


def recorded(at: Office) -> annuity.Recorded:
    return annuity.Recorded(by="hr", at=at.asked().at, known_on=at.today)


def answers(owner: Any, **changed: str) -> dict[str, str]:
    plan = annuity.accounts_of(person_id=owner.pk)[0].account.plan
    return {
        "plan": plan.number, "reason": "emigration", "way": "monthly", "starts": "2025-12", "payments": "7",
        "every": "1", "bank_code": "103", "account_number": "6228480000000000018", "account_name": "王小明", **changed,
    }  # fmt: skip


def test_whoever_settled_abroad_draws_it_and_the_trustee_pays(at: Office, owner: Any) -> None:
    """Through three hands; the first payment of seven is 171.42 in the trustee's next batch, to the account that was named."""
    prefilled = at.declared.service.prefill(at.asked(subject_id=owner.pk))
    assert prefilled["plan"] == answers(owner)["plan"]
    at.closed(answers(owner), subject_id=owner.pk)
    batch, left = annuity.make_batch(
        trustee="和润养老金管理",
        period=NOVEMBER + 1,
        explain=library.explain,
        recorded=recorded(at),
    )
    assert left == []
    (line,) = batch.lines.all()
    assert (line.amount_fen, line.target.account_number) == (171_42, "6228480000000000018")
    assert at.found(answers(owner), subject_id=owner.pk) == ["annuity_drawn_already"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": "retirement"}, "annuity_not_open"),
        ({"reason": "death"}, "annuity_not_open"),
        ({"plan": "NJ000000000000000"}, "annuity_plan_unknown"),
        ({"payments": "0"}, "annuity_payments_wrong"),
        ({"every": "12"}, "annuity_payments_wrong"),
        ({"way": "lump"}, "annuity_payments_wrong"),
        ({"way": "instalments", "payments": "1", "every": "12"}, "annuity_payments_wrong"),
        ({"account_name": "李四"}, "annuity_target_name"),
    ],
)
def test_what_the_law_does_not_open_is_told(
    at: Office, owner: Any, changed: dict[str, str], code: str
) -> None:
    assert code in at.found(answers(owner, **changed), subject_id=owner.pk)


def test_an_insurance_is_paid_to_the_insurer(at: Office, owner: Any) -> None:
    how = {"way": "insurance", "payments": "1", "account_name": "安澜养老保险股份有限公司"}
    at.granted(answers(owner, **how), subject_id=owner.pk)
    payout = annuity.accounts_of(person_id=owner.pk)[0].payout
    assert payout is not None
    assert (payout.way, payout.balance_fen) == ("insurance", 1_200_00)


def test_a_choice_is_taken_back_until_it_is_in_a_batch(at: Office, owner: Any) -> None:
    case = at.granted(answers(owner), subject_id=owner.pk)
    at.reversed(case.number)
    assert annuity.accounts_of(person_id=owner.pk)[0].payout is None
    second = at.granted(answers(owner), subject_id=owner.pk)
    annuity.make_batch(
        trustee="和润养老金管理", period=NOVEMBER + 1, explain=library.explain,
        recorded=replace(recorded(at), at=recorded(at).at + dt.timedelta(days=40)),
    )  # fmt: skip
    with pytest.raises(Refused, match="已经支付过"):
        at.reversed(second.number)
