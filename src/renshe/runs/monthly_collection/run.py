"""Collect a month: send the plan → take each receipt file → allocate → post → credit → move to the fiscal account.

Every step is one transaction under its own key: a file taken twice, or a run killed and started again, changes
nothing twice. The collector is passed in; nothing outside is called within a transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import FileHead
from renshe.domains.funds import api as funds
from renshe.flows import contribution_corrections as corrections
from renshe.flows import contribution_to_ledger as ledger
from renshe.foundation.crash_points import crash_point
from renshe.runs.context import RunContext, begin

KIND = "monthly_collection"
# Money whose payer is unknown is held by the fund with the most dues until it is claimed.
HOLDER = "employee_pension"


def mark_plan_sent(*, batch_ids: Sequence[int], sent_on: dt.date) -> int:
    """The plan of these batches reached the collector; their bills count as sent."""
    return sum(
        contributions.mark_sent(batch_id=batch_id, sent_on=sent_on) for batch_id in batch_ids
    )


def take_receipts(
    context: RunContext,
    *,
    head: FileHead,
    rows: pa.Table,
    file_id: int,
    surcharge_of: contributions.SurchargeOf | None,
) -> dict[str, Any]:
    """Take one receipt file: its payments in, given to what is owed, posted in both books.

    Refuses a file that came before, out of turn or with wrong totals, whole and without effect.
    """
    key, done = begin(context, KIND, f"{head.kind}-{head.sequence_no}")
    if not done:
        with transaction.atomic():
            contributions.record_receipts(
                rows=rows,
                accounting_month=context.accounting_month,
                file_id=file_id,
                head=head,
                recorded_at=context.at,
            )
            totals = _allocate_new(context, key, file_id, head, surcharge_of)
            audit.finish(key=key, at=context.at, totals=totals)
    return dict(audit.run_by_key(key=key).totals)


def _allocate_new(
    context: RunContext,
    key: str,
    file_id: int,
    head: FileHead,
    surcharge_of: contributions.SurchargeOf | None,
) -> dict[str, Any]:
    mode = contributions.window_of(place=context.place, period=context.period).mode
    batch_id = funds.open_batch(
        kind="contribution_receipts", accounting_month=context.accounting_month, run_key=key
    )
    allocated = contributions.allocate_receipts(
        batch_id=batch_id, as_of=head.business_on, states=("new",), surcharge_of=surcharge_of
    )
    crash_point("collection.allocated")
    applied: dict[str, int] = {}
    surcharge: dict[str, int] = {}
    for (insurance, share), fen in allocated.by_fund.items():
        target = surcharge if share == "surcharge" else applied
        fund = ledger.FUND_OF[insurance]
        target[fund] = target.get(fund, 0) + fen
    held = [
        (HOLDER, receipt.external_ref, receipt.left_fen)
        for receipt in contributions.held_of_files(file_ids=[file_id])
    ]
    posting = ledger.Posting(
        batch_id, context.accounting_month, head.business_on, context.by, context.at
    )
    ledger.contributions_received(
        posting=posting,
        rows=allocated.rows,
        mode=mode,
        applied_fen=applied,
        surcharge_fen=surcharge,
        suspense=held,
        totals={
            "receipts": allocated.receipts,
            "bills_fully_received": allocated.bills_fully_received,
        },
    )
    for _, ref, fen in held[:50]:
        audit.attention(
            key=key,
            code="suspense",
            subject=ref,
            zh=f"暂收款 {fen / 100:,.2f} 元待认领或待分配：{ref}",
            en=f"{fen / 100:,.2f} yuan held as suspense until its payer or period is known: {ref}",
        )
    return {
        "batch_id": batch_id,
        "received_fen": allocated.given_fen + allocated.suspense_fen,
        "applied_fen": sum(applied.values()),
        "surcharge_fen": sum(surcharge.values()),
        "suspense_fen": sum(item[2] for item in held),
        "receipts": allocated.receipts,
    }


def apply_suspense(
    context: RunContext,
    *,
    as_of: dt.date,
    part: str,
    surcharge_of: contributions.SurchargeOf | None = None,
) -> dict[str, Any]:
    """Give held money (暂收款) to what has become owed since, and clear it in both books."""
    key, done = begin(context, "suspense_applied", part)
    if not done:
        with transaction.atomic():
            batch_id = funds.open_batch(
                kind="suspense_applied", accounting_month=context.accounting_month, run_key=key
            )
            allocated = contributions.allocate_receipts(
                batch_id=batch_id, as_of=as_of, states=("suspense",), surcharge_of=surcharge_of
            )
            posting = ledger.Posting(
                batch_id, context.accounting_month, as_of, context.by, context.at
            )
            corrections.held_money_applied(
                posting=posting,
                rows=allocated.rows,
                holder=HOLDER,
                items=contributions.given_by_receipt(batch_id=batch_id),
            )
            audit.finish(
                key=key,
                at=context.at,
                totals={"batch_id": batch_id, "applied_fen": allocated.given_fen},
            )
    return dict(audit.run_by_key(key=key).totals)


def credit_accounts(context: RunContext, *, as_of: dt.date, part: str = "") -> dict[str, Any]:
    """Credit months whose personal pension share has come in; their careers and accounts count from here on."""
    key, done = begin(context, "account_crediting", part)
    if not done:
        with transaction.atomic():
            batch_id = funds.open_batch(
                kind="account_crediting",
                accounting_month=context.accounting_month,
                run_key=key,
                fund="employee_pension",
                period=context.period,
            )
            credited = contributions.credit_bills(batch_id=batch_id, as_of=as_of)
            crash_point("collection.credited")
            posting = ledger.Posting(
                batch_id, context.accounting_month, as_of, context.by, context.at
            )
            ledger.contributions_credited(
                posting=posting, rows=credited.person_months, credit_fen=credited.account_credit_fen
            )
            audit.finish(
                key=key,
                at=context.at,
                totals={
                    "batch_id": batch_id,
                    "bills": credited.bills,
                    "person_months": credited.person_months,
                    "account_credit_fen": credited.account_credit_fen,
                },
            )
    return dict(audit.run_by_key(key=key).totals)


def move_to_fiscal(context: RunContext, *, moved_on: dt.date) -> dict[str, int]:
    """Empty the treasury (or income) account of each fund into its fiscal special account; fen moved by fund."""
    moved: dict[str, int] = {}
    for fund in funds.funds():
        for row in funds.trial_balance(
            fund=fund.code, book="cash", accounting_month=context.accounting_month
        ):
            mode = {"1005": "agency_assesses_tax_collects", "1002": "agency"}.get(row.code)
            if mode and row.closing_fen > 0:
                ledger.moved_to_fiscal_account(
                    fund=fund.code,
                    mode=mode,
                    amount_fen=row.closing_fen,
                    moved_on=moved_on,
                    accounting_month=context.accounting_month,
                    posted_by=context.by,
                    # What came in so far tells two moves of one day apart.
                    cause_id=f"{context.place}:{fund.code}:{row.code}:{moved_on}:{row.debit_fen}",
                )
                moved[fund.code] = moved.get(fund.code, 0) + row.closing_fen
    return moved
