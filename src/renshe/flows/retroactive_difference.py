"""A parameter published late or corrected changes what was due: one voucher for all pensions that it touches.

What is owed to people is not posted here: like every back payment it becomes due when a payment batch takes it
(`pension_to_ledger.pension_due`), and the benefits payable are the lines of those batches. The voucher keeps its total.
What was paid too much is a receivable at once, gross, as `overpayment_found` posts it for one person.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.funds import api as funds

FUND = "employee_pension"
REASON = "retroactive_difference"


def pension_differences(
    *,
    batch_id: int,
    awards: int,
    arrears_fen: int,
    overpaid_fen: int,
    totals: dict[str, Any],
    entry_on: dt.date,
    posted_by: str,
    posted_at: dt.datetime,
) -> list[int]:
    """Post the differences of one recomputation: the batch with its totals, and one entry for what must come back.

    Basis: 社会保险经办条例 第四十六条 (both sides gross, never netted).
    """
    entry = funds.NewEntry(
        "rights",
        FUND,
        entry_on,
        REASON,
        "batch",
        str(batch_id),
        (
            funds.Post("R1201", debit_fen=overpaid_fen),
            funds.Post("R5101", credit_fen=overpaid_fen),
        ),
    )
    body = {"arrears_fen": arrears_fen, "overpaid_fen": overpaid_fen, **totals}
    return funds.post_batch(
        batch_id=batch_id,
        rows=awards,
        totals=body,
        entries=[entry],
        posted_by=posted_by,
        posted_at=posted_at,
    )
