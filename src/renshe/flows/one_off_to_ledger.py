"""One-off benefits through the books: paid with the bank file, back in suspense where the bank returned them.

A benefit is owed under the number of its case (`survivors_to_ledger.py`); a batch clears those items one by one. What the
bank returned lies in 暂收款 under its instruction, and the next attempt is paid from there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows.pension_to_ledger import FUND
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal


def one_off_paid(
    *, batch: pension.OneOffBatch, lines: Sequence[pension.OneOffLine], by: str, at: dt.datetime
) -> None:
    """The bank gets the file: money leaves the expenditure account, and the benefits are owed no more. Posts the batch.

    Raises Refusal `not_enough_money` where the account does not hold as much, `month_closed`.
    """
    assert batch.filed_on is not None
    total = sum(line.amount_fen for line in lines)
    new = sum(line.amount_fen for line in lines if line.attempt_of is None)
    rows = funds.trial_balance(fund=FUND, book="cash", accounting_month=batch.accounting_month)
    held = sum(row.closing_fen for row in rows if row.code == "1004")
    if held < total:
        raise Refusal(pension.NOT_ENOUGH_MONEY, subject=f"{batch.batch_id}: {held} < {total}")
    spent = (
        funds.Post("5001", debit_fen=new),
        *(
            funds.Post("2001", debit_fen=line.amount_fen, subject=line.attempt_of)
            for line in lines
            if line.attempt_of is not None
        ),
        funds.Post("1004", credit_fen=total),
    )
    owed = (
        *(
            funds.Post("R2101", debit_fen=line.amount_fen, subject=line.benefit.case_number)
            for line in lines
        ),
        funds.Post("R1901", credit_fen=total),
    )
    entries = [
        funds.NewEntry(
            book, FUND, batch.filed_on, "one_off_paid", "one_off_batch", str(batch.batch_id), posts
        )
        for book, posts in (("cash", spent), ("rights", owed))
    ]
    funds.post_batch(
        batch_id=batch.batch_id,
        rows=len(lines),
        totals={"net_fen": total},
        entries=entries,
        posted_by=by,
        posted_at=at,
    )


@transaction.atomic
def one_off_words(
    *,
    batch: pension.OneOffBatch,
    words: Sequence[pension.BankWord],
    file_id: int,
    month: Month,
    on: dt.date,
    by: str,
) -> None:
    """The bank's words: what was paid is marked so with its instruction, what came back is owed again and held.

    Raises Refusal `return_does_not_fit`, `month_closed`; then nothing is taken.
    """
    paid, failed = pension.record_one_off_words(batch=batch, words=words, file_id=file_id)
    settled = {word.line_no: word.settled_on for word in words}
    for line in paid:
        day = settled[line.line_no]
        assert day is not None
        pension.mark_survivors_benefit_paid(
            benefit_id=line.benefit_id, on=day, reference=line.instruction
        )
    _returned(lines=failed, month=month, on=on, by=by)


@transaction.atomic
def one_off_credited_back(
    *, instruction: str, amount_fen: int, file_id: int, month: Month, on: dt.date, by: str
) -> str | None:
    """A statement credits an instruction back: what that proves is kept and booked. None where it is none of a one-off batch.

    `settled`, `failed`, `paid` or `foreign`, as `settle_one_off_by_statement` says.
    """
    line = pension.one_off_line(instruction=instruction)
    if line is None:
        return None
    known = pension.settle_one_off_by_statement(line=line, amount_fen=amount_fen, file_id=file_id)
    if known == "settled":
        _returned(lines=[line], month=month, on=on, by=by)
    return known


def _returned(
    *,
    lines: Sequence[pension.OneOffLine],
    month: Month,
    on: dt.date,
    by: str,
) -> None:
    """One entry for each instruction, because that is how the bank's statement names what it credits back."""
    for line in lines:
        fen = line.amount_fen
        held = (
            funds.Post("1004", debit_fen=fen),
            funds.Post("2001", credit_fen=fen, subject=line.instruction),
        )
        owed = (
            funds.Post("R1901", debit_fen=fen),
            funds.Post("R2101", credit_fen=fen, subject=line.benefit.case_number),
        )
        for book, posts in (("cash", held), ("rights", owed)):
            funds.post_entry(
                entry=funds.NewEntry(
                    book, FUND, on, "one_off_returned", "instruction", line.instruction, posts
                ),
                accounting_month=month,
                posted_by=by,
            )
