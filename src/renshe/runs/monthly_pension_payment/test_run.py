"""The month's pensions as stories: from the frozen roster to the closed batch, with what goes wrong on the way."""

from datetime import date

import pytest

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.trial_pensioners import add_pensioners
from renshe.domains.registry.models import Person
from renshe.kernel.rules import Refusal

OCTOBER = 2025 * 12 + 9


def payable_in_books() -> int:
    """What the rights book says is owed to pensioners (R2101), in fen."""
    rows = funds.trial_balance(fund="employee_pension", book="rights", accounting_month=OCTOBER)
    return next((row.closing_fen for row in rows if row.code == "R2101"), 0)


def test_a_month_is_paid_from_the_frozen_roster_to_the_closed_batch(month):
    people = add_pensioners(count=200)
    frozen = month.freeze()
    assert frozen.totals["roster_rows"] == 200
    assert month.check().state == "checked"
    planned = month.plan()
    assert planned.totals["net_fen"] == sum(300_000 + n for n in range(1, 201))
    assert payable_in_books() == planned.totals["net_fen"]
    month.sign_and_fund()
    filed = month.write_files()
    assert filed.totals["filed"] == 200
    month.answer()
    with pytest.raises(Refusal, match="still_unknown"):
        month.close()
    month.answer_unknown()
    closed = month.close()
    totals = closed.totals
    assert totals["paid"] + totals["failed"] == 200
    assert totals["due_fen"] == totals["paid_fen"] + totals["failed_fen"]
    assert payable_in_books() == totals["failed_fen"] > 0
    assert len(people) == 200


def test_a_failed_pension_is_paid_again_once_as_a_linked_new_attempt(month):
    add_pensioners(count=150)
    month.freeze()
    month.until_filed()
    month.answer()
    month.answer_unknown()
    first = month.close()
    queue = pension.failed_payments(source="returned")
    assert len(queue) == first.totals["failed"]
    retry = month.freeze_retry(instructions=[row.instruction for row in queue])
    assert retry.totals["roster_retry"] == len(queue)
    month.until_filed()
    assert pension.failed_payments(source="returned") == []
    month.bank = type(month.bank)(seed=1, failing_per_mille=0, unknown_per_mille=0)
    month.answer()
    closed = month.close()
    assert closed.totals["paid"] == len(queue)
    assert payable_in_books() == 0
    lines = pension.PaymentLine.objects.filter(batch_id=month.batch_id)
    assert {line.attempt_of for line in lines} == {row.instruction for row in queue}


def test_an_unknown_payment_can_be_paid_again_by_no_road(month):
    add_pensioners(count=60)
    month.bank = type(month.bank)(seed=3, failing_per_mille=0, unknown_per_mille=500)
    month.freeze()
    month.until_filed()
    report = month.answer()
    first_batch = month.batch_id
    unknown = pension.unknown_instructions(batch_id=first_batch)
    assert unknown
    assert [note.code for note in report.attention] == ["unknown"]
    with pytest.raises(Refusal, match="not_in_queue"):
        month.freeze_retry(instructions=[f"{first_batch}-{unknown[0][0]}"])
    with pytest.raises(Refusal, match="not_in_queue"):
        month.freeze_retry()


def test_a_death_learned_after_the_freeze_stops_the_line_before_it_is_owed(month):
    people = add_pensioners(count=10)
    month.freeze()
    Person.objects.filter(pk=people[3]).update(
        died_on=date(2025, 9, 12), death_known_on=date(2025, 10, 9)
    )
    Person.objects.filter(pk=people[4]).update(
        died_on=date(2025, 10, 3), death_known_on=date(2025, 10, 9)
    )
    checked = month.check()
    assert checked.totals["stopped_death"] == 1
    assert {note.code for note in checked.attention} == {"dead_not_ended"}
    planned = month.plan()
    assert planned.totals["rows"] == 9
    assert not pension.PaymentLine.objects.filter(person_id=people[3]).exists()
    assert pension.PaymentLine.objects.filter(person_id=people[4]).count() == 1


def test_a_single_line_stopped_for_good_leaves_the_books_and_one_in_doubt_stays_owed(month):
    add_pensioners(count=10)
    month.freeze()
    month.check()
    planned = month.plan()
    month.stop(line_no=2, reason="death", still_due=False)
    month.stop(line_no=2, reason="death", still_due=False)
    month.stop(line_no=5, reason="account_in_doubt", still_due=True)
    assert payable_in_books() == planned.totals["net_fen"] - 300_002
    month.sign_and_fund()
    filed = month.write_files()
    assert filed.totals["filed"] == 8
    with pytest.raises(Refusal, match="already_filed"):
        month.stop(line_no=6)
    queue = pension.failed_payments(source="stopped")
    assert [(row.line_no, row.net_fen, row.suspense) for row in queue] == [(5, 300_005, None)]
    month.bank = type(month.bank)(seed=1, failing_per_mille=0, unknown_per_mille=0)
    month.answer()
    month.close()
    month.freeze_retry(pays="stopped", instructions=[queue[0].instruction])
    month.until_filed()
    month.answer()
    month.close()
    assert payable_in_books() == 0


def test_every_step_taken_twice_changes_nothing(month):
    add_pensioners(count=30)
    twice = [month.freeze(), month.freeze()]
    for step in (month.check, month.plan, month.sign_and_fund, month.write_files, month.answer):
        twice += [step(), step()]
    month.answer_unknown()
    month.answer_unknown()
    twice += [month.close(), month.close()]
    for first, again in zip(twice[::2], twice[1::2], strict=True):
        assert first == again
    assert pension.PaymentLine.objects.count() == 30
    assert funds.bank_reconciliation is not None


def test_the_bank_file_comes_out_byte_for_byte_whenever_it_is_made(month):
    from renshe.runs.monthly_pension_payment import bank

    people = add_pensioners(count=25, name="欧阳㛃")
    month.freeze()
    month.until_filed()
    sent = month.files()[0]
    person = people[0]
    pension.PayeeAccount.objects.filter(person_id=person).update(valid_to=date(2025, 10, 16))
    made = bank.regenerate(batch_id=month.batch_id, part=1, bank_format=month.format)
    assert made == sent
    assert b"?" not in sent


def test_one_person_can_neither_prepare_and_review_nor_review_and_approve(month):
    from renshe.runs.monthly_pension_payment import run

    add_pensioners(count=3)
    month.freeze()
    month.check()
    month.plan()
    with pytest.raises(Refusal, match="two_people_needed"):
        run.review(batch_id=month.batch_id, reviewed_by="clerk")
    run.review(batch_id=month.batch_id, reviewed_by="reviewer")
    with pytest.raises(Refusal, match="two_people_needed"):
        run.approve(batch_id=month.batch_id, approved_by="reviewer")
    with pytest.raises(Refusal, match="wrong_step"):
        run.request_funds(batch_id=month.batch_id, prepared_by="clerk")


def test_a_return_that_does_not_fit_what_was_sent_changes_nothing(month):
    add_pensioners(count=12)
    month.freeze()
    month.until_filed()
    other = type(month.bank)(seed=1, failing_per_mille=0, unknown_per_mille=0)
    good = other.answer(month.files()[0], settled_on=date(2025, 10, 15))
    tampered = good.replace(b"|300001|", b"|300000|")
    with pytest.raises(Exception, match="hash"):
        month.take(tampered)
    assert pension.BankResult.objects.count() == 0
    assert month.take(good).state == "returned"


def test_who_has_no_account_is_owed_until_he_gives_one(month):
    people = add_pensioners(count=6)
    pension.PayeeAccount.objects.filter(person_id=people[2]).update(valid_to=date(2025, 9, 1))
    month.freeze()
    checked = month.check()
    assert checked.totals["stopped_no_account"] == 1
    planned = month.plan()
    assert planned.totals["rows"] == 6
    month.sign_and_fund()
    assert month.write_files().totals["filed"] == 5
    assert not pension.failed_payments(source="stopped")[0].ready
    pension.PayeeAccount.objects.create(
        person_id=people[2], bank_code="104", account_number="6217000000000001", account_name="王小明",
        verified_on=date(2025, 10, 20), valid_from=date(2025, 10, 20),
    )  # fmt: skip
    assert pension.failed_payments(source="stopped")[0].ready
