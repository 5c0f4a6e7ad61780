"""Payouts are paid by a bank batch: two people, one file, the bank's word, and books that tie whatever the bank says when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pyarrow as pa
import pytest
from django.db import IntegrityError, transaction

from renshe.domains.funds import api as funds
from renshe.domains.resident import api as resident
from renshe.flows import bank_batches
from renshe.flows import resident_to_ledger as ledger
from renshe.flows.resident_payouts_to_ledger import payout_credited_back
from renshe.flows.test_resident import books, broken, hand, refusal
from renshe.kernel.rules import Refusal
from renshe.runs.one_off_payment.conftest import PlainFormat
from renshe.runs.resident_payouts import run
from renshe.runs.resident_payouts.conftest import PLACE

NOVEMBER = 2025 * 12 + 10
AT = datetime(2025, 11, 22, 2, 0, tzinfo=UTC)
DAY = AT.date()
PAID, CLOSED, UNKNOWN = ("paid", "", DAY), ("failed", "account_closed", None), ("unknown", "", None)


class Bank(PlainFormat):
    """A bank that answers what it is told to: `say` holds its word for each line that it is asked about."""

    batch_id = 0
    sha256 = ""

    def answer(self, *, say: dict[int, tuple[str, str, date | None]]) -> bytes:
        """A return file that says so; the next `decode_return` reads it."""
        self.say = say
        return repr((self.batch_id, sorted(say.items(), key=str))).encode()

    def decode_return(self, *, content: bytes) -> funds.ReturnedFile:
        """The words, with account and amount as they were sent."""
        lines = {one.line_no: one for one in resident.PAYOUTS.lines_of(batch_id=self.batch_id)}
        rows = [
            {
                "line_no": number, "account_number": lines[number].account_number, "amount_fen": lines[number].amount_fen,
                "status": status, "reason_code": reason, "settled_on": day,
            }
            for number, (status, reason, day) in self.say.items()
        ]  # fmt: skip
        table = pa.Table.from_pylist(rows, schema=funds.RESULT_ROWS)
        return funds.ReturnedFile(self.batch_id, 1, self.sha256, DAY, table)


def make(**more: Any) -> Any:
    asked = {
        "place": PLACE,
        "accounting_month": NOVEMBER,
        "bank_format": PlainFormat(),
        "by": "accountant",
        "at": AT,
    }
    return run.make(**{**asked, **more})  # fmt: skip


def filed(batch_id: int) -> Bank:
    """From the second signature to the bank; every step asked for twice."""
    bank = Bank()
    for _ in range(2):
        run.approve(batch_id=batch_id, by="supervisor", at=AT)
        plan_id = run.request_funds(batch_id=batch_id, prepared_by="accountant")
        if run.report(batch_id=batch_id).state == "approved":
            run.receive_funds(batch_id=batch_id, plan_id=plan_id, approved_by="supervisor", at=AT)
    for _ in range(2):
        run.write_file(batch_id=batch_id, bank_format=bank, pay_on=DAY, by="accountant", at=AT)
    bank.batch_id = batch_id
    bank.sha256 = resident.PAYOUTS.find(batch_id=batch_id).sha256
    return bank


def returned(bank: Bank, say: dict[int, Any]) -> Any:
    take = {"bank_format": bank, "accounting_month": NOVEMBER, "by": "accountant", "at": AT}
    content = bank.answer(say=say)
    run.take_return(content=content, **take)
    return run.take_return(content=content, **take)


def states(owed: list[resident.ResidentPayout]) -> list[str]:
    for one in owed:
        one.refresh_from_db()
    return [one.state for one in owed]


def test_three_are_paid_one_comes_back_gets_a_new_account_and_is_paid_from_suspense(
    owed: list[resident.ResidentPayout],
) -> None:
    made = make()
    assert (made.totals["lines"], made.totals["due_fen"]) == (3, 220_000)
    assert broken() == {}
    bank = filed(made.batch_id)
    # 财会〔2017〕28号: what is given back lessens the income; the money passed 1003 and 1004 to the people.
    assert [books(code) for code in ("4001", "1004", "1003", "R2101")] == [140_000, 0, -220_000, 0]
    assert broken() == {}
    report = returned(bank, {1: PAID, 2: CLOSED, 3: UNKNOWN})
    assert (report.state, report.totals["paid_fen"], report.totals["failed_fen"]) == (
        "returned", 40_000, 120_000,
    )  # fmt: skip
    assert "不得重发" in report.attention[0]["zh"]
    assert [books(code) for code in ("2001", "1004", "R2101")] == [120_000, 120_000, 120_000]
    assert broken() == {}
    with pytest.raises(Refusal, match="still_unknown"):
        run.close(batch_id=made.batch_id, at=AT)
    with pytest.raises(Refusal, match="nothing_waits"):
        make()
    returned(bank, {3: PAID})
    assert run.close(batch_id=made.batch_id, at=AT).state == "closed"
    assert states(owed) == ["paid", "owed", "paid"]
    assert (owed[0].paid_how, owed[0].settled_by, owed[0].external_ref) == (
        "bank_file", "accountant", f"{made.batch_id}-1",
    )  # fmt: skip
    other = {"payout_id": owed[1].pk, "reason": "旧账户已销户", "hand": hand(by="accountant")}
    new = resident.PayTo(bank_code="105", account_number="6217000000000042", account_name="别人")
    assert refusal(lambda: resident.redirect_payout(payee=new, **other)) == ("payee_stays",)
    new = resident.PayTo(bank_code="105", account_number="6217000000000042", account_name="王小明")
    resident.redirect_payout(payee=new, **other)
    again = make()
    assert run.first_payments_fen(batch_id=again.batch_id) == 0, "its money is there already"
    second = filed(again.batch_id)
    returned(second, {1: PAID})
    assert states(owed) == ["paid"] * 3
    assert [books(code) for code in ("2001", "1004", "R2101", "4001")] == [0, 0, 0, 140_000]
    assert broken() == {}


@pytest.mark.parametrize("order", list(permutations(("paid", "failed", "unknown"))))
@pytest.mark.parametrize("later", [PAID, CLOSED, "statement"])
def test_whatever_the_bank_says_in_whatever_order_the_books_tie(
    owed: list[resident.ResidentPayout], order: tuple[str, ...], later: Any
) -> None:
    """Property: for every order of words, and every end of what was unknown, both books and the payouts agree to the fen."""
    words = {"paid": PAID, "failed": CLOSED, "unknown": UNKNOWN}
    made = make()
    bank = filed(made.batch_id)
    returned(bank, {number: words[word] for number, word in enumerate(order, start=1)})
    assert broken() == {}
    unknown = order.index("unknown") + 1
    if later == "statement":
        credited = {
            "instruction": f"{made.batch_id}-{unknown}", "amount_fen": owed[unknown - 1].amount_fen, "file_id": 1,
            "month": NOVEMBER, "on": DAY, "by": "accountant",
        }  # fmt: skip
        told = [payout_credited_back(**credited) for _ in range(2)]
        assert told == ["settled", "failed"]
        assert payout_credited_back(**{**credited, "amount_fen": 1}) == "foreign"
        assert payout_credited_back(**{**credited, "instruction": "9999-1"}) is None
    else:
        returned(bank, {unknown: later})
    run.close(batch_id=made.batch_id, at=AT)
    expected = [
        "paid" if word == "paid" or (word == "unknown" and later == PAID) else "owed"
        for word in order
    ]
    assert states(owed) == expected
    came_back = sum(one.amount_fen for one in owed if one.state == "owed")
    assert [books(code) for code in ("2001", "1004", "R2101")] == [came_back] * 3
    assert broken() == {}


def test_two_people_sign_and_neither_approved_the_case(owed: list[resident.ResidentPayout]) -> None:
    assert refusal(lambda: make(by="zhao")) == ("two_people_needed",)
    made = make()
    with pytest.raises(Refusal, match="two_people_needed"):
        run.approve(batch_id=made.batch_id, by="accountant", at=AT)
    with pytest.raises(Refusal, match="wrong_step"):
        run.write_file(
            batch_id=made.batch_id, bank_format=Bank(), pay_on=DAY, by="accountant", at=AT
        )
    with pytest.raises(Refusal, match="reason_needed"):
        run.discard(batch_id=made.batch_id, by="accountant", at=AT, why=" ")
    run.discard(batch_id=made.batch_id, by="accountant", at=AT, why="账户待核实")
    assert len(resident.payouts_waiting(place=PLACE)) == 3
    assert broken() == {}


def test_what_is_in_a_batch_is_neither_paid_by_hand_nor_cancelled_nor_sent_elsewhere(
    owed: list[resident.ResidentPayout],
) -> None:
    make(payout_ids=[owed[0].pk])
    cash = resident.ByOtherMeans(how="cash", voucher="X-1", why="本人到窗口")
    payee = resident.PayTo(bank_code="105", account_number="1", account_name="王小明")
    for act in (
        lambda: ledger.paid_out(payout_id=owed[0].pk, means=cash, hand=hand(by="cashier")),
        lambda: ledger.payout_cancelled(case_number="Z-1", hand=hand(by="qian")),
        lambda: resident.redirect_payout(
            payout_id=owed[0].pk, payee=payee, reason="换卡", hand=hand(by="cashier")
        ),
        lambda: make(payout_ids=[owed[0].pk]),
    ):
        with pytest.raises(Refusal, match=r"in_a_payment_batch|nothing_waits"):
            act()
    ledger.paid_out(payout_id=owed[1].pk, means=cash, hand=hand(by="cashier"))
    assert broken() == {}


def test_what_came_back_is_cancelled_or_paid_in_cash_out_of_suspense(
    owed: list[resident.ResidentPayout],
) -> None:
    made = make()
    bank = filed(made.batch_id)
    returned(bank, {1: CLOSED, 2: CLOSED, 3: PAID})
    cash = resident.ByOtherMeans(how="cash", voucher="X-1", why="本人没有其他账户")
    ledger.paid_out(payout_id=owed[0].pk, means=cash, hand=hand("2025-11-25", by="cashier"))
    assert broken() == {}
    ledger.payout_cancelled(case_number="Z-2", hand=hand("2025-11-25", by="qian"))
    assert states(owed) == ["paid", "cancelled", "paid"]
    # 1,200 of 3,600 yuan stand in the account again; 400 and 600 were given back.
    assert [books(code) for code in ("2001", "R2101", "4001", "1004")] == [0, 0, 260_000, 120_000]
    assert broken() == {}


def test_the_database_itself_refuses_a_second_open_line_and_a_changed_amount(
    owed: list[resident.ResidentPayout],
) -> None:
    made = make()
    line = resident.PAYOUTS.lines_of(batch_id=made.batch_id)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        resident.PayoutLine.objects.create(
            batch_id=made.batch_id, line_no=9, payout_id=line.payout_id, amount_fen=1, bank_code="1", account_number="1",
            account_name="1",
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        resident.PayoutLine.objects.filter(pk=line.pk).update(amount_fen=line.amount_fen + 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        resident.PayoutBatch.objects.filter(pk=made.batch_id).update(approved_by="accountant")


def test_a_payout_that_the_bank_paid_and_the_record_denies_is_found(
    owed: list[resident.ResidentPayout],
) -> None:
    """A mutation: the record says a fen more than the line that the bank paid, so the proofs name it."""
    made = make(payout_ids=[owed[0].pk])
    returned(filed(made.batch_id), {1: PAID})
    resident.ResidentPayout.objects.filter(pk=owed[0].pk).update(amount_fen=40_001)
    assert {"resident_payout_is_the_banks_word", "resident_money_is_contributions"} <= set(broken())


def test_a_name_that_the_bank_cannot_write_is_left_out_and_told(
    owed: list[resident.ResidentPayout],
) -> None:
    made = make(bank_format=PlainFormat(cannot="0002"))
    assert (made.totals["lines"], [note["zh"] for note in made.attention]) == (
        2, ["Z-2：户名银行无法书写"],
    )  # fmt: skip


@pytest.mark.parametrize("point", ["file_written", "filed", "sent"])
def test_a_kill_at_any_point_loses_and_doubles_nothing(
    owed: list[resident.ResidentPayout], monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """The step that was cut off is asked for again: one file, one entry in each book, one payment."""

    class Killed(Exception):
        """The process ends here."""

    def kill(name: str) -> None:
        if name == f"resident_payouts.{point}":
            raise Killed

    class Channel:
        """What the bank has, by file name."""

        def __init__(self) -> None:
            self.files: dict[str, bytes] = {}

        def send(self, *, file_name: str, content: bytes) -> None:
            assert self.files.setdefault(file_name, content) == content

    made, channel = make(), Channel()
    run.approve(batch_id=made.batch_id, by="supervisor", at=AT)
    plan_id = run.request_funds(batch_id=made.batch_id, prepared_by="accountant")
    run.receive_funds(batch_id=made.batch_id, plan_id=plan_id, approved_by="supervisor", at=AT)

    def go() -> None:
        run.write_file(
            batch_id=made.batch_id, bank_format=Bank(), pay_on=DAY, by="accountant", at=AT
        )
        run.send(batch_id=made.batch_id, channel=channel, at=AT)

    with monkeypatch.context() as killing, pytest.raises(Killed):
        killing.setattr(bank_batches, "crash_point", kill)
        go()
    assert broken() == {}
    go()
    assert len(channel.files) == 1
    bank = Bank()
    bank.batch_id, bank.sha256 = made.batch_id, resident.PAYOUTS.find(batch_id=made.batch_id).sha256
    returned(bank, {1: PAID, 2: PAID, 3: PAID})
    assert states(owed) == ["paid"] * 3
    assert [books(code) for code in ("4001", "1004", "2001", "R2101")] == [140_000, 0, 0, 0]
    assert broken() == {}
