"""One-off benefits, step by step: make → approve → fund → file → return → close. The steps are `flows/bank_batches.py`'s.

Each step can be called again: it finds what was done and does the rest. It commits at once or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from renshe.domains.pension import api as pension
from renshe.flows.bank_batches import BankBatches, BatchReport
from renshe.flows.one_off_to_ledger import BOOKS
from renshe.kernel.periods import Month

KIND = "one_off_payment"
OneOffReport = BatchReport
BATCHES = BankBatches(
    kind=KIND,
    books=BOOKS,
    purpose="丧葬补助金和抚恤金",
    prefix="ONCE",
    waiting=lambda place: pension.waiting_benefits(place=place),
    zh="一次性待遇",
    en="one-off",
)


def make(
    *,
    place: str,
    accounting_month: Month,
    bank_format: pension.BankFormat,
    by: str,
    at: datetime,
    benefit_ids: Sequence[int] | None = None,
) -> BatchReport:
    """Put the named waiting benefits of a place into a batch, or all that need nobody's decision (编制批次).

    A name the bank cannot write is left out and told. Raises Refusal `nothing_waits`. Basis: 社会保险经办条例 第四十条.
    """
    return BATCHES.make(
        place=place, accounting_month=accounting_month, bank_format=bank_format, by=by, at=at, numbers=benefit_ids
    )  # fmt: skip


approve = BATCHES.approve
discard = BATCHES.discard
request_funds = BATCHES.request_funds
receive_funds = BATCHES.receive_funds
write_file = BATCHES.write_file
send = BATCHES.send
outgoing_file = BATCHES.outgoing_file
file_name = BATCHES.file_name
take_return = BATCHES.take_return
close = BATCHES.close
first_payments_fen = BATCHES.first_payments_fen
report = BATCHES.report
