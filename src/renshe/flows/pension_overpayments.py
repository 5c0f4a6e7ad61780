"""An overpayment that no money brings back: set off against the account that a dead person left, or given up.

Both happen in the rights book alone. What pensions after death drew from the account was drawn for nothing, so it goes
back before anything is set off: found as a receivable it came out of the pool's expenditure whole.
"""

from __future__ import annotations

import datetime as dt

from renshe.domains.funds import api as funds

CAUSE = "overpayment_decision"


def set_off_from_account(
    *,
    fund: str,
    decision_id: int,
    accounting_month: int,
    entry_on: dt.date,
    amount_fen: int,
    restored_fen: int,
    posted_by: str,
) -> None:
    """The account pays what it can of the overpayment; before that it gets back what it lost for months after death.

    Basis: 社会保险法 第十四条 (the balance is inherited); 社会保险经办条例 第四十六条.
    """
    for reason, posts in (
        (
            "account_restored",
            (
                funds.Post("R5101", debit_fen=restored_fen),
                funds.Post("R2201", credit_fen=restored_fen),
            ),
        ),
        (
            "overpayment_set_off",
            (
                funds.Post("R2201", debit_fen=amount_fen),
                funds.Post("R1201", credit_fen=amount_fen),
            ),
        ),
    ):
        _post(reason, posts, fund, decision_id, accounting_month, entry_on, posted_by)


def overpayment_written_off(
    *,
    fund: str,
    decision_id: int,
    accounting_month: int,
    entry_on: dt.date,
    amount_fen: int,
    posted_by: str,
) -> None:
    """What can never come back is given up: the receivable becomes other expenditure of the rights book."""
    posts = (funds.Post("R5901", debit_fen=amount_fen), funds.Post("R1201", credit_fen=amount_fen))
    _post(
        "overpayment_written_off", posts, fund, decision_id, accounting_month, entry_on, posted_by
    )


def _post(
    reason: str,
    posts: tuple[funds.Post, ...],
    fund: str,
    decision_id: int,
    accounting_month: int,
    entry_on: dt.date,
    posted_by: str,
) -> None:
    funds.post_entry(
        entry=funds.NewEntry("rights", fund, entry_on, reason, CAUSE, str(decision_id), posts),
        accounting_month=accounting_month,
        posted_by=posted_by,
    )
