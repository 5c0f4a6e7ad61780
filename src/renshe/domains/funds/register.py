"""Reads of the registers: funds, batches, months, plans."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from renshe.domains.funds.models import Batch, Fund, FundUsePlan, Month


@dataclass(frozen=True)
class FundRow:
    """A fund with its names."""

    code: str
    name_zh: str
    name_en: str


def funds() -> list[FundRow]:
    """All funds in their order."""
    return [FundRow(f.code, f.name_zh, f.name_en) for f in Fund.objects.order_by("ordinal")]


@dataclass(frozen=True)
class BatchRow:
    """A batch as posted, with its control totals."""

    id: int
    kind: str
    fund: str | None
    accounting_month: int
    period: int | None
    run_key: str
    state: str
    rows: int
    totals: dict[str, Any]
    ruleset_hash: str
    posted_at: dt.datetime | None


def _batch(row: Batch) -> BatchRow:
    return BatchRow(
        row.pk,
        row.kind,
        row.fund_id,
        row.accounting_month,
        row.period,
        row.run_key,
        row.state,
        row.rows,
        row.totals,
        row.ruleset_hash,
        row.posted_at,
    )


def batches(
    *, accounting_month: int | None = None, kind: str | None = None, limit: int = 200
) -> list[BatchRow]:
    """Batches, newest first."""
    rows = Batch.objects.order_by("-id")
    if accounting_month is not None:
        rows = rows.filter(accounting_month=accounting_month)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return [_batch(row) for row in rows[:limit]]


def batch_by_id(*, batch_id: int) -> BatchRow | None:
    """One batch, or None."""
    row = Batch.objects.filter(pk=batch_id).first()
    return _batch(row) if row else None


@dataclass(frozen=True)
class MonthRow:
    """A month of a fund's book and whether it is closed."""

    fund: str
    book: str
    accounting_month: int
    state: str
    closed_by: str
    closed_at: dt.datetime | None
    totals: dict[str, Any]


def months(*, accounting_month: int | None = None) -> list[MonthRow]:
    """Months that were closed or opened by name, newest first."""
    rows = Month.objects.order_by("-accounting_month", "fund_id", "book")
    if accounting_month is not None:
        rows = rows.filter(accounting_month=accounting_month)
    return [
        MonthRow(m.fund_id, m.book, m.accounting_month, m.state, m.closed_by, m.closed_at, m.totals)
        for m in rows[:400]
    ]


def month_is_closed(*, fund: str, book: str, accounting_month: int) -> bool:
    """Whether nothing can be posted in that month any more."""
    return Month.objects.filter(
        fund_id=fund, book=book, accounting_month__gte=accounting_month, state="closed"
    ).exists()


@dataclass(frozen=True)
class PlanRow:
    """A fund-use plan with its state and who handled it."""

    id: int
    fund: str
    accounting_month: int
    purpose: str
    cause_id: str
    amount_fen: int
    state: str
    prepared_by: str
    approved_by: str


def plans(*, accounting_month: int | None = None, state: str | None = None) -> list[PlanRow]:
    """Fund-use plans, newest first."""
    rows = FundUsePlan.objects.order_by("-id")
    if accounting_month is not None:
        rows = rows.filter(accounting_month=accounting_month)
    if state is not None:
        rows = rows.filter(state=state)
    return [
        PlanRow(
            p.pk,
            p.fund_id,
            p.accounting_month,
            p.purpose,
            p.cause_id,
            p.amount_fen,
            p.state,
            p.prepared_by,
            p.approved_by,
        )
        for p in rows[:200]
    ]
