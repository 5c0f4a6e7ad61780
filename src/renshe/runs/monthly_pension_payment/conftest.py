"""A small city in October 2025, and a bank that speaks JSON: the run knows banks only by their port."""

import hashlib
import json
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from renshe.domains.pension import api as pension
from renshe.runs.monthly_pension_payment import bank, run

OCTOBER = 2025 * 12 + 9
PLACE = "310100"
AT = datetime(2025, 10, 8, 9, 0, tzinfo=UTC)
PAY_ON = date(2025, 10, 15)


class PlainFormat:
    """The port `BankFormat` in JSON."""

    def encode_payments(self, *, header, rows):
        body = {"batch": header.batch_id, "part": header.part, "rows": rows.to_pylist()}
        content = json.dumps(body, ensure_ascii=False).encode()
        total = sum(row["amount_fen"] for row in body["rows"])
        return pension.EncodedPayments(content, len(body["rows"]), total, {})

    def decode_payments(self, *, content):
        return pa.Table.from_pylist(json.loads(content)["rows"], schema=pension.PAYMENT_ROWS)

    def decode_return(self, *, content):
        body = json.loads(content)
        rows = [{**row, "settled_on": date.fromisoformat(row["settled_on"])} if row["settled_on"] else row
                for row in body["rows"]]  # fmt: skip
        return pension.ReturnedFile(
            body["batch"], body["part"], body["answers"], PAY_ON,
            pa.Table.from_pylist(rows, schema=pension.RESULT_ROWS),
        )  # fmt: skip

    def decode_statement(self, *, content):
        body = json.loads(content)
        rows = tuple(
            pension.StatementRow(
                row["reference"], PAY_ON, row["kind"], row["amount_fen"], "", "", 0
            )
            for row in body
        )
        return pension.Statement("6001", PAY_ON, PAY_ON, 0, 0, rows)


class PlainBank:
    """A bank whose mishaps are told beforehand: instructions that fail, and those it is not sure of at first.

    `unsure` maps an instruction to what it turns out to be in the end.
    """

    def __init__(self, *, failing=(), unsure=None):
        self.failing, self.unsure = set(failing), dict(unsure or {})

    def answer(self, payment):
        return self._answer(payment, lambda name: True, first=True)

    def answer_unknown(self, payment):
        return self._answer(payment, lambda name: name in self.unsure, first=False)

    def _answer(self, payment, chosen, *, first):
        body = json.loads(payment)
        rows = []
        for row in body["rows"]:
            name = f"{body['batch']}-{row['line_no']}"
            if not chosen(name):
                continue
            status = "failed" if name in self.failing else "paid"
            if name in self.unsure:
                status = "unknown" if first else self.unsure[name]
            rows.append({
                "line_no": row["line_no"], "account_number": row["account_number"],
                "amount_fen": row["amount_fen"], "status": status,
                "reason_code": "account_closed" if status == "failed" else "",
                "settled_on": PAY_ON.isoformat() if status == "paid" else None,
            })  # fmt: skip
        answers = hashlib.sha256(payment).hexdigest()
        told = {"batch": body["batch"], "part": body["part"], "answers": answers, "rows": rows}
        return json.dumps(told).encode()


class Month:
    """One month's payment as a bureau does it, step by step, so that a story can stop anywhere."""

    def __init__(self, *, period=OCTOBER, fund="employee_pension"):
        self.period, self.format, self.bank = period, PlainFormat(), PlainBank()
        self.fund = fund
        self.batch_id = 0

    def freeze(self):
        report = run.freeze(
            fund=self.fund,
            place=PLACE,
            period=self.period,
            accounting_month=self.period,
            frozen_by="clerk",
            at=AT,
        )
        self.batch_id = report.batch_id
        return report

    def freeze_retry(self, *, attempt=2, pays="returned", instructions=None):
        report = run.freeze_retry(
            fund=self.fund, place=PLACE, period=self.period, attempt=attempt, pays=pays, frozen_by="clerk", at=AT,
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
            content=content,
            bank_format=self.format,
            accounting_month=self.period,
            by="clerk",
            at=AT,
        )

    def answer(self):
        return [self.take(self.bank.answer(file)) for file in self.files()][-1]

    def answer_unknown(self):
        return [self.take(self.bank.answer_unknown(file)) for file in self.files()][-1]

    def take_statement(self, rows, *, bank_account_id):
        return bank.take_statement(
            content=json.dumps(rows).encode(), bank_format=self.format, by="clerk", at=AT,
            bank_account_id=bank_account_id, accounting_month=self.period,
        )  # fmt: skip

    def close(self):
        return bank.close(batch_id=self.batch_id, at=AT)

    def until_filed(self):
        self.check()
        self.plan()
        self.sign_and_fund()
        return self.write_files()

    def pay_all(self):
        """From freeze to close at a bank that pays everybody."""
        self.freeze()
        self.until_filed()
        self.answer()
        return self.close()

    def next(self):
        """The month after."""
        return Month(period=self.period + 1, fund=self.fund)


@pytest.fixture
def month(fresh_database):
    """October 2025; Django is the runner."""
    fresh_database.become("runner")
    return Month()
