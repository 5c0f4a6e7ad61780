"""A contribution's way through the books: assessed → received → credited, and its corrections.

Each step posts one batch with its summary journal in the caller's transaction. The rights book says what
is owed and to whom; the cash book says what the bank holds (财会〔2017〕28号). Both move in the same call.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renshe.domains.funds import api as funds

# Which fund a contribution line's insurance belongs to; maternity is kept within medical (国办发〔2019〕10号).
FUND_OF = {
    "pension": "employee_pension",
    "medical": "employee_medical",
    "maternity": "employee_medical",
    "unemployment": "unemployment",
    "injury": "work_injury",
}
# Where dues arrive: the treasury where tax collects, the income account where the agency does.
ARRIVAL = {"agency": "1002", "agency_assesses_tax_collects": "1005", "declared_to_tax": "1005"}


@dataclass(frozen=True)
class Posting:
    """Who posts what batch when; every step of the story needs it."""

    batch_id: int
    accounting_month: int
    entry_on: dt.date
    posted_by: str
    posted_at: dt.datetime


def journal(post: Posting, book: str, fund: str, reason: str, *posts: funds.Post) -> funds.NewEntry:
    """An entry caused by the posting's batch."""
    return funds.NewEntry(book, fund, post.entry_on, reason, "batch", str(post.batch_id), posts)


def finish(
    post: Posting, rows: int, totals: dict[str, Any], entries: Sequence[funds.NewEntry]
) -> list[int]:
    """Post the batch with its journal."""
    return funds.post_batch(
        batch_id=post.batch_id,
        rows=rows,
        totals=totals,
        entries=entries,
        posted_by=post.posted_by,
        posted_at=post.posted_at,
    )


def contributions_assessed(
    *,
    posting: Posting,
    rows: int,
    due_fen: Mapping[str, int],
    relief_fen: Mapping[str, int] | None = None,
    totals: dict[str, Any] | None = None,
) -> list[int]:
    """Post what was assessed, by fund; ``due_fen`` is gross, ``relief_fen`` what a relief notice waives."""
    relief = relief_fen or {}
    entries = []
    for fund, amount in due_fen.items():
        side = (
            funds.Post("R1101", debit_fen=amount)
            if amount >= 0
            else funds.Post("R1101", credit_fen=-amount)
        )
        other = (
            funds.Post("R4101", credit_fen=amount)
            if amount >= 0
            else funds.Post("R4101", debit_fen=-amount)
        )
        entries.append(journal(posting, "rights", fund, "contributions_assessed", side, other))
        waived = relief.get(fund, 0)
        entries.append(
            journal(
                posting,
                "rights",
                fund,
                "contributions_relieved",
                funds.Post("R5401", debit_fen=waived),
                funds.Post("R1101", credit_fen=waived),
            )
        )
    return finish(
        posting,
        rows,
        {"due_fen": dict(due_fen), "relief_fen": dict(relief), **(totals or {})},
        entries,
    )


def contributions_received(
    *,
    posting: Posting,
    rows: int,
    mode: str,
    applied_fen: Mapping[str, int],
    surcharge_fen: Mapping[str, int] | None = None,
    suspense: Sequence[tuple[str, str, int]] = (),
    totals: dict[str, Any] | None = None,
) -> list[int]:
    """Post money that came in: applied to dues, to surcharge, or held as 暂收款 ``(fund, receipt, fen)``."""
    surcharge = surcharge_fen or {}
    entries: list[funds.NewEntry] = []
    for fund in sorted({*applied_fen, *surcharge, *(item[0] for item in suspense)}):
        dues, extra = applied_fen.get(fund, 0), surcharge.get(fund, 0)
        held = [(subject, fen) for owner, subject, fen in suspense if owner == fund]
        total = dues + extra + sum(fen for _, fen in held)
        entries.append(
            journal(
                posting,
                "cash",
                fund,
                "contributions_received",
                funds.Post(ARRIVAL[mode], debit_fen=total),
                funds.Post("4001", credit_fen=dues),
                funds.Post("4501", credit_fen=extra),
                *(funds.Post("2001", credit_fen=fen, subject=subject) for subject, fen in held),
            )
        )
        entries.append(
            journal(
                posting,
                "rights",
                fund,
                "surcharge_assessed",
                funds.Post("R1102", debit_fen=extra),
                funds.Post("R4102", credit_fen=extra),
            )
        )
        entries.append(
            journal(
                posting,
                "rights",
                fund,
                "contributions_received",
                funds.Post("R1901", debit_fen=total),
                funds.Post("R1101", credit_fen=dues),
                funds.Post("R1102", credit_fen=extra),
                *(funds.Post("R2301", credit_fen=fen, subject=subject) for subject, fen in held),
            )
        )
    body = {
        "applied_fen": dict(applied_fen),
        "surcharge_fen": dict(surcharge),
        "suspense_fen": sum(item[2] for item in suspense),
        **(totals or {}),
    }
    return finish(posting, rows, body, entries)


def contributions_credited(*, posting: Posting, rows: int, credit_fen: int) -> list[int]:
    """Credit individual accounts for months whose personal share has come in (劳办发〔1997〕116号)."""
    entry = journal(
        posting,
        "rights",
        "employee_pension",
        "accounts_credited",
        funds.Post("R5301", debit_fen=credit_fen),
        funds.Post("R2201", credit_fen=credit_fen),
    )
    return finish(posting, rows, {"credit_fen": credit_fen}, [entry])


def moved_to_fiscal_account(
    *,
    fund: str,
    mode: str,
    amount_fen: int,
    moved_on: dt.date,
    accounting_month: int,
    cause_id: str,
    posted_by: str,
) -> int | None:
    """Treasury or income account → fiscal special account (收支两条线); once per cause."""
    entry = funds.NewEntry(
        "cash",
        fund,
        moved_on,
        "moved_to_fiscal",
        "treasury_transfer",
        cause_id,
        (
            funds.Post("1003", debit_fen=amount_fen),
            funds.Post(ARRIVAL[mode], credit_fen=amount_fen),
        ),
    )
    return funds.post_entry(entry=entry, accounting_month=accounting_month, posted_by=posted_by)


def other_money(
    *,
    fund: str,
    kind: str,
    account: str,
    amount_fen: int,
    booked_on: dt.date,
    accounting_month: int,
    cause_id: str,
    posted_by: str,
) -> None:
    """Interest (``kind`` ``interest``) or government subsidy (``subsidy``) on a bank account, in both books."""
    code = {"interest": "4201", "subsidy": "4101"}[kind]
    for book, posts in (
        (
            "cash",
            (funds.Post(account, debit_fen=amount_fen), funds.Post(code, credit_fen=amount_fen)),
        ),
        (
            "rights",
            (funds.Post("R1901", debit_fen=amount_fen), funds.Post("R4901", credit_fen=amount_fen)),
        ),
    ):
        funds.post_entry(
            entry=funds.NewEntry(
                book, fund, booked_on, f"{kind}_received", "statement", cause_id, posts
            ),
            accounting_month=accounting_month,
            posted_by=posted_by,
        )


def account_interest_credited(
    *, posting: Posting, rows: int, interest_fen: int, pooled_fen: int = 0
) -> list[int]:
    """The year's interest on individual accounts: owed by the pooled rights to the accounts, no cash moves.

    `pooled_fen` is what pensions of accounts that were used up took beyond them: the pool's expenditure, given back to the
    accounts' control, which was debited with whole account pensions month by month.
    """
    entry = journal(
        posting,
        "rights",
        "employee_pension",
        "account_interest",
        *(
            (
                funds.Post("R5201", debit_fen=interest_fen),
                funds.Post("R2201", credit_fen=interest_fen),
            )
            if interest_fen >= 0
            else (
                funds.Post("R5201", credit_fen=-interest_fen),
                funds.Post("R2201", debit_fen=-interest_fen),
            )
        ),
        *(
            (
                funds.Post("R5101", debit_fen=pooled_fen),
                funds.Post("R2201", credit_fen=pooled_fen),
            )
            if pooled_fen
            else ()
        ),
    )
    totals = {"interest_fen": interest_fen, "pooled_fen": pooled_fen}
    return finish(posting, rows, totals, [entry])


def opening_balances(
    *,
    fund: str,
    cash_fen: Mapping[str, int],
    receivable_fen: int,
    individual_accounts_fen: int,
    opened_on: dt.date,
    accounting_month: int,
    posted_by: str,
    overpaid_fen: int = 0,
) -> None:
    """Take over a fund's opening position from an old system: bank balances by account code, arrears, accounts,
    and money paid out that must come back."""
    total = sum(cash_fen.values())
    funds.post_entry(
        entry=funds.NewEntry(
            "cash",
            fund,
            opened_on,
            "opening",
            "take_over",
            fund,
            (
                *(funds.Post(code, debit_fen=fen) for code, fen in cash_fen.items()),
                funds.Post("3001", credit_fen=total),
            ),
        ),
        accounting_month=accounting_month,
        posted_by=posted_by,
    )
    equity = total + receivable_fen + overpaid_fen - individual_accounts_fen
    side = (
        funds.Post("R3001", credit_fen=equity)
        if equity >= 0
        else funds.Post("R3001", debit_fen=-equity)
    )
    funds.post_entry(
        entry=funds.NewEntry(
            "rights",
            fund,
            opened_on,
            "opening",
            "take_over",
            fund,
            (
                funds.Post("R1901", debit_fen=total),
                funds.Post("R1101", debit_fen=receivable_fen),
                funds.Post("R1201", debit_fen=overpaid_fen),
                funds.Post("R2201", credit_fen=individual_accounts_fen),
                side,
            ),
        ),
        accounting_month=accounting_month,
        posted_by=posted_by,
    )
