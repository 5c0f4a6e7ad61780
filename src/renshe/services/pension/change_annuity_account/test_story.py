"""A payment came back: another account is named by the person, seen by two, and the next batch pays it; wrong ones are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from renshe.domains.annuity import api as annuity
from renshe.domains.annuity.test_annuity import BY, JANUARY, filed, paid
from renshe.domains.annuity.test_paying import DAY, START, TO, drawn, held, made, said, sent
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office

Make = Callable[..., Any]
NEW = "6222021234567890128"
pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Office:
    return Office("pension.change_annuity_account")


@pytest.fixture
def plan(make_employer: Make) -> annuity.Plan:
    return filed(make_employer())


@pytest.fixture
def owner(plan: annuity.Plan, make_person: Make) -> Any:
    """A man whose whole annuity of 1,200 yuan came back: the account was closed."""
    person = make_person()
    drawn(plan, person, way="lump")
    said(sent(plan, START), "failed", file_id=1)
    return person


def answers(plan: annuity.Plan, /, **changed: str) -> dict[str, str]:
    return {
        "plan": plan.number, "bank_code": "102", "account_number": NEW, "account_again": NEW, "account_name": "王小明",
        "why": "returned", **changed,
    }  # fmt: skip


def test_what_came_back_goes_out_once_more_to_the_account_that_two_people_saw(
    at: Office, plan: annuity.Plan, owner: Any
) -> None:
    """Nothing could be paid before; afterwards the 1,200 yuan go out, once, and the trust owes nothing."""
    with pytest.raises(Refused):
        made(plan, START)
    case = at.closed(answers(plan), subject_id=owner.pk)
    assert case.path == "review"
    assert NEW not in case.decision["zh"]
    batch = sent(plan, START)
    (line,) = batch.lines.all()
    assert (line.amount_fen, line.target.account_number) == (1_200_00, NEW)
    assert line.attempt_of_id is not None
    said(batch, "paid", file_id=2)
    assert set(held(plan).values()) == {0}
    assert at.found(answers(plan), subject_id=owner.pk) == ["annuity_paid_up"]


def test_the_sheet_shows_both_accounts_masked_and_what_came_back(
    at: Office, plan: annuity.Plan, owner: Any
) -> None:
    case = at.submitted(answers(plan), subject_id=owner.pk)
    sheet = case.examination["sheet"]
    assert sheet["returned"] == 1
    assert sheet["now"].endswith(TO.account_number[-4:])
    assert sheet["then"].endswith(NEW[-4:])
    assert NEW not in str(sheet)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"plan": "NJ000000000000000"}, "annuity_no_payout"),
        ({"account_again": NEW[:-1] + "9"}, "account_numbers_differ"),
        ({"account_name": "李四"}, "annuity_target_name"),
        ({"bank_code": TO.bank_code, "account_number": TO.account_number, "account_again": TO.account_number},
         "same_account"),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_or_somebody_elses_is_told(
    at: Office, plan: annuity.Plan, owner: Any, changed: dict[str, str], code: str
) -> None:
    assert at.found(answers(plan, **changed), subject_id=owner.pk) == [code]


def test_the_plan_and_the_name_are_filled_in_and_nobodys_number(
    at: Office, plan: annuity.Plan, owner: Any
) -> None:
    told = at.declared.service.prefill(at.asked(subject_id=owner.pk))
    assert told == {"plan": plan.number, "account_name": "王小明"}


def test_who_has_decided_nothing_has_no_account_to_change(
    at: Office, plan: annuity.Plan, make_person: Make
) -> None:
    person = make_person()
    paid(plan, person, period=JANUARY)
    assert at.found(answers(plan), subject_id=person.pk) == ["annuity_no_payout"]


def test_a_change_is_taken_back_unless_the_account_was_changed_again(
    at: Office, plan: annuity.Plan, owner: Any
) -> None:
    first = at.closed(answers(plan), subject_id=owner.pk)
    at.reversed(first.number)
    payout = annuity.accounts_of(person_id=owner.pk)[0].payout
    assert payout is not None
    assert annuity.targets_of(payout_id=payout.pk)[0].account_number == TO.account_number
    again = at.closed(answers(plan), subject_id=owner.pk)
    other = replace(TO, account_number="6228481234567890128")
    annuity.name_target(payout_id=payout.pk, target=other, recorded=BY)
    with pytest.raises(Refused, match="不能改回"):
        at.reversed(again.number)
    assert sent(plan, START).pay_on == DAY
