"""What waits and why, what a kill leaves, and that nothing is done twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from renshe.domains.audit import api as audit
from renshe.domains.contributions import test_small_city as small
from renshe.domains.contributions.models import Bill
from renshe.domains.enrolment import api as enrolment
from renshe.domains.funds import api as funds
from renshe.kernel.rules import Refusal
from renshe.runs.enrolment_corrections import run as corrections
from renshe.runs.enrolment_corrections.conftest import (
    DUE,
    KNOWN,
    OCTOBER,
    PLACE,
    at,
    because,
    context,
    correct,
    joins,
    leaves,
    lines,
    listed,
    nothing_is_broken,
    pay_all,
    transfer,
    wage,
)
from renshe.runs.monthly_contribution_assessment import law


def test_run_again_it_finds_what_was_done_and_a_later_day_finds_nothing_to_do(city):
    pay_all()
    leaves(city, 1)
    assert correct() == correct()
    later = correct(dt.date(2025, 11, 16))
    assert {later[name] for name in later if name.endswith("_months")} == {0}
    assert Bill.objects.filter(kind="correction").count() == 1


def test_what_is_not_paid_waits_with_its_reason_and_goes_back_once_it_is(city):
    leaves(city, 1)
    totals = correct()
    assert (totals["waiting_months"], totals["given_back_months"]) == (1, 0)
    assert listed(city.people[1].pk) == [("leave", "waiting", "not_paid_yet")]
    (note,) = audit.runs_of_month(period=OCTOBER + 1, kinds=[corrections.KIND])[0].attention
    assert "下一次更正自动退还" in note["zh"]
    assert "the next run gives it back" in note["en"]
    assert not Bill.objects.filter(kind="correction").exists()
    pay_all(day=dt.date(2025, 11, 18))
    assert correct(dt.date(2025, 11, 20))["given_back_months"] == 1
    assert listed(city.people[1].pk) == [("leave", "corrected", "")]
    nothing_is_broken()


def test_money_that_is_not_in_the_expenditure_account_is_asked_for_and_then_goes_back(city):
    """财社〔2017〕144号 41: a refund leaves the expenditure account, and only a plan brings money there."""
    pay_all(funded=False)
    leaves(city, 1)
    for day in (11, 12):
        assert correct(dt.date(2025, 11, day))["given_back_months"] == 0
    assert listed(city.people[1].pk) == [("leave", "waiting", "money_missing")]
    plans = [plan for plan in funds.plans() if plan.purpose == "enrolment_corrections"]
    assert {plan.fund for plan in plans} == {
        "employee_pension", "employee_medical", "unemployment", "work_injury",
    }  # fmt: skip
    assert len(plans) == 4, "the second run asks for nothing that is asked for already"
    for plan in plans:
        transfer(plan.id, dt.date(2025, 11, 13))
    totals = correct(dt.date(2025, 11, 14))
    assert totals["given_back_fen"] == -sum(plan.amount_fen for plan in plans)
    left = funds.trial_balance(fund="employee_pension", book="cash", accounting_month=OCTOBER + 1)
    assert [row.closing_fen for row in left if row.code == "1004"] == [0]
    nothing_is_broken()


def test_a_joiner_without_a_wage_waits_until_the_employer_declares_one(city):
    late = small.add_person(city)
    joins(city, 4, 0)
    assert correct()["waiting_months"] == 1
    assert listed(late.pk) == [("join", "waiting", "missing_fact")]
    wage(late.pk, city.employers[0].pk, 1_000_000)
    assert correct(dt.date(2025, 11, 16))["billed_months"] == 1
    assert listed(late.pk) == [("join", "corrected", "")]
    nothing_is_broken()


def test_own_payers_may_not_buy_months_that_are_over(city):
    person = small.add_person(city).pk
    enrolment.join(
        person_id=person, employer_id=None, insurances=[1, 2], from_month=OCTOBER, person_kind="flexible",
        record=because("own_payer"),
    )  # fmt: skip
    wage(person, None, 1_000_000)
    assert correct()["waiting_months"] == 1
    assert listed(person) == [("join", "waiting", "own_payer_past")]
    enrolment.close_late_month(
        person_id=person, employer_id=None, period=OCTOBER, reason="参保起始月已更正", actor="head", at=at(KNOWN),
    )  # fmt: skip
    assert correct(dt.date(2025, 11, 16))["waiting_months"] == 0


def test_a_month_before_the_first_assessment_is_named_and_one_not_yet_assessed_stays_on_the_list(
    city,
):
    person = small.add_person(city).pk
    joins(city, 4, 0, from_month=OCTOBER - 1)
    wage(person, city.employers[0].pk, 1_000_000)
    correct()
    states = {
        row.period: (row.state, row.why) for row in enrolment.late_months_of(person_id=person)
    }
    assert states == {
        OCTOBER - 1: ("waiting", "before_go_live"), OCTOBER: ("corrected", ""), OCTOBER + 1: ("open", ""),
    }  # fmt: skip


def test_a_month_on_which_a_pension_rests_is_left_to_a_person(city):
    from renshe.domains.pension.models import Award

    pay_all()
    leaves(city, 1)
    Award.objects.create(
        person=city.people[1], kind="old_age", state="final", starts_month=OCTOBER + 1, place=PLACE, basic_fen=1,
        account_fen=0, transitional_fen=0, other_fen=0, total_fen=1, decided_by="d", decided_at=at(KNOWN),
    )  # fmt: skip
    assert correct()["waiting_months"] == 1
    assert listed(city.people[1].pk) == [("leave", "waiting", "benefits_drawn")]
    assert not Bill.objects.filter(kind="correction").exists()


def test_a_preview_says_what_the_run_then_does_and_writes_nothing(city):
    pay_all()
    leaves(city, 1)
    late = small.add_person(city)
    wage(late.pk, city.employers[0].pk, 1_000_000)
    joins(city, 4, 0)
    before = Bill.objects.count()
    seen = corrections.preview(place=PLACE, law=law)
    assert Bill.objects.count() == before
    sums = dict(seen.group_by("way").agg(pl.col("fen").sum()).iter_rows())
    totals = correct()
    assert sums == {
        "given_back": totals["given_back_fen"],
        "billed": totals["billed_fen"],
    }


@pytest.mark.parametrize("point", ["_bill", "_verdicts", "_note"])
def test_a_run_that_is_killed_goes_on_and_nothing_is_lost_or_doubled(city, monkeypatch, point):
    class Killed(Exception):
        """The process is gone."""

    def gone(*_: Any, **__: Any) -> None:
        raise Killed

    pay_all()
    leaves(city, 1)
    late = small.add_person(city)
    wage(late.pk, city.employers[0].pk, 1_000_000)
    joins(city, 4, 0)
    monkeypatch.setattr(corrections, point, gone)
    with pytest.raises(Killed):
        correct()
    monkeypatch.undo()
    totals = correct()
    assert (totals["given_back_months"], totals["billed_months"]) == (1, 1)
    assert listed(city.people[1].pk) == [("leave", "corrected", "")]
    assert listed(late.pk) == [("join", "corrected", "")]
    assert Bill.objects.exclude(kind="regular").count() == 2
    assert correct() == totals
    nothing_is_broken()


def test_what_changes_between_a_kill_and_the_next_start_waits_for_the_next_run(city, monkeypatch):
    """The batch of what goes back is posted by then: nothing may be added to it, and no month may count twice."""
    pay_all()
    person = city.people[0].pk
    leaves(city, 0, insurances=[3, 4])
    correct(dt.date(2025, 11, 11))

    def gone(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    leaves(city, 1)
    monkeypatch.setattr(corrections, "_bill", gone)
    with pytest.raises(KeyboardInterrupt):
        correct(dt.date(2025, 11, 12))
    monkeypatch.undo()
    leaves(city, 0)
    joins(city, 0, 0, insurances=[3, 4])
    totals = correct(dt.date(2025, 11, 12))
    assert (totals["given_back_months"], totals["billed_months"]) == (1, 1)
    assert "open" in {state for _, state, _ in listed(person)}
    nothing_is_broken()
    assert correct(dt.date(2025, 11, 13))["given_back_months"] == 1
    assert {state for _, state, _ in listed(person)} <= {"agrees", "corrected"}
    assert [sum(column) for column in zip(*lines(person), strict=True)][2:] == [0, 0, 1_000_000]
    nothing_is_broken()


def test_a_change_that_comes_while_the_run_works_is_not_lost(city, monkeypatch):
    pay_all()
    leaves(city, 1)
    original = corrections.find

    def and_meanwhile(*given: Any, **asked: Any) -> Any:
        found = original(*given, **asked)
        leaves(city, 2)
        return found

    monkeypatch.setattr(corrections, "find", and_meanwhile)
    assert correct()["given_back_months"] == 1
    monkeypatch.undo()
    assert listed(city.people[2].pk) == [("leave", "open", "")]
    assert correct(dt.date(2025, 11, 16))["given_back_months"] == 1
    nothing_is_broken()


def test_nobody_asks_for_money_back_and_approves_it_alone(city):
    with pytest.raises(Refusal) as refusal:
        corrections.run(context(KNOWN, OCTOBER + 1), law=law, due_on=DUE, approved_by="operator")
    assert refusal.value.code == "two_people_needed"
