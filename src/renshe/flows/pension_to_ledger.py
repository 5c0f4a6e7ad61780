"""A pension's way through the books: due → paid → returned or recovered.

``totals`` are the control totals of a payment batch in fen: ``basic_fen, account_fen, transitional_fen,
other_fen, deduction_fen, net_fen`` with basic + account + transitional + other = deduction + net.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension

FUND = pension.EMPLOYEE_FUND
"""The fund of what is paid once, and of deaths whose money no batch names."""
ACCOUNT_BY_LINES = ("resident_pension",)
"""Funds whose accounts are kept by source: what pensions draw has a subject of its own, and a claim gives it back."""


def account_subject(fund: str) -> str:
    """The subject of a pension's lines on R2201 in a fund."""
    return "pension" if fund in ACCOUNT_BY_LINES else ""


def pension_due(
    *,
    fund: str,
    batch_id: int,
    rows: int,
    accounting_month: int,
    entry_on: dt.date,
    totals: Mapping[str, int],
    posted_by: str,
    posted_at: dt.datetime,
) -> list[int]:
    """Post a payment batch as owed: the account part leaves the individual accounts, the rest is the pool's."""
    pooled = totals["basic_fen"] + totals["transitional_fen"] + totals["other_fen"]
    entry = funds.NewEntry(
        "rights",
        fund,
        entry_on,
        "pension_due",
        "batch",
        str(batch_id),
        (
            funds.Post("R5101", debit_fen=pooled),
            funds.Post("R2201", debit_fen=totals["account_fen"], subject=account_subject(fund)),
            funds.Post("R2101", credit_fen=totals["net_fen"]),
            funds.Post("R1201", credit_fen=totals["deduction_fen"]),
        ),
    )
    return funds.post_batch(
        batch_id=batch_id,
        rows=rows,
        totals=dict(totals),
        entries=[entry],
        posted_by=posted_by,
        posted_at=posted_at,
    )


def pension_stopped(
    *,
    fund: str,
    batch_id: int,
    line_no: int,
    accounting_month: int,
    entry_on: dt.date,
    totals: Mapping[str, int],
    posted_by: str,
) -> None:
    """Take one frozen line back out of what is owed; ``totals`` are that line's parts."""
    pooled = totals["basic_fen"] + totals["transitional_fen"] + totals["other_fen"]
    funds.post_entry(
        entry=funds.NewEntry(
            "rights",
            fund,
            entry_on,
            "pension_stopped",
            "instruction",
            f"{batch_id}-{line_no}",
            (
                funds.Post("R2101", debit_fen=totals["net_fen"]),
                funds.Post("R1201", debit_fen=totals["deduction_fen"]),
                funds.Post("R5101", credit_fen=pooled),
                funds.Post(
                    "R2201", credit_fen=totals["account_fen"], subject=account_subject(fund)
                ),
            ),
        ),
        accounting_month=accounting_month,
        posted_by=posted_by,
    )


def pension_paid(
    *,
    fund: str,
    batch_id: int,
    accounting_month: int,
    entry_on: dt.date,
    net_fen: int,
    posted_by: str,
    from_suspense: bool = False,
    returned: Sequence[tuple[str, int]] = (),
) -> None:
    """The bank took the payment file: money left the expenditure account.

    A second attempt at failed payments (``from_suspense``) clears the returned instructions ``(id, fen)``.
    """
    cash = (
        (*(funds.Post("2001", debit_fen=fen, subject=subject) for subject, fen in returned),)
        if from_suspense
        else (funds.Post("5001", debit_fen=net_fen),)
    )
    for book, posts in (
        ("cash", (*cash, funds.Post("1004", credit_fen=net_fen))),
        (
            "rights",
            (funds.Post("R2101", debit_fen=net_fen), funds.Post("R1901", credit_fen=net_fen)),
        ),
    ):
        funds.post_entry(
            entry=funds.NewEntry(
                book, fund, entry_on, "pension_paid", "batch", str(batch_id), posts
            ),
            accounting_month=accounting_month,
            posted_by=posted_by,
        )


def pension_returned(
    *,
    fund: str,
    file_id: str,
    accounting_month: int,
    entry_on: dt.date,
    returned: Sequence[tuple[str, int]],
    posted_by: str,
) -> None:
    """Payments the bank sent back ``(instruction, fen)``: held as 暂收款, because they are still owed."""
    total = sum(fen for _, fen in returned)
    for book, posts in (
        (
            "cash",
            (
                funds.Post("1004", debit_fen=total),
                *(funds.Post("2001", credit_fen=fen, subject=subject) for subject, fen in returned),
            ),
        ),
        ("rights", (funds.Post("R1901", debit_fen=total), funds.Post("R2101", credit_fen=total))),
    ):
        funds.post_entry(
            entry=funds.NewEntry(
                book, fund, entry_on, "pension_returned", "bank_return", file_id, posts
            ),
            accounting_month=accounting_month,
            posted_by=posted_by,
        )


def overpayments_found(
    overpayments: Iterable[pension.Overpayment],
    *,
    accounting_month: int,
    entry_on: dt.date,
    posted_by: str,
) -> None:
    """Money paid that was not due becomes a receivable of its fund, gross (Handling Regulations 46).

    Where the fund keeps accounts by source, the account part of what is claimed stands in the account again.
    """
    for overpayment in overpayments:
        fen, fund = overpayment.principal_fen, overpayment.fund
        account = (
            pension.claimed_account_fen(overpayment_id=overpayment.pk)
            if fund in ACCOUNT_BY_LINES
            else 0
        )
        funds.post_entry(
            entry=funds.NewEntry(
                "rights",
                fund,
                entry_on,
                "overpayment_found",
                "overpayment",
                str(overpayment.pk),
                (
                    funds.Post("R1201", debit_fen=fen),
                    funds.Post("R5101", credit_fen=fen - account),
                    funds.Post("R2201", credit_fen=account, subject=account_subject(fund)),
                ),
            ),
            accounting_month=accounting_month,
            posted_by=posted_by,
        )


def pension_recovered(
    overpayment: pension.Overpayment,
    *,
    cause_id: str,
    accounting_month: int,
    entry_on: dt.date,
    amount_fen: int,
    former_year: bool,
    posted_by: str,
) -> None:
    """Money paid back by the person: reduces this year's expenditure, or is other income for a former year."""
    for book, posts in (
        (
            "cash",
            (
                funds.Post("1004", debit_fen=amount_fen),
                funds.Post("4501" if former_year else "5001", credit_fen=amount_fen),
            ),
        ),
        (
            "rights",
            (funds.Post("R1901", debit_fen=amount_fen), funds.Post("R1201", credit_fen=amount_fen)),
        ),
    ):
        funds.post_entry(
            entry=funds.NewEntry(
                book,
                overpayment.fund,
                entry_on,
                "pension_recovered",
                "recovery",
                f"{overpayment.pk}:{cause_id}",
                posts,
            ),
            accounting_month=accounting_month,
            posted_by=posted_by,
        )
