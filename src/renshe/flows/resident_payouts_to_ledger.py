"""Payouts of resident accounts through the books: the steps of `paid_once_to_ledger` with the residents' fund's money.

A payout is owed under the number of its case (`resident_to_ledger.py`). What gives contributors' money back lessens the
income (4001), what heirs and holders get is spent as a benefit (5001): 财会〔2017〕28号.
"""

from __future__ import annotations

import datetime as dt

from renshe.domains.resident import api as resident
from renshe.flows.paid_once_to_ledger import PaidOnceBooks, credited_back
from renshe.flows.resident_to_ledger import FUND, spent_on
from renshe.kernel.periods import Month


def _settle(line: resident.PayoutLine, day: dt.date) -> None:
    resident.settle_by_bank(
        payout_id=line.payout_id, instruction=line.instruction, paid_on=day, by=line.batch.made_by
    )


BOOKS = PaidOnceBooks(
    steps=resident.PAYOUTS,
    fund=FUND,
    paid="resident_payouts_paid",
    returned="resident_payout_returned",
    cause="resident_payout_batch",
    case_of=lambda line: str(line.payout.case_number),
    spent_on=lambda line: spent_on(line.payout),
    settle=_settle,
)


def payout_credited_back(
    *, instruction: str, amount_fen: int, file_id: int, month: Month, on: dt.date, by: str
) -> str | None:
    """A statement credits an instruction back; None where it is none of a batch of payouts."""
    return credited_back(
        BOOKS, instruction=instruction, amount_fen=amount_fen, file_id=file_id, month=month, on=on, by=by
    )  # fmt: skip
