"""Any month: whatever happens to whom, and wherever a step is cut off, nothing is lost and nothing paid twice."""

from collections import Counter
from random import Random

import pytest

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.foundation.bulk import StagedPartition
from renshe.foundation.invariants import prove
from renshe.kernel.rules import Refusal
from renshe.runs.monthly_pension_payment import bank, run
from renshe.runs.monthly_pension_payment.conftest import AT, OCTOBER, PlainBank


def broken() -> list[str]:
    """Names of the invariants that do not hold."""
    return [one.name for one, _, count in prove(invariants=pension.INVARIANTS) if count]


def owed_in_books(month: int) -> int:
    rows = funds.trial_balance(fund="employee_pension", book="rights", accounting_month=month)
    return next((row.closing_fen for row in rows if row.code == "R2101"), 0)


def live_through(month, random):
    """One batch with random stops, failures and doubts; returns its closing totals."""
    month.check()
    planned = month.plan()
    lines = [line.line_no for line in pension.PaymentLine.objects.filter(batch_id=month.batch_id)]
    for line in random.sample(lines, k=min(2, len(lines))):
        still_due = random.random() < 0.5
        month.stop(line_no=line, reason="manual" if still_due else "death", still_due=still_due)
    month.sign_and_fund()
    month.write_files()
    names = [f"{month.batch_id}-{line}" for line in lines]
    month.bank = PlainBank(
        failing=random.sample(names, k=len(names) // 8),
        unsure={
            name: random.choice(("paid", "failed"))
            for name in random.sample(names, k=len(names) // 8)
        },
    )
    for step in (month.answer, month.answer, month.answer_unknown, month.answer_unknown):
        step()
    assert planned.totals["rows"] == len(lines)
    return month.close().totals


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_due_is_paid_stopped_or_failed_and_nobody_is_paid_twice(month, seed):
    random = Random(seed)
    add_pensioners(count=40)
    for _ in range(2):
        month.freeze()
        attempt, totals = 1, live_through(month, random)
        while True:
            outcome = pension.batch_outcome(batch_id=month.batch_id)
            assert outcome.due_fen == outcome.paid_fen + outcome.failed_fen + outcome.stopped_fen
            assert totals["paid"] + totals["failed"] == outcome.payable
            queue = pension.failed_payments(source="returned")
            if attempt == 3 or not queue:
                break
            attempt += 1
            month.freeze_retry(attempt=attempt, instructions=[row.instruction for row in queue])
            totals = live_through(month, random)
        waiting = [
            row.net_fen
            for source in ("returned", "stopped")
            for row in pension.failed_payments(source=source)
        ]
        assert owed_in_books(month.period) == sum(waiting)
        assert broken() == []
        month = month.next()
    paid = pension.BankResult.objects.filter(status="paid").values_list("batch_id", "line_no")
    lines = pension.PaymentLine.objects.in_bulk([tuple(key) for key in paid])
    times = Counter((line.award_id, line.period) for line in lines.values())
    assert set(times.values()) == {1}


class Cut(BaseException):
    """The process ends here; no `except Exception` may go on."""


PLACES_TO_CUT = {
    "while the stage is filled": (StagedPartition, "copy", "plan"),
    "before the key is built": (StagedPartition, "key", "plan"),
    "before the lines are attached": (StagedPartition, "attach", "plan"),
    "after the lines are posted, before the batch moves": (pension, "move_batch", "plan"),
    "while the roster is frozen": (pension, "freeze_month_roster", "freeze"),
    "while a file is written": (pension, "write_part", "write_files"),
    "before the files are posted": (bank, "pension_paid", "write_files"),
    "while the answers are kept": (pension, "record_results", "answer"),
    "before a return is posted": (bank, "pension_returned", "answer"),
}


@pytest.mark.parametrize("where", PLACES_TO_CUT)
def test_a_step_cut_off_anywhere_is_done_once_when_it_is_taken_again(month, monkeypatch, where):
    owner, name, step = PLACES_TO_CUT[where]
    add_pensioners(count=12)
    steps = ["freeze", "check", "plan", "sign_and_fund", "write_files", "answer", "close"]
    for one in steps:
        if one == "answer":
            month.bank = PlainBank(failing=[f"{month.batch_id}-3"])
        if one == step:
            right = getattr(owner, name)

            def cut(*args, right=right, **kwargs):
                right(*args, **kwargs)
                raise Cut

            with monkeypatch.context() as patch:
                patch.setattr(owner, name, cut)
                with pytest.raises(Cut):
                    getattr(month, one)()
        getattr(month, one)()
    assert pension.PaymentLine.objects.count() == 12
    assert pension.batch_outcome(batch_id=month.batch_id).paid == 11
    assert owed_in_books(OCTOBER) == 300_003
    assert broken() == []


def test_a_month_is_frozen_once_for_a_place_and_for_whatever_lies_within_or_around_it(month):
    add_pensioners(count=3)
    first, second = month.freeze(), month.freeze()
    assert first.batch_id == second.batch_id
    for place in ("310000", "310112"):
        with pytest.raises(Refusal, match="month_taken"):
            run.freeze(
                fund="employee_pension",
                place=place,
                period=OCTOBER,
                accounting_month=OCTOBER,
                frozen_by="other",
                at=AT,
            )
    assert pension.PaymentBatch.objects.count() == 1
