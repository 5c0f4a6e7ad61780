"""A small city in October 2025, and its bank."""

from datetime import UTC, date, datetime

import pytest

from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.runs.monthly_pension_payment import bank, run

OCTOBER = 2025 * 12 + 9
PLACE = "310100"
AT = datetime(2025, 10, 8, 9, 0, tzinfo=UTC)
PAY_ON = date(2025, 10, 15)


class Month:
    """One month's payment as a bureau does it, step by step, so that a story can stop anywhere."""

    def __init__(self, *, bank_: SimulatedBank, period: int = OCTOBER):
        self.bank, self.period, self.format = bank_, period, RensheBankFormat()
        self.batch_id = 0

    def freeze(self):
        report = run.freeze(
            place=PLACE, period=self.period, accounting_month=self.period, frozen_by="clerk", at=AT
        )
        self.batch_id = report.batch_id
        return report

    def freeze_retry(self, *, attempt=2, pays="returned", instructions=None):
        report = run.freeze_retry(
            place=PLACE, period=self.period, attempt=attempt, pays=pays, frozen_by="clerk", at=AT,
            accounting_month=self.period, instructions=instructions,
        )  # fmt: skip
        self.batch_id = report.batch_id
        return report

    def check(self):
        return run.check(batch_id=self.batch_id, by="clerk", at=AT)

    def plan(self):
        return run.plan(batch_id=self.batch_id, by="clerk", at=AT)

    def stop(self, *, line_no, reason="manual", still_due=True):
        return run.stop(
            batch_id=self.batch_id, line_no=line_no, reason=reason, still_due=still_due, note="",
            stopped_by="clerk", at=AT,
        )  # fmt: skip

    def sign_and_fund(self):
        run.review(batch_id=self.batch_id, reviewed_by="reviewer")
        run.approve(batch_id=self.batch_id, approved_by="head")
        plan_id = run.request_funds(batch_id=self.batch_id, prepared_by="clerk")
        return run.receive_funds(
            batch_id=self.batch_id, plan_id=plan_id, approved_by="finance", at=AT
        )

    def write_files(self):
        return bank.write_files(
            batch_id=self.batch_id, bank_format=self.format, pay_on=PAY_ON, by="clerk", at=AT
        )

    def files(self):
        return [content for _, _, content in bank.outgoing_files(batch_id=self.batch_id)]

    def take(self, content):
        return bank.take_return(
            content=content, bank_format=self.format, accounting_month=self.period, by="clerk", at=AT
        )

    def answer(self):
        return [self.take(self.bank.answer(file, settled_on=PAY_ON)) for file in self.files()][-1]

    def answer_unknown(self):
        later = date(2025, 10, 20)
        files = self.files()
        return [self.take(self.bank.answer_unknown(file, settled_on=later)) for file in files][-1]

    def close(self):
        return bank.close(batch_id=self.batch_id, at=AT)

    def until_filed(self):
        self.check()
        self.plan()
        self.sign_and_fund()
        return self.write_files()


@pytest.fixture
def month(fresh_database):
    """October 2025 with a bank of usual temper; Django is the runner."""
    fresh_database.become("runner")
    return Month(bank_=SimulatedBank(seed=7, failing_per_mille=60, unknown_per_mille=40))
