"""One-off benefits through the real file and a bank that pays, refuses and is unsure: paid once, whatever happens."""

from __future__ import annotations

from datetime import date

import pytest

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows.survivors_to_ledger import survivors_benefit_cancelled
from renshe.gateways.bank.client import SimulatedChannel
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.kernel.rules import Refusal
from renshe.runs.monthly_pension_payment import bank as pension_bank
from renshe.runs.one_off_payment import run
from renshe.runs.one_off_payment.conftest import AT, NOVEMBER, PLACE, Families

FORMAT = RensheBankFormat()
PAY_ON = date(2025, 11, 21)


class Bank(SimulatedBank):
    """A bank whose mishaps are told: accounts that it refuses, and those it is not sure of at first."""

    unsure: dict[str, str] = {}

    def fate(self, order):
        """Paid, unless told otherwise."""
        if order.account in self.unsure:
            return (
                "U",
                self.unsure[order.account],
                "E99" if self.unsure[order.account] == "F" else "",
            )
        if order.account in self.broken_accounts:
            return "F", "F", self.broken_accounts[order.account]
        return "P", "P", ""


@pytest.fixture
def families(fresh_database):
    """Four families; Django is the runner."""
    fresh_database.become("runner")
    return Families(4)


def account(n):
    return f"62220000000000{n:02d}"


def a_bank(*, broken=(), unsure=None):
    bank = Bank(1, broken_accounts={account(n): "E01" for n in broken})
    object.__setattr__(bank, "unsure", {account(n): end for n, end in (unsure or {}).items()})
    return bank


def filed(bank):
    """A batch of all that is ready, signed, funded and at the bank."""
    batch_id = run.make(
        place=PLACE, accounting_month=NOVEMBER, bank_format=FORMAT, by="accountant", at=AT
    ).batch_id
    run.approve(batch_id=batch_id, by="supervisor", at=AT)
    plan = run.request_funds(batch_id=batch_id, prepared_by="accountant")
    run.receive_funds(batch_id=batch_id, plan_id=plan, approved_by="supervisor", at=AT)
    run.write_file(batch_id=batch_id, bank_format=FORMAT, pay_on=PAY_ON, by="accountant", at=AT)
    channel = SimulatedChannel(bank=bank, settled_on=PAY_ON)
    for _ in range(2):
        run.send(batch_id=batch_id, channel=channel, at=AT)
    return batch_id, channel


def take(channel, *, supplementary=False):
    (name,) = channel.sent
    content = channel.fetch_return(file_name=name, supplementary=supplementary)
    return run.take_return(
        content=content, bank_format=FORMAT, accounting_month=NOVEMBER, by="accountant", at=AT
    )


def redirect(benefit, number="6222000000000099", **changed):
    return pension.redirect_benefit(**{
        "benefit_id": benefit.pk, "bank_code": "105", "account_number": number, "account_name": "王小明",
        "by": "accountant", "at": AT, "reason": "申领人提供新卡"} | changed)  # fmt: skip


def test_a_benefit_is_granted_paid_and_closed_and_nothing_is_left_owed(families):
    batch_id, channel = filed(a_bank())
    for _ in range(2):
        report = take(channel)
        take(channel, supplementary=True)
    assert (report.state, report.totals["paid"], report.totals["paid_fen"]) == (
        "returned",
        4,
        4_000_010,
    )
    assert run.close(batch_id=batch_id, at=AT).state == "closed"
    first = pension.SurvivorsBenefit.objects.get(pk=families.benefits[0].pk)
    assert (first.paid_on, first.paid_reference) == (PAY_ON, f"{batch_id}-1")
    assert pension.unpaid_survivors_benefits() == pension.waiting_benefits(place=PLACE) == []
    assert (families.balance("R2101"), families.balance("1004"), families.balance("5001")) == (
        0, 0, 4_000_010,
    )  # fmt: skip
    assert families.broken() == {}


def test_what_the_bank_returned_is_paid_by_a_second_batch_from_suspense_into_another_account(
    families,
):
    batch_id, channel = filed(a_bank(broken=[2]))
    assert take(channel).totals["failed"] == 1
    assert (families.balance("R2101"), families.balance("2001")) == (1_000_002, 1_000_002)
    assert families.broken() == {}
    (waits,) = pension.waiting_benefits(place=PLACE)
    assert (waits.attempt_of, waits.reason_code, waits.ready) == (
        f"{batch_id}-2",
        "account_closed",
        False,
    )
    with pytest.raises(Refusal, match="nothing_waits"):
        filed(a_bank())
    with pytest.raises(Refusal, match="name_differs"):
        redirect(waits.benefit, account_name="李四")
    with pytest.raises(Refusal, match="reason_needed"):
        redirect(waits.benefit, reason=" ")
    redirect(waits.benefit)
    second, channel = filed(a_bank())
    assert funds.plans(accounting_month=NOVEMBER, state="prepared") == []
    assert families.balance("2001") == 0
    assert families.broken() == {}
    assert take(channel).totals["paid"] == 1
    (line,) = pension.one_off_lines(batch_id=second)
    assert (line.attempt_of, line.account_number, line.amount_fen) == (
        f"{batch_id}-2", "6222000000000099", 1_000_002,
    )  # fmt: skip
    assert (families.balance("R2101"), families.balance("1004"), families.balance("5001")) == (
        0, 0, 4_000_010,
    )  # fmt: skip
    assert families.broken() == {}


def test_what_is_unknown_is_paid_again_by_no_road_until_the_bank_says_it_failed(families):
    batch_id, channel = filed(a_bank(unsure={3: "F"}))
    assert take(channel).totals["unknown"] == 1
    unknown = families.benefits[2]
    assert pension.waiting_benefits(place=PLACE) == []
    with pytest.raises(Refusal, match="nothing_waits"):
        run.make(
            place=PLACE, accounting_month=NOVEMBER, bank_format=FORMAT, by="accountant", at=AT,
            benefit_ids=[unknown.pk],
        )  # fmt: skip
    with pytest.raises(Refusal, match="in_a_payment_batch"):
        redirect(unknown)
    with pytest.raises(Refusal, match="still_unknown"):
        run.close(batch_id=batch_id, at=AT)
    assert families.broken() == {}
    take(channel, supplementary=True)
    assert [row.benefit.pk for row in pension.waiting_benefits(place=PLACE)] == [unknown.pk]
    assert run.close(batch_id=batch_id, at=AT).totals["failed"] == 1
    assert families.broken() == {}


def test_a_return_that_does_not_fit_what_was_sent_changes_nothing(families):
    _, channel = filed(a_bank())
    (name,) = channel.sent
    good = channel.fetch_return(file_name=name)
    answer = FORMAT.decode_return(content=good)

    class Misread:
        """A bank that speaks of another amount."""

        def decode_return(self, *, content):
            rows = answer.rows.to_pylist()
            rows[0]["amount_fen"] += 1
            table = type(answer.rows).from_pylist(rows, schema=answer.rows.schema)
            return pension.ReturnedFile(answer.batch_id, 1, answer.answers_sha256, PAY_ON, table)

    with pytest.raises(Refusal, match="return_does_not_fit"):
        run.take_return(
            content=b"x", bank_format=Misread(), accounting_month=NOVEMBER, by="accountant", at=AT
        )
    assert {line.outcome for line in pension.one_off_lines(batch_id=answer.batch_id)} == {"open"}
    assert take(channel).totals["paid"] == 4


def test_a_grant_that_was_returned_and_is_cancelled_leaves_both_books(families):
    _, channel = filed(a_bank(broken=[4]))
    take(channel)
    benefit = families.benefits[3]
    survivors_benefit_cancelled(benefit_id=benefit.pk, month=NOVEMBER, on=AT.date(), by="zhao")
    assert (families.balance("R2101"), families.balance("2001"), families.balance("5001")) == (
        0, 0, 3_000_006,
    )  # fmt: skip
    assert families.balance("R5101") == 3_000_006
    assert pension.waiting_benefits(place=PLACE) == []
    with pytest.raises(Refusal, match="survivors_paid_already"):
        survivors_benefit_cancelled(
            benefit_id=families.benefits[0].pk, month=NOVEMBER, on=AT.date(), by="zhao"
        )
    assert families.broken() == {}


def test_the_statement_ties_to_both_books_and_proves_that_an_unknown_one_failed(families):
    number = funds.add_bank_account(
        fund="employee_pension", role="expenditure", bank_name="演示银行", number="6001",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    bank = a_bank(broken=[1], unsure={2: "F"})
    batch_id, channel = filed(bank)
    take(channel)
    (plan,) = funds.plans(accounting_month=NOVEMBER, state="transferred")
    content = bank.statement(
        account="6001", from_on=date(2025, 11, 1), to_on=date(2025, 11, 30), opening=0,
        transfers=[(str(plan.id), AT.date(), plan.amount_fen)],
        payments=[(payment, PAY_ON) for payment in channel.sent.values()],
    )  # fmt: skip
    for expected in (1, 0):
        proved, notes = pension_bank.take_statement(
            content=content, bank_format=FORMAT, bank_account_id=number, accounting_month=NOVEMBER,
            by="accountant", at=AT,
        )  # fmt: skip
        assert (proved, notes) == (expected, ())
    assert len(pension.waiting_benefits(place=PLACE)) == 2
    assert run.close(batch_id=batch_id, at=AT).totals["failed"] == 2
    account_1004 = next(
        row
        for row in funds.bank_reconciliation(fund="employee_pension", as_of=date(2025, 11, 30))
        if row.role == "expenditure"
    )
    charge_and_interest = 36_850 - 2_000
    assert (account_1004.in_book_only_fen, account_1004.in_statement_only_fen) == (
        0,
        charge_and_interest,
    )
    assert account_1004.unexplained_fen == 0
    assert families.broken() == {}
