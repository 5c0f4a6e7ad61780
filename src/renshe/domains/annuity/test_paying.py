"""An annuity is drawn: in a trustee's batch signed by two, through the bank's words, back and out again, to the last fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.annuity import api as annuity
from renshe.domains.annuity.api import Choice, Recorded, Target, Word
from renshe.domains.annuity.test_annuity import BY, JANUARY, TERMS, broken, filed, paid, refused
from renshe.domains.registry.models import Person
from renshe.laws import library

pytestmark = pytest.mark.django_db
make_employer, make_person = made_up.make_employer, made_up.make_person
Make = Callable[..., Any]
OTHER: Recorded = replace(BY, by="approver")
START = JANUARY + 9
DAY = dt.date(2025, 10, 20)
TO = Target(bank_code="103", account_number="6228480000000000018", account_name="王小明")


@pytest.fixture
def plan(make_employer: Make) -> annuity.Plan:
    return filed(make_employer())


def drawn(
    plan: annuity.Plan, person: Any, *, to: Target | None = TO, **changed: Any
) -> annuity.Payout:
    """An account with 1,200 yuan of which the drawing was decided."""
    paid(plan, person)
    account = annuity.accounts_of(person_id=person.pk)[-1].account
    choice = Choice(
        **{"reason": "emigration", "way": "monthly", "starts_month": START, "months": 7, "evidence": "定居证明", **changed}
    )  # fmt: skip
    payout = annuity.decide_payout(
        account_id=account.pk, choice=choice, explain=library.explain, recorded=BY
    )
    if to is not None:
        annuity.name_target(payout_id=payout.pk, target=to, recorded=BY)
    return payout


def made(plan: annuity.Plan, period: int) -> tuple[annuity.PayoutBatch, list[annuity.LeftOut]]:
    return annuity.make_batch(
        trustee=plan.trustee, period=period, explain=library.explain, recorded=BY
    )


def sent(plan: annuity.Plan, period: int) -> annuity.PayoutBatch:
    batch, _left = made(plan, period)
    annuity.approve_batch(batch_id=batch.pk, recorded=OTHER)
    return annuity.file_batch(
        batch_id=batch.pk, sha256=f"file {batch.pk}", file_id=batch.pk, pay_on=DAY, recorded=OTHER
    )


def said(batch: annuity.PayoutBatch, status: str, *, file_id: int) -> annuity.PayoutBatch:
    words = [
        Word(
            line_no=line.line_no, status=status, settled_on=DAY if status == "paid" else None,
            reason_code="account_closed" if status == "failed" else "",
        )
        for line in batch.lines.all()
    ]  # fmt: skip
    return annuity.take_words(batch_id=batch.pk, words=words, file_id=file_id, recorded=BY)


def held(plan: annuity.Plan) -> dict[str, int]:
    return {one.code: one.balance_fen for one in annuity.trust_balances(plan_id=plan.pk)}


def test_seven_months_pay_the_whole_to_the_last_fen(plan: annuity.Plan, make_person: Make) -> None:
    """1,200.00 over seven months: 171.42 and six more, none later, and the trust is empty in the end."""
    payout = drawn(plan, make_person())
    fens = []
    for month in range(START, START + 7):
        batch = sent(plan, month)
        fens += [line.amount_fen for line in batch.lines.all()]
        assert held(plan)["payable"] == fens[-1]
        assert said(batch, "paid", file_id=month).state == "closed"
        assert held(plan)["payable"] == 0
    assert fens == [171_42, 171_43, 171_43, 171_43, 171_43, 171_43, 171_43]
    assert sum(fens) == payout.balance_fen == 1_200_00
    assert set(held(plan).values()) == {0}
    refused(lambda: made(plan, START + 7), "annuity_nothing_due")
    assert broken() == []


def test_a_month_that_was_missed_is_paid_with_the_next(
    plan: annuity.Plan, make_person: Make
) -> None:
    """Two due months in one batch, each counted from what the one before leaves."""
    drawn(plan, make_person())
    batch = sent(plan, START + 1)
    assert [(one.period, one.amount_fen, one.payments_left) for one in batch.lines.order_by("line_no")] == [
        (START, 171_42, 7), (START + 1, 171_43, 6),
    ]  # fmt: skip
    assert broken() == []


def test_instalments_come_once_a_year_and_a_lump_sum_at_once(
    plan: annuity.Plan, make_person: Make
) -> None:
    drawn(plan, make_person(), way="instalments", months=3, every_months=12)
    assert [one.amount_fen for one in sent(plan, START).lines.all()] == [400_00]
    refused(lambda: made(plan, START + 11), "annuity_nothing_due")
    assert [one.amount_fen for one in sent(plan, START + 12).lines.all()] == [400_00]
    assert broken() == []


def test_a_lump_sum_is_one_payment_and_an_insurer_is_paid_in_its_own_name(
    plan: annuity.Plan, make_person: Make
) -> None:
    insurer = replace(TO, account_name="安澜养老保险股份有限公司")
    drawn(plan, make_person(), way="insurance", to=insurer)
    (line,) = sent(plan, START).lines.all()
    assert (line.amount_fen, line.target.account_name) == (1_200_00, insurer.account_name)
    assert broken() == []


def test_who_made_a_batch_does_not_approve_it_and_nothing_is_filed_unsigned(
    plan: annuity.Plan, make_person: Make
) -> None:
    drawn(plan, make_person())
    batch, _left = made(plan, START)
    refused(lambda: made(plan, START), "annuity_batch_open")
    refused(lambda: annuity.approve_batch(batch_id=batch.pk, recorded=BY), "annuity_two_people")
    refused(
        lambda: annuity.file_batch(batch_id=batch.pk, sha256="x", file_id=1, pay_on=DAY, recorded=BY),
        "annuity_batch_step",
    )  # fmt: skip
    refused(
        lambda: annuity.withdraw_batch(batch_id=batch.pk, recorded=replace(BY, reason=" ")),
        "annuity_no_reason",
    )
    annuity.withdraw_batch(batch_id=batch.pk, recorded=BY)
    assert annuity.accounts_of(person_id=batch.lines.get().payout.account.person_id)[0].balance.total_fen == 1_200_00  # fmt: skip
    assert sent(plan, START).lines.count() == 1
    assert broken() == []


def test_an_account_that_moved_since_makes_the_batch_stale(
    plan: annuity.Plan, make_person: Make
) -> None:
    drawn(plan, make_person())
    for period, value in ((START - 1, 10_000), (START, 9_900)):
        batch = made(plan, START)[0] if period == START else None
        annuity.publish_unit_value(
            plan_id=plan.pk, period=period, value=value, explain=library.explain, recorded=BY
        )
    assert batch is not None
    annuity.approve_batch(batch_id=batch.pk, recorded=OTHER)
    refused(
        lambda: annuity.file_batch(batch_id=batch.pk, sha256="x", file_id=1, pay_on=DAY, recorded=BY),
        "annuity_batch_stale",
    )  # fmt: skip


def test_what_comes_back_waits_for_another_account_and_goes_out_once_more(
    plan: annuity.Plan, make_person: Make
) -> None:
    """The money stays owed; nothing is drawn a second time; the same file again changes nothing."""
    payout = drawn(plan, make_person(), way="lump")
    batch = said(sent(plan, START), "failed", file_id=1)
    assert batch.state == "closed"
    assert [one.pk for one in annuity.failed_lines(trustee=plan.trustee)] == [batch.lines.get().pk]
    refused(lambda: made(plan, START), "annuity_nothing_due")
    annuity.name_target(
        payout_id=payout.pk, target=replace(TO, account_number="6228480000000000026"), recorded=BY
    )
    again = sent(plan, START)
    (line,) = again.lines.all()
    assert (line.amount_fen, line.attempt_of_id) == (1_200_00, batch.lines.get().pk)
    assert annuity.failed_lines() == []
    assert held(plan)["payable"] == 1_200_00
    said(again, "unknown", file_id=2)
    said(again, "paid", file_id=3)
    said(again, "paid", file_id=3)
    assert set(held(plan).values()) == {0}
    refused(lambda: said(again, "failed", file_id=4), "annuity_word_other")
    assert broken() == []


def test_nobody_is_paid_without_an_account_in_the_own_name_nor_after_death(
    plan: annuity.Plan, make_person: Make
) -> None:
    person = make_person()
    payout = drawn(plan, person, to=None)
    refused(
        lambda: annuity.name_target(payout_id=payout.pk, target=replace(TO, account_name="李四"), recorded=BY),
        "annuity_target_name",
    )  # fmt: skip
    refused(lambda: made(plan, START), "annuity_no_target")
    annuity.name_target(payout_id=payout.pk, target=TO, recorded=BY)
    Person.objects.filter(pk=person.pk).update(died_on=DAY, death_known_on=DAY)
    refused(lambda: made(plan, START), "annuity_person_died")


def test_a_decision_is_taken_back_only_before_it_is_paid(
    plan: annuity.Plan, make_person: Make
) -> None:
    person = make_person()
    payout = drawn(plan, person)
    annuity.cancel_payout(payout_id=payout.pk, recorded=BY)
    assert annuity.accounts_of(person_id=person.pk)[0].payout is None
    choice = Choice(
        reason="emigration", way="lump", starts_month=START, months=1, evidence="定居证明"
    )
    second = annuity.decide_payout(
        account_id=payout.account_id, choice=choice, explain=library.explain, recorded=BY
    )
    annuity.name_target(payout_id=second.pk, target=TO, recorded=BY)
    sent(plan, START)
    refused(lambda: annuity.cancel_payout(payout_id=second.pk, recorded=BY), "annuity_paid_already")
    assert broken() == []


def test_what_left_in_a_month_earns_nothing_in_it(plan: annuity.Plan, make_person: Make) -> None:
    """Paid out whole in October; October's unit fell: nothing is taken from an account that is empty."""
    person = make_person()
    annuity.publish_unit_value(
        plan_id=plan.pk, period=START - 1, value=10_000, explain=library.explain, recorded=BY
    )
    drawn(plan, person, way="lump")
    sent(plan, START)
    annuity.publish_unit_value(
        plan_id=plan.pk, period=START, value=9_000, explain=library.explain, recorded=BY
    )
    assert annuity.accounts_of(person_id=person.pk)[0].balance.total_fen == 0
    assert broken() == []


def test_what_goes_back_unvested_is_the_plans_and_stays_in_its_trust(
    plan: annuity.Plan, make_person: Make
) -> None:
    """Left after one month of eight years: 800 back to the plan, 400 one's own, all of it held by the custodian."""
    person = make_person()
    paid(plan, person)
    account = annuity.accounts_of(person_id=person.pk)[0].account
    annuity.leave_plan(
        account_id=account.pk, last_month=JANUARY, at_once=False, to_plan_id=None,
        explain=library.explain, recorded=BY,
    )  # fmt: skip
    assert held(plan) == {
        "custody": 1_200_00, "budget": 0, "employer": 0, "personal": 400_00, "notional": 0,
        "enterprise": 800_00, "payable": 0,
    }  # fmt: skip
    assert TERMS.full_vesting_years == 8
    assert broken() == []
