"""Close a year of contributions: a row for each person and employer with the months, bases and credit of its lines.

The lines stay, since they are what was posted; the rows are a sum of those whose crediting is complete, and careers
read the sum in their place. Nothing is posted to the books: nobody owes or owns another fen for it. What is credited
or corrected for the year afterwards counts at once as lines, so the year is closed once.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.foundation.crash_points import crash_point
from renshe.kernel.rules import Reason, Refusal
from renshe.runs.context import RunContext, begin

KIND = "yearly_contribution_close"
NOT_OVER = Reason(
    "year_not_over",
    "该年度尚未结束，不能结转缴费记录",
    "the year is not over yet",
    "社会保险法 74",
    "请在次年再办理年度结转",
    "close it in the following year",
)


def run(context: RunContext, *, year: int) -> dict[str, Any]:
    """Put the year's lines together, once. Raises Refusal `year_not_over`, `year_closed`, `year_differs`."""
    if context.today.year <= year:
        raise Refusal(NOT_OVER, subject=str(year))
    key, done = begin(context, KIND, str(year))
    if not done:
        batch_id = funds.open_batch(
            kind=KIND,
            accounting_month=context.accounting_month,
            run_key=key,
            fund="employee_pension",
            period=year * 12 + 11,
        )
        if funds.batch_state(run_key=key) != (batch_id, "posted"):
            _close(context, batch_id, year)
        batch = funds.batch_by_id(batch_id=batch_id)
        assert batch is not None
        audit.finish(key=key, at=context.at, totals={"batch_id": batch_id, **batch.totals})
    row = audit.run_by_key(key=key)
    assert row is not None
    return dict(row.totals)


def _close(context: RunContext, batch_id: int, year: int) -> None:
    credited = contributions.complete_batches(year=year)
    with contributions.stage_year(batch_id=batch_id, year=year, credited=credited) as stage:
        context.progress("close year", 1, 2)
        with transaction.atomic(), connection.cursor() as cursor:
            stage.attach(cursor)
            totals = contributions.cover_year(batch_id=batch_id, year=year, credited=credited)
            funds.post_batch(
                batch_id=batch_id,
                rows=totals.rows,
                totals={**asdict(totals), "crediting_batches": len(credited)},
                entries=(),
                posted_by=context.by,
                posted_at=context.at,
            )
            crash_point("year_close.posted")
    context.progress("close year", 2, 2)
