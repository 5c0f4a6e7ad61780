"""Twelve months of certification: warned, overdue, suspended, proved, paid with what was missed."""

from datetime import date, timedelta

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.certification import api as certification
from renshe.domains.identity.api import open_account
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry import api as registry
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.runs.eligibility_clock.conftest import at
from renshe.runs.monthly_pension_payment.conftest import OCTOBER, Month

NOVEMBER, DECEMBER = OCTOBER + 1, OCTOBER + 2


def lines_of(person_id):
    rows = pension.PaymentLine.objects.filter(person_id=person_id).order_by("batch_id", "period")
    return [(line.period, line.kind, line.net_fen) for line in rows]


def test_a_first_award_proves_on_its_decision_day_and_proving_early_begins_twelve_months_anew(
    bureau,
):
    (person,) = add_pensioners(count=1)
    today = date(2024, 10, 1)
    assert certification.last_success(person_id=person) == date(2024, 6, 3)
    assert bureau.due(person, today) == date(2025, 6, 3)
    bureau.prove(person, today)
    assert bureau.due(person, today) == date(2025, 10, 1)


def test_whoever_proved_himself_on_29_february_has_until_28_february(bureau):
    (person,) = add_pensioners(count=1, starts_month=2023 * 12)
    pension.Award.objects.update(decided_at=at(date(2023, 1, 5)))
    bureau.prove(person, date(2024, 2, 29))
    assert bureau.due(person, date(2024, 3, 1)) == date(2025, 2, 28)
    bureau.day(date(2025, 1, 10))
    assert bureau.day(date(2025, 2, 28))["suspended"] == 0
    assert bureau.day(date(2025, 3, 1))["suspended"] == 1


def test_a_success_of_an_older_day_than_the_last_changes_nothing(bureau):
    (person,) = add_pensioners(count=1)
    bureau.prove(person, date(2025, 5, 2))
    bureau.prove(person, date(2025, 6, 2), on=date(2025, 4, 1))
    assert bureau.due(person, date(2025, 6, 2)) == date(2026, 5, 2)


def test_overdue_then_suspended_then_proved_and_the_next_month_is_paid_with_arrears(bureau):
    """Proved on 8 October 2024, so that 8 October 2025 is the last day; October is frozen then already."""
    late, prompt = add_pensioners(count=2)
    for one in (late, prompt):
        bureau.prove(one, date(2024, 10, 8))
    account = open_account(username="late", display_name="王", password=None, person_id=late)
    assert bureau.day(date(2025, 8, 1))["warned"] == 0
    warned = bureau.day(date(2025, 8, 15))
    assert (warned["warned"], warned["told"], warned["suspended"]) == (2, 1, 0)
    (notice,) = cases.Notice.objects.filter(to_account=account.username)
    assert "2025-10-08" in notice.zh
    bureau.prove(prompt, date(2025, 9, 1))
    october = Month()
    october.pay_all()
    assert bureau.day(date(2025, 10, 8))["suspended"] == 0
    stopped = bureau.day(date(2025, 10, 9))
    assert (stopped["overdue"], stopped["suspended"]) == (1, 1)
    hold = pension.Hold.objects.get(person_id=late)
    assert (hold.kind, hold.from_month, hold.to_month) == ("overdue_certification", NOVEMBER, None)
    assert pension.Award.objects.get(person_id=late).state == "suspended"
    november = october.next()
    assert november.pay_all().totals["paid"] == 1
    proved = bureau.prove(late, date(2025, 11, 25))
    assert [(row.period, row.cause) for row in proved.arrears] == [(NOVEMBER, "hold_lifted")]
    assert pension.Award.objects.get(person_id=late).state == "final"
    november.next().pay_all()
    assert lines_of(late) == [
        (OCTOBER, "regular", 300_001), (NOVEMBER, "arrears", 300_001), (DECEMBER, "regular", 300_001),
    ]  # fmt: skip
    assert bureau.broken() == []
    assert bureau.day(date(2025, 12, 1))["overdue"] == 0


def test_nobody_is_stopped_before_a_month_has_passed_since_the_warning(bureau):
    """A clock that stood still for a year warns first, however late it is."""
    add_pensioners(count=1)
    today = date(2025, 10, 20)
    first = bureau.day(today)
    assert (first["warned"], first["overdue"], first["suspended"]) == (1, 1, 0)
    assert bureau.day(today + timedelta(days=29))["suspended"] == 0
    assert bureau.day(today + timedelta(days=30))["suspended"] == 1
    assert bureau.broken() == []


def test_the_day_asked_for_again_and_the_days_after_do_nothing_twice(bureau):
    add_pensioners(count=2)
    today = date(2025, 10, 20)
    assert bureau.day(today) == bureau.day(today)
    bureau.day(today + timedelta(days=31))
    again = bureau.day(today + timedelta(days=32))
    assert (again["warned"], again["suspended"]) == (0, 0)
    assert pension.Hold.objects.count() == 2
    assert certification.DueWarning.objects.count() == 2


def test_a_proof_that_was_wrong_is_withdrawn_and_the_one_before_counts_again(bureau):
    (person,) = add_pensioners(count=1)
    bureau.prove(person, date(2025, 1, 7))
    wrong = bureau.prove(person, date(2025, 5, 7)).proof
    how = {"proof_id": wrong.pk, "by": "head", "at": at(date(2025, 5, 9))}
    with pytest.raises(Refused, match="没有写明理由"):
        certification.withdraw_proof(**how, reason=" ")
    certification.withdraw_proof(**how, reason="来的是孪生兄弟")
    assert bureau.due(person, date(2025, 5, 9)) == date(2026, 1, 7)
    with pytest.raises(Refused, match="已经撤销"):
        certification.withdraw_proof(**how, reason="再次撤销")


def test_a_success_whose_year_is_over_is_kept_and_restores_nothing(bureau):
    (person,) = add_pensioners(count=1)
    bureau.day(date(2025, 8, 1))
    bureau.day(date(2025, 9, 1))
    assert pension.Award.objects.get().state == "suspended"
    old = bureau.prove(person, date(2025, 10, 20), "abroad", on=date(2024, 10, 1))
    assert old.arrears == []
    assert pension.Award.objects.get().state == "suspended"
    assert bureau.prove(person, date(2025, 10, 21), "home_visit").proof.source == "home_visit"
    assert pension.Award.objects.get().state == "final"


def test_who_draws_nothing_who_is_dead_and_a_day_to_come_prove_nothing(bureau):
    person, other = add_pensioners(count=2)
    today = date(2025, 10, 20)
    with pytest.raises(Refused, match="不能晚于今天"):
        bureau.prove(person, today, on=today + timedelta(days=1))
    pension.end_pension_by_death(
        person_id=person, died_on=date(2025, 9, 2),
        recorded=pension.Recorded(by="clerk", at=at(today), known_on=today, reason="社区报告"),
    )  # fmt: skip
    registry.record_death(
        person_id=person, died_on=date(2025, 9, 2), known_on=today, reason="社区报告", actor="clerk",
        at=at(today),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        bureau.prove(person, today)
    assert refused.value.codes == ("nothing_to_certify", "person_is_dead")
    assert bureau.prove(other, today).arrears == []


def test_a_stop_that_was_not_warned_of_and_one_that_outlives_a_proof_are_seen(bureau):
    """The invariants see what a wrong program would write."""
    person, other = add_pensioners(count=2)
    today = date(2025, 10, 20)
    for one, by in ((person, "clock"), (other, "take_over")):
        pension.suspend_pension(
            person_id=one, kind="overdue_certification", from_month=NOVEMBER,
            recorded=pension.Recorded(by=by, at=at(today), known_on=today, reason="逾期"),
        )  # fmt: skip
    certification.Proof.objects.create(
        person_id=other, proved_on=today, source="counter", evidence="x", recorded_by="x", recorded_at=at(today),
    )  # fmt: skip
    broken = {one.name for one, _, count in prove(invariants=certification.INVARIANTS) if count}
    assert broken == {"certification_stop_was_warned", "certification_proof_ends_the_stop"}
