"""Rows of batches that pay what is owed once: what waits, what the bank said, and what a batch came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from renshe.domains.funds.bank_ports import PAYMENT_ROWS, REASONS


@dataclass(frozen=True)
class BankWord:
    """What the bank said of one line: paid on a day, failed for a reason, or unknown."""

    line_no: int
    account_number: str
    amount_fen: int
    status: str
    reason_code: str
    settled_on: date | None


@dataclass(frozen=True)
class WaitingToPay:
    """Something owed that is in no open batch: new, or returned by the bank for a reason.

    `attempt_of` is the instruction that failed, under which its money is held in suspense; None for a first payment.
    """

    owed: Any
    attempt_of: str | None
    reason_code: str
    failed_on: date | None
    account_changed: bool

    @property
    def ready(self) -> bool:
        """Whether it can be paid without anybody's decision: never tried, or the account is new or may work again."""
        if self.attempt_of is None or self.account_changed:
            return True
        reason = REASONS.get(self.reason_code)
        return reason is not None and not reason.needs_new_account


@dataclass(frozen=True)
class Outcome:
    """A batch in lines and fen, by what became of each."""

    lines: int
    due_fen: int
    paid: int = 0
    paid_fen: int = 0
    failed: int = 0
    failed_fen: int = 0
    unknown: int = 0
    unknown_fen: int = 0
    open: int = 0
    open_fen: int = 0


def outcome_of(*, lines: Sequence[Any]) -> Outcome:
    """Count and sum a batch's lines by what became of each."""
    told: dict[str, int] = {}
    for status in ("paid", "failed", "unknown", "open"):
        chosen = [line.amount_fen for line in lines if line.outcome == status]
        told[status], told[f"{status}_fen"] = len(chosen), sum(chosen)
    return Outcome(len(lines), sum(line.amount_fen for line in lines), **told)


def bank_rows(*, lines: Sequence[Any]) -> pa.Table:
    """The instructions of these lines as a bank format takes them, in order."""
    names = ("line_no", "bank_code", "account_number", "account_name", "amount_fen")
    return pa.table(
        {name: [getattr(line, name) for line in lines] for name in names}, schema=PAYMENT_ROWS
    )


def first_payments_fen(*, lines: Sequence[Any]) -> int:
    """What a batch needs of new money (fen): its first payments."""
    return sum(line.amount_fen for line in lines if line.attempt_of is None)


def waiting_of(owed: Any, *, failure: Any | None) -> WaitingToPay:
    """Something owed with the last failure of its lines, if there was one."""
    if failure is None:
        return WaitingToPay(owed, None, "", None, False)
    line = failure.line
    now = (owed.bank_code, owed.account_number, owed.account_name)
    before = (line.bank_code, line.account_number, line.account_name)
    return WaitingToPay(
        owed,
        line.instruction,
        failure.reason_code,
        failure.settled_on or line.batch.filed_on,
        now != before,
    )
