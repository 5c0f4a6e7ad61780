"""What is owed once through the books: paid with the bank file, back in suspense where the bank returned it.

What is owed stands on R2101 under the number of its case; a batch clears those items one by one. What the bank returned lies
in 暂收款 under its instruction, and the next attempt is paid from there. Each kind of batch says in `PaidOnceBooks` whose
money it is and what it is spent on; the steps are the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal


@dataclass(frozen=True, kw_only=True)
class PaidOnceBooks:
    """One kind of batches in the books of `fund`: `paid` and `returned` are the reasons of its entries, `cause` that of a batch.

    `case_of` gives the open item of a line on R2101, `spent_on` the account of the cash book that its first payment is spent
    on; `settle` marks what a line paid, on a day.
    """

    steps: funds.PaidOnce
    fund: str
    paid: str
    returned: str
    cause: str
    case_of: Callable[[Any], str]
    spent_on: Callable[[Any], str]
    settle: Callable[[Any, dt.date], object]


def went_to_the_bank(
    books: PaidOnceBooks, *, batch: Any, lines: Sequence[Any], by: str, at: dt.datetime
) -> None:
    """The bank gets the file: money leaves the expenditure account, and nothing of it is owed any more. Posts the batch.

    Raises Refusal `not_enough_money` where the account does not hold as much, `month_closed`.
    """
    assert batch.filed_on is not None
    total = sum(line.amount_fen for line in lines)
    rows = funds.trial_balance(
        fund=books.fund, book="cash", accounting_month=batch.accounting_month
    )
    held = sum(row.closing_fen for row in rows if row.code == "1004")
    if held < total:
        raise Refusal(funds.NOT_ENOUGH_MONEY, subject=f"{batch.batch_id}: {held} < {total}")
    spent = (
        *(funds.Post(code, debit_fen=fen) for code, fen in _spent(books, lines)),
        *(
            funds.Post("2001", debit_fen=line.amount_fen, subject=line.attempt_of)
            for line in lines
            if line.attempt_of is not None
        ),
        funds.Post("1004", credit_fen=total),
    )
    owed = (
        *(
            funds.Post("R2101", debit_fen=line.amount_fen, subject=books.case_of(line))
            for line in lines
        ),
        funds.Post("R1901", credit_fen=total),
    )
    entries = [
        funds.NewEntry(
            book, books.fund, batch.filed_on, books.paid, books.cause, str(batch.batch_id), posts
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
def bank_answered(
    books: PaidOnceBooks,
    *,
    batch: Any,
    words: Sequence[funds.BankWord],
    file_id: int,
    month: Month,
    on: dt.date,
    by: str,
) -> None:
    """The bank's words: what was paid is marked so with its instruction, what came back is owed again and held.

    Raises Refusal `return_does_not_fit`, `month_closed`; then nothing is taken.
    """
    paid, failed = books.steps.record_words(batch=batch, words=words, file_id=file_id)
    settled = {word.line_no: word.settled_on for word in words}
    for line in paid:
        day = settled[line.line_no]
        assert day is not None
        books.settle(line, day)
    _returned(books, lines=failed, month=month, on=on, by=by)


@transaction.atomic
def credited_back(
    books: PaidOnceBooks,
    *,
    instruction: str,
    amount_fen: int,
    file_id: int,
    month: Month,
    on: dt.date,
    by: str,
) -> str | None:
    """A statement credits an instruction back: what that proves is kept and booked. None where it is none of these batches.

    `settled`, `failed`, `paid` or `foreign`, as `PaidOnce.settle_by_statement` says.
    """
    line = books.steps.line_of(instruction=instruction)
    if line is None:
        return None
    known = books.steps.settle_by_statement(line=line, amount_fen=amount_fen, file_id=file_id)
    if known == "settled":
        _returned(books, lines=[line], month=month, on=on, by=by)
    return known


def _spent(books: PaidOnceBooks, lines: Sequence[Any]) -> list[tuple[str, int]]:
    """What first payments are spent on: account and fen."""
    sums: dict[str, int] = {}
    for line in lines:
        if line.attempt_of is None:
            code = books.spent_on(line)
            sums[code] = sums.get(code, 0) + line.amount_fen
    return sorted(sums.items())


def _returned(
    books: PaidOnceBooks, *, lines: Sequence[Any], month: Month, on: dt.date, by: str
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
            funds.Post("R2101", credit_fen=fen, subject=books.case_of(line)),
        )
        for book, posts in (("cash", held), ("rights", owed)):
            funds.post_entry(
                entry=funds.NewEntry(
                    book, books.fund, on, books.returned, "instruction", line.instruction, posts
                ),
                accounting_month=month,
                posted_by=by,
            )
