"""Payouts of resident accounts, step by step: make → approve → fund → file → return → close. The steps are
`flows/bank_batches.py`'s.

Each step can be called again: it finds what was done and does the rest. It commits at once or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.resident import api as resident
from renshe.flows.bank_batches import BankBatches, BatchReport
from renshe.flows.resident_payouts_to_ledger import BOOKS
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month

KIND = "resident_payouts"
BATCHES = BankBatches(
    kind=KIND,
    books=BOOKS,
    purpose="居民养老退费继承",
    prefix="RESIDENT",
    waiting=lambda place: resident.payouts_waiting(place=place),
    zh="居民养老付款",
    en="resident payout",
)


def make(
    *,
    place: str,
    accounting_month: Month,
    bank_format: funds.BankFormat,
    by: str,
    at: datetime,
    payout_ids: Sequence[int] | None = None,
) -> BatchReport:
    """Put the named waiting payouts of a place into a batch, or all that need nobody's decision (编制批次).

    Whoever approved a payout in its case does not put it into a batch. A name the bank cannot write is left out and told.
    Raises Refusal `nothing_waits`, Refused `two_people_needed`. Basis: 社会保险经办条例 第三十七、四十条.
    """
    with transaction.atomic():
        made = BATCHES.make(
            place=place, accounting_month=accounting_month, bank_format=bank_format, by=by, at=at, numbers=payout_ids
        )  # fmt: skip
        lines = resident.PAYOUTS.lines_of(batch_id=made.batch_id)
        if any(line.payout.approved_by == by for line in lines):
            raise Refused(resident.SAME_HAND)
    return made


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
