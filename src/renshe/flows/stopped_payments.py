"""Payments that turn out not to be due: frozen lines leave the payment and the books, what the bank was told is claimed back.

A domain says which lines and claims a stop, an end or a death comes to (`pension.Stopped`); this flow lets them take effect,
in the caller's transaction. Basis: 社会保险经办条例 第二十五、四十六条.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from renshe.domains.pension import api as pension
from renshe.flows.pension_to_ledger import overpayments_found, pension_stopped
from renshe.kernel.periods import Month


def settle_stopped(
    *,
    lines: Iterable[tuple[int, int]],
    overpayments: list[pension.Overpayment],
    reason: str,
    recorded: pension.Recorded,
    accounting_month: Month,
) -> None:
    """Stop the frozen `lines` (batch, line) for a `reason` of `PaymentStop`, and post what was paid as receivables.

    None of the lines was ever due, so each leaves the month it was posted in. Claims are posted in `accounting_month`.
    """
    for batch_id, line_no in lines:
        stop_frozen_line(
            batch_id=batch_id, line_no=line_no, reason=reason, still_due=False, note=recorded.reason,
            by=recorded.by, at=recorded.at, entry_on=recorded.known_on,
        )  # fmt: skip
    overpayments_found(
        overpayments, accounting_month=accounting_month, entry_on=recorded.known_on, posted_by=recorded.by
    )  # fmt: skip


def stop_frozen_line(
    *, batch_id: int, line_no: int, reason: str, still_due: bool, note: str, by: str, at: dt.datetime,
    entry_on: dt.date,
) -> None:  # fmt: skip
    """Stop one frozen line before the file. What was never due leaves the books; what is still due waits in the queue.

    Raises Refusal `already_filed`, `no_such_line`.
    """
    line = pension.stop_line(
        batch_id=batch_id, line_no=line_no, reason=reason, still_due=still_due, note=note,
        stopped_by=by, stopped_at=at,
    )  # fmt: skip
    if line.amounts:
        batch = pension.batch_row(batch_id=batch_id)
        pension_stopped(
            fund=batch.fund, batch_id=batch_id, line_no=line_no, accounting_month=batch.accounting_month,
            entry_on=entry_on, totals=line.amounts, posted_by=by,
        )  # fmt: skip
