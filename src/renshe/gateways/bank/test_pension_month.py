"""A month of pensions through the real file format and the simulated bank, and the line to the bank."""

from datetime import UTC, date, datetime

import pytest

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.gateways.bank.client import (
    DropFolder,
    NotAnsweredYet,
    SentDifferently,
    SimulatedChannel,
)
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.proving import BadBankFile
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.runs.monthly_pension_payment import bank, run

OCTOBER = 2025 * 12 + 9
AT = datetime(2025, 10, 8, 9, 0, tzinfo=UTC)
PAY_ON = date(2025, 10, 15)
FORMAT = RensheBankFormat()


def filed(*, attempt=1):
    """A batch up to its files; the batch's id."""
    if attempt == 1:
        report = run.freeze(
            fund="employee_pension",
            place="310100",
            period=OCTOBER,
            accounting_month=OCTOBER,
            frozen_by="clerk",
            at=AT,
        )
    else:
        report = run.freeze_retry(
            fund="employee_pension", place="310100", period=OCTOBER, attempt=attempt, pays="returned", accounting_month=OCTOBER,
            frozen_by="clerk", at=AT,
            instructions=[row.instruction for row in pension.failed_payments(source="returned")],
        )  # fmt: skip
    batch_id = report.batch_id
    run.check(batch_id=batch_id, by="clerk", at=AT)
    run.plan(batch_id=batch_id, by="clerk", at=AT)
    run.review(batch_id=batch_id, reviewed_by="reviewer")
    run.approve(batch_id=batch_id, approved_by="head")
    plan_id = run.request_funds(batch_id=batch_id, prepared_by="clerk")
    run.receive_funds(batch_id=batch_id, plan_id=plan_id, approved_by="finance", at=AT)
    bank.write_files(batch_id=batch_id, bank_format=FORMAT, pay_on=PAY_ON, by="clerk", at=AT)
    return batch_id


def take(content):
    return bank.take_return(
        content=content, bank_format=FORMAT, accounting_month=OCTOBER, by="clerk", at=AT
    )


def test_a_month_goes_through_the_bank_until_nothing_is_owed_and_the_books_agree(fresh_database):
    fresh_database.become("runner")
    add_pensioners(count=300)
    simulated = SimulatedBank(seed=5, failing_per_mille=80, unknown_per_mille=40)
    paid, attempt, owed = 0, 0, 300
    while owed:
        attempt += 1
        assert attempt < 8
        batch_id = filed(attempt=attempt)
        channel = SimulatedChannel(bank=simulated, settled_on=PAY_ON)
        for _ in range(2):
            bank.send_files(batch_id=batch_id, channel=channel, at=AT)
        for name in channel.sent:
            take(channel.fetch_return(file_name=name))
            take(channel.fetch_return(file_name=name, supplementary=True))
        totals = bank.close(batch_id=batch_id, at=AT).totals
        paid += totals["paid"]
        owed = totals["failed"]
    assert attempt > 1
    assert paid == 300
    rows = funds.trial_balance(fund="employee_pension", book="rights", accounting_month=OCTOBER)
    assert next(row.closing_fen for row in rows if row.code == "R2101") == 0


def test_a_return_changed_on_the_way_changes_nothing_here(fresh_database):
    fresh_database.become("runner")
    add_pensioners(count=5)
    batch_id = filed()
    ((_, _, content),) = bank.outgoing_files(batch_id=batch_id)
    answer = SimulatedBank(seed=1).answer(content, settled_on=PAY_ON)
    with pytest.raises(BadBankFile, match="hash"):
        take(answer.replace(b"300001", b"300000"))
    assert pension.BankResult.objects.count() == 0


def test_a_name_the_bank_cannot_write_is_held_back_still_owed(fresh_database):
    fresh_database.become("runner")
    add_pensioners(count=2, name="王\U0003112d")
    batch_id = filed()
    held = pension.failed_payments(source="stopped")
    stopped = {row.line_no for row in held if row.reason_code == "name_unwritable"}
    assert stopped == {2}  # a bank that holds only GBK; the other bank holds every character
    assert pension.batch_outcome(batch_id=batch_id).payable == 1


def test_a_folder_takes_a_file_once_and_refuses_other_bytes_under_its_name(tmp_path):
    folder = DropFolder(root=tmp_path)
    for _ in range(2):
        folder.send(file_name="PAY-1.txt", content=b"one")
    assert (tmp_path / "out" / "PAY-1.txt").read_bytes() == b"one"
    with pytest.raises(SentDifferently):
        folder.send(file_name="PAY-1.txt", content=b"two")
    with pytest.raises(NotAnsweredYet):
        folder.fetch_return(file_name="PAY-1.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "PAY-1.txt.return").write_bytes(b"answer")
    assert folder.fetch_return(file_name="PAY-1.txt") == b"answer"
