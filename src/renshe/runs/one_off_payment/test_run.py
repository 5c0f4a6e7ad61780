"""A batch of one-off benefits before the bank: who makes it, who signs, what it needs, and what cannot be in it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows.survivors_to_ledger import survivors_benefit_cancelled
from renshe.kernel.rules import Refusal
from renshe.runs.one_off_payment import run
from renshe.runs.one_off_payment.conftest import AT, NOVEMBER, PLACE, PlainFormat

FORMAT = PlainFormat()


def make(**changed):
    asked = {
        "place": PLACE, "accounting_month": NOVEMBER, "bank_format": FORMAT, "by": "accountant", "at": AT,
    } | changed  # fmt: skip
    return run.make(**asked)


def funded(batch_id):
    run.approve(batch_id=batch_id, by="supervisor", at=AT)
    plan = run.request_funds(batch_id=batch_id, prepared_by="accountant")
    return run.receive_funds(batch_id=batch_id, plan_id=plan, approved_by="supervisor", at=AT)


def write(batch_id, *, bank_format=FORMAT):
    return run.write_file(
        batch_id=batch_id, bank_format=bank_format, pay_on=AT.date(), by="accountant", at=AT
    )


def test_everything_that_waits_is_taken_once_and_needs_its_money_and_a_second_person(families):
    made = make()
    assert (made.state, made.totals["lines"], made.totals["due_fen"]) == ("made", 3, 3_000_006)
    with pytest.raises(Refusal, match="nothing_waits"):
        make()
    with pytest.raises(Refusal, match="two_people_needed"):
        run.approve(batch_id=made.batch_id, by="accountant", at=AT)
    with pytest.raises(Refusal, match="wrong_step"):
        run.request_funds(batch_id=made.batch_id, prepared_by="accountant")
    with pytest.raises(Refusal, match="wrong_step"):
        write(made.batch_id)
    assert funded(made.batch_id).state == "funded"
    (plan,) = funds.plans(accounting_month=NOVEMBER, state="transferred")
    assert (plan.amount_fen, families.balance("1004")) == (3_000_006, 3_000_006)
    for _ in range(2):
        assert write(made.batch_id).state == "filed"
    assert (families.balance("1004"), families.balance("5001")) == (0, 3_000_006)
    assert families.balance("R2101") == 0
    assert families.broken() == {}


def test_a_batch_that_no_money_covers_is_neither_funded_nor_filed(families):
    made = make()
    run.approve(batch_id=made.batch_id, by="supervisor", at=AT)
    with pytest.raises(Refusal, match="not_enough_money"):
        run.receive_funds(batch_id=made.batch_id, plan_id=None, approved_by="supervisor", at=AT)
    pension.OneOffBatch.objects.filter(pk=made.batch_id).update(state="funded")
    with pytest.raises(Refusal, match="not_enough_money"):
        write(made.batch_id)
    assert pension.one_off_batch(batch_id=made.batch_id).file_id is None
    assert families.balance("R2101") == 3_000_006


def test_a_batch_taken_back_lets_its_benefits_wait_again_with_the_reason_kept(families):
    made = make(benefit_ids=[families.benefits[1].pk])
    assert made.totals["due_fen"] == 1_000_002
    with pytest.raises(Refusal, match="reason_needed"):
        run.discard(batch_id=made.batch_id, by="supervisor", at=AT, why="")
    run.discard(batch_id=made.batch_id, by="supervisor", at=AT, why="账户待核实")
    assert len(pension.waiting_benefits(place=PLACE)) == 3
    assert make().totals["lines"] == 3
    with pytest.raises(Refusal, match="wrong_step"):
        funded(made.batch_id)
    assert families.broken() == {}


def test_a_benefit_in_a_batch_is_neither_cancelled_nor_sent_elsewhere(families):
    benefit = families.benefits[0]
    make(benefit_ids=[benefit.pk])
    cancel = {"benefit_id": benefit.pk, "month": NOVEMBER, "on": AT.date(), "by": "zhao"}
    with pytest.raises(Refusal, match="in_a_payment_batch"):
        survivors_benefit_cancelled(**cancel)
    with pytest.raises(Refusal, match="in_a_payment_batch"):
        pension.redirect_benefit(
            benefit_id=benefit.pk, bank_code="103", account_number="1", account_name="王小明", by="accountant",
            at=AT, reason="换卡",
        )  # fmt: skip
    with pytest.raises(Refusal, match="nothing_waits"):
        make(benefit_ids=[benefit.pk])


def test_the_database_itself_refuses_a_second_open_line_and_a_changed_amount(families):
    made = make()
    line = pension.one_off_lines(batch_id=made.batch_id)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        pension.OneOffLine.objects.create(
            batch_id=made.batch_id, line_no=9, benefit_id=line.benefit_id, amount_fen=1, bank_code="1",
            account_number="1", account_name="1",
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        pension.OneOffLine.objects.filter(pk=line.pk).update(amount_fen=line.amount_fen + 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        pension.OneOffBatch.objects.filter(pk=made.batch_id).update(approved_by="accountant")


def test_a_name_that_the_bank_cannot_write_is_left_out_and_told(families):
    cannot = PlainFormat(cannot="0002")
    made = make(bank_format=cannot)
    assert (made.totals["lines"], [note["zh"] for note in made.attention]) == (
        2, ["AN-2：户名银行无法书写"],
    )  # fmt: skip
    with pytest.raises(Refusal, match="nothing_waits"):
        make(bank_format=cannot)
    funded(made.batch_id)
    with pytest.raises(Refusal, match="control_differs"):
        write(made.batch_id, bank_format=PlainFormat(cannot="0003"))
    assert families.balance("R2101") == 3_000_006
