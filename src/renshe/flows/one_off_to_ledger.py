"""Survivors' benefits through the books: the steps of `paid_once_to_ledger` with the pension fund's money.

A benefit is owed under the number of its case (`survivors_to_ledger.py`) and is spent as a benefit (5001).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows.paid_once_to_ledger import (
    PaidOnceBooks,
    bank_answered,
    credited_back,
    went_to_the_bank,
)
from renshe.flows.pension_to_ledger import FUND
from renshe.kernel.periods import Month


def _settle(line: pension.OneOffLine, day: dt.date) -> None:
    pension.mark_survivors_benefit_paid(
        benefit_id=line.benefit_id, on=day, reference=line.instruction
    )


BOOKS = PaidOnceBooks(
    steps=pension.ONE_OFF,
    fund=FUND,
    paid="one_off_paid",
    returned="one_off_returned",
    cause="one_off_batch",
    case_of=lambda line: str(line.benefit.case_number),
    spent_on=lambda line: "5001",
    settle=_settle,
)


def one_off_paid(
    *, batch: pension.OneOffBatch, lines: Sequence[pension.OneOffLine], by: str, at: dt.datetime
) -> None:
    """The bank gets the file. Raises Refusal `not_enough_money`, `month_closed`."""
    went_to_the_bank(BOOKS, batch=batch, lines=lines, by=by, at=at)


def one_off_words(
    *,
    batch: pension.OneOffBatch,
    words: Sequence[funds.BankWord],
    file_id: int,
    month: Month,
    on: dt.date,
    by: str,
) -> None:
    """The bank's words are taken and booked. Raises Refusal `return_does_not_fit`, `month_closed`; then nothing is taken."""
    bank_answered(BOOKS, batch=batch, words=words, file_id=file_id, month=month, on=on, by=by)


def one_off_credited_back(
    *, instruction: str, amount_fen: int, file_id: int, month: Month, on: dt.date, by: str
) -> str | None:
    """A statement credits an instruction back; None where it is none of a one-off batch."""
    return credited_back(
        BOOKS, instruction=instruction, amount_fen=amount_fen, file_id=file_id, month=month, on=on, by=by
    )  # fmt: skip
