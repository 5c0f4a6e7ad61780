"""The month's pensions as stories: from the frozen roster to the closed batch, with what goes wrong on the way."""

from datetime import date

import pytest

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry.api import Person
from renshe.kernel.rules import Refusal
from renshe.runs.monthly_pension_payment import bank, run
from renshe.runs.monthly_pension_payment.conftest import PAY_ON, PlainBank

OCTOBER = 2025 * 12 + 9


def closing(code: str, *, book: str = "rights") -> int:
    """What an account of the pension fund's book closes with in October, in fen."""
    rows = funds.trial_balance(fund="employee_pension", book=book, accounting_month=OCTOBER)
    return next((row.closing_fen for row in rows if row.code == code), 0)


def test_a_month_is_paid_from_the_frozen_roster_to_the_closed_batch(month):
    add_pensioners(count=200)
    frozen = month.freeze()
    assert frozen.totals["roster_rows"] == 200
    assert month.check().state == "checked"
    planned = month.plan()
    assert planned.totals["net_fen"] == sum(300_000 + n for n in range(1, 201))
    assert closing("R2101") == planned.totals["net_fen"]
    month.sign_and_fund()
    assert month.write_files().totals["filed"] == 200
    batch = month.batch_id
    month.bank = PlainBank(
        failing=[f"{batch}-3", f"{batch}-8"], unsure={f"{batch}-5": "paid", f"{batch}-6": "failed"}
    )
    report = month.answer()
    assert [note.code for note in report.attention] == ["unknown"]
    with pytest.raises(Refusal, match="still_unknown"):
        month.close()
    month.answer_unknown()
    totals = month.close().totals
    assert (totals["paid"], totals["failed"]) == (197, 3)
    assert totals["due_fen"] == totals["paid_fen"] + totals["failed_fen"]
    assert closing("R2101") == totals["failed_fen"] == 300_003 + 300_006 + 300_008
    assert closing("2001", book="cash") == totals["failed_fen"]


def test_a_failed_pension_is_paid_again_once_as_a_linked_new_attempt(month):
    people = add_pensioners(count=20)
    month.freeze()
    month.until_filed()
    first = month.batch_id
    month.bank = PlainBank(failing=[f"{first}-4", f"{first}-9"])
    month.answer()
    month.close()
    queue = pension.failed_payments(source="returned")
    assert [(row.instruction, row.ready) for row in queue] == [
        (f"{first}-4", False),
        (f"{first}-9", False),
    ]
    pension.change_payee_account(
        person_id=people[3], bank_code="104", account_number="6217000000000004", account_name="王小明",
        verified_on=date(2025, 10, 20), valid_from=date(2025, 10, 20),
    )  # fmt: skip
    retry = month.freeze_retry()
    assert retry.totals["roster_retry"] == 1
    month.until_filed()
    month.answer()
    assert month.close().totals["paid"] == 1
    line = pension.PaymentLine.objects.get(batch_id=month.batch_id)
    assert (line.attempt_of, line.person_id, line.net_fen) == (f"{first}-4", people[3], 300_004)
    assert [row.line_no for row in pension.failed_payments(source="returned")] == [9]
    assert closing("R2101") == closing("2001", book="cash") == 300_009
    with pytest.raises(Refusal, match="not_in_queue"):
        month.freeze_retry(attempt=3, instructions=[f"{first}-4"])


def test_a_retry_that_fails_again_goes_back_into_the_queue_under_its_own_instruction(month):
    add_pensioners(count=5)
    month.freeze()
    month.until_filed()
    first = f"{month.batch_id}-2"
    month.bank = PlainBank(failing=[first])
    month.answer()
    month.freeze_retry(instructions=[first])
    month.until_filed()
    second = f"{month.batch_id}-1"
    month.bank = PlainBank(failing=[second])
    month.answer()
    assert [row.instruction for row in pension.failed_payments(source="returned")] == [second]
    month.freeze_retry(attempt=3, instructions=[second])
    month.check()
    month.plan()
    month.stop(line_no=1, reason="account_in_doubt", still_due=True)
    assert pension.failed_payments(source="stopped") == []
    (held,) = pension.failed_payments(source="returned")
    assert (held.reason_code, held.suspense) == ("account_in_doubt", second)
    month.freeze_retry(attempt=4, instructions=[held.instruction])
    month.until_filed()
    month.bank = PlainBank()
    month.answer()
    month.close()
    assert closing("R2101") == closing("2001", book="cash") == 0


def test_an_unknown_payment_can_be_paid_again_by_no_road(month):
    add_pensioners(count=6)
    month.freeze()
    month.until_filed()
    unknown = f"{month.batch_id}-2"
    month.bank = PlainBank(unsure={unknown: "failed"})
    month.answer()
    for chosen in ([unknown], None):
        with pytest.raises(Refusal, match="not_in_queue"):
            month.freeze_retry(instructions=chosen)
    assert pension.PaymentBatch.objects.count() == 1


def test_a_statement_that_credits_an_unknown_payment_back_proves_that_it_failed(month):
    add_pensioners(count=4)
    account = funds.add_bank_account(
        fund="employee_pension", role="expenditure", bank_name="演示银行", number="6001",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    month.freeze()
    month.until_filed()
    unknown, paid = f"{month.batch_id}-2", f"{month.batch_id}-3"
    month.bank = PlainBank(unsure={unknown: "failed"})
    month.answer()
    rows = [
        {"reference": unknown, "kind": "BACK", "amount_fen": 300_002},
        {"reference": paid, "kind": "BACK", "amount_fen": 300_003},
    ]
    settled, notes = month.take_statement(rows, bank_account_id=account)
    assert (settled, [note.subject for note in notes]) == (1, [paid])
    assert month.take_statement(rows, bank_account_id=account)[0] == 0
    assert closing("2001", book="cash") == 300_002
    assert month.close().totals["failed"] == 1
    assert month.freeze_retry(instructions=[unknown]).totals["roster_retry"] == 1


def test_a_death_learned_after_the_freeze_stops_the_line_before_it_is_owed(month):
    people = add_pensioners(count=10)
    month.freeze()
    for person, day in ((people[3], date(2025, 9, 12)), (people[4], date(2025, 10, 3))):
        Person.objects.filter(pk=person).update(died_on=day, death_known_on=date(2025, 10, 9))
    checked = month.check()
    assert checked.totals["stopped_death"] == 1
    assert {note.code for note in checked.attention} == {"dead_not_ended"}
    planned = month.plan()
    assert planned.totals["rows"] == 9
    assert not pension.PaymentLine.objects.filter(person_id=people[3]).exists()
    assert pension.PaymentLine.objects.filter(person_id=people[4]).count() == 1


def test_a_line_that_was_never_due_leaves_the_books_and_one_in_doubt_stays_owed(month):
    add_pensioners(count=10)
    month.freeze()
    month.check()
    planned = month.plan()
    for _ in range(2):
        month.stop(line_no=2, reason="death", still_due=False)
    month.stop(line_no=5, reason="account_in_doubt", still_due=True)
    assert closing("R2101") == planned.totals["net_fen"] - 300_002
    month.sign_and_fund()
    assert month.write_files().totals["filed"] == 8
    with pytest.raises(Refusal, match="already_filed"):
        month.stop(line_no=6)
    queue = pension.failed_payments(source="stopped")
    assert [(row.line_no, row.net_fen, row.suspense) for row in queue] == [(5, 300_005, None)]
    month.answer()
    month.close()
    month.freeze_retry(pays="stopped", instructions=[queue[0].instruction])
    month.until_filed()
    month.answer()
    month.close()
    assert closing("R2101") == 0


def test_every_step_taken_twice_changes_nothing(month):
    add_pensioners(count=30)
    reports = [month.freeze(), month.freeze()]
    for step in (month.check, month.plan, month.sign_and_fund, month.write_files):
        reports += [step(), step()]
    month.bank = PlainBank(
        failing=[f"{month.batch_id}-1"], unsure={f"{month.batch_id}-2": "failed"}
    )
    for step in (month.answer, month.answer_unknown, month.close):
        reports += [step(), step()]
    for first, again in zip(reports[::2], reports[1::2], strict=True):
        assert first == again
    assert pension.PaymentLine.objects.count() == 30
    assert pension.BankResult.objects.count() == 31
    assert closing("R2101") == 300_001 + 300_002


def test_a_file_comes_out_byte_for_byte_whenever_it_is_made(month):
    people = add_pensioners(count=25)
    month.freeze()
    month.until_filed()
    pension.PayeeAccount.objects.filter(person_id=people[0]).update(valid_to=date(2025, 10, 16))
    made = bank.regenerate(batch_id=month.batch_id, part=1, bank_format=month.format)
    assert [made] == month.files()


def test_one_person_can_neither_prepare_and_review_nor_review_and_approve(month):
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


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("300001", "300000"),
        lambda text: text.replace("622200000000000", "622200000000009"),
        lambda text: text.replace('"line_no": 1,', '"line_no": 99,'),
    ],
    ids=["another amount", "another account", "a line we never sent"],
)
def test_a_return_that_does_not_fit_what_was_sent_changes_nothing(month, change):
    add_pensioners(count=12)
    month.freeze()
    month.until_filed()
    good = month.bank.answer(month.files()[0])
    with pytest.raises(Refusal, match="return_does_not_fit"):
        month.take(change(good.decode()).encode())
    assert pension.BankResult.objects.count() == 0
    assert month.take(good).state == "returned"


def test_who_has_no_account_is_owed_until_he_gives_one(month):
    people = add_pensioners(count=6)
    pension.PayeeAccount.objects.filter(person_id=people[2]).update(valid_to=date(2025, 9, 1))
    month.freeze()
    assert month.check().totals["stopped_no_account"] == 1
    assert month.plan().totals["rows"] == 6
    month.sign_and_fund()
    assert month.write_files().totals["filed"] == 5
    assert not pension.failed_payments(source="stopped")[0].ready
    account = {"bank_code": "104", "account_number": "6217000000000001", "verified_on": PAY_ON}
    with pytest.raises(Refusal, match="name_differs"):
        pension.change_payee_account(
            person_id=people[2], account_name="李四", valid_from=PAY_ON, **account
        )
    pension.change_payee_account(
        person_id=people[2], account_name="王小明", valid_from=PAY_ON, **account
    )
    assert pension.failed_payments(source="stopped")[0].ready
