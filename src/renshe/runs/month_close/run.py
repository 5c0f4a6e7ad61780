"""Close a month: bank reconciliation and both books of each fund, with control totals; year end on top in December.

What stands in the way is named (收入户 not empty, statement items nobody can explain); suspense and payments
still unknown do not stop a month, they are carried with their age.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.funds import api as funds
from renshe.kernel.periods import last_day
from renshe.kernel.rules import Refusal
from renshe.runs.context import RunContext, begin

KIND = "month_close"


def obstacles(*, fund: str, accounting_month: int, as_of: dt.date) -> list[str]:
    """What keeps a fund's cash book from closing: bank accounts whose gap no item explains."""
    return [
        f"{row.role} {row.number}: {row.unexplained_fen}"
        for row in funds.bank_reconciliation(fund=fund, as_of=as_of)
        if row.unexplained_fen
    ]


def run(context: RunContext) -> dict[str, Any]:
    """Close the context's accounting month; raises nothing, but notes every fund that could not be closed."""
    key, done = begin(context, KIND)
    if done:
        return dict(audit.run_by_key(key=key).totals)
    month = context.accounting_month
    totals: dict[str, Any] = {}
    open_funds = 0
    every = funds.funds()
    for number, fund in enumerate(every, start=1):
        for book in ("rights", "cash"):
            if month % 12 == 11 and not funds.month_is_closed(
                fund=fund.code, book=book, accounting_month=month
            ):
                _close_year(context, fund.code, book)
            try:
                found = (
                    obstacles(fund=fund.code, accounting_month=month, as_of=last_day(month))
                    if book == "cash"
                    else []
                )
                totals[f"{fund.code}_{book}"] = funds.close_month(
                    fund=fund.code,
                    book=book,
                    accounting_month=month,
                    closed_by=context.by,
                    closed_at=context.at,
                    obstacles=found,
                )
            except Refusal as refusal:
                open_funds += 1
                audit.attention(
                    key=key,
                    code=refusal.code,
                    subject=f"{fund.code} {book}: {refusal.subject}",
                    zh=f"{fund.name_zh}未能结账：{refusal.describe('zh')}",
                    en=f"{fund.name_en} could not be closed: {refusal.describe('en')}",
                )
        context.progress("close", number, len(every))
    audit.finish(
        key=key,
        at=context.at,
        totals={"closed": len(totals), "open": open_funds, "months": totals},
        failed=open_funds > 0,
    )
    return dict(audit.run_by_key(key=key).totals)


def _close_year(context: RunContext, fund: str, book: str) -> None:
    year = context.accounting_month // 12
    entries = funds.account_journal(
        fund=fund,
        book=book,
        account="3001" if book == "cash" else "R3001",
        from_month=context.accounting_month,
        to_month=context.accounting_month,
    )
    if not any(row.reason == "year_close" for row in entries):
        funds.close_year(
            fund=fund,
            book=book,
            year=year,
            entry_on=last_day(context.accounting_month),
            posted_by=context.by,
        )
