"""Assess a month: plan → compute → stage → post. A kill at any instant leaves nothing lost and nothing doubled.

Parts of whole employers are read as Arrow, computed by the law's kernel and copied into the batch's stage; one
short transaction then attaches it, writes the bills and posts what is owed. Until that commits nobody sees a row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.flows import contribution_to_ledger as ledger
from renshe.foundation.bulk import AlreadyPosted, StagedPartition
from renshe.foundation.crash_points import crash_point
from renshe.foundation.exclusive import exclusive
from renshe.kernel.periods import first_day
from renshe.kernel.rules import Refusal
from renshe.runs.context import RunContext, begin
from renshe.runs.monthly_contribution_assessment.law import assess

KIND = "monthly_contribution_assessment"
ROWS_PER_PART = 250_000


@dataclass
class Assessment:
    """What one attempt staged so far: bills, totals by fund, relief, and who was refused."""

    bills: list[pa.Table] = field(default_factory=list)
    rows: int = 0
    due_fen: dict[str, int] = field(default_factory=dict)
    relief_fen: dict[str, int] = field(default_factory=dict)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    exact_rows: int = 0
    ruleset_hash: str = ""


def run(context: RunContext, *, heads: int | None = None, part: str = "") -> dict[str, Any]:
    """Assess the month of the context; returns its totals. Done already, it returns what was done.

    A later ``part`` (such as ``late-1``) takes those who declared after the first run. ``heads`` (about how many
    people there are) only decides into how many parts the work is split, so that memory stays bounded.
    """
    key, done = begin(context, KIND, part)
    if done:
        return _totals(key)
    batch_id = funds.open_batch(
        kind=KIND, accounting_month=context.accounting_month, period=context.period, run_key=key
    )
    parts = max(1, -(-(heads or 0) // ROWS_PER_PART))
    window = contributions.window_of(place=context.place, period=context.period)
    work = Assessment()
    try:
        # Two parts of one month at once would both find the same people not assessed.
        with (
            exclusive(work=f"assessment of {context.period}"),
            StagedPartition(parent="contributions_line", batch_id=batch_id) as stage,
        ):
            stage.create()
            for number in range(parts):
                _assess_part(context, work, stage, batch_id, number, parts, window.due_on)
                context.progress("assess", number + 1, parts)
            stage.key()
            stage.assert_no_orphans(column="person_id", table="registry_person")
            _post(context, work, stage, batch_id, key)
            crash_point("assessment.posted")
    except AlreadyPosted:
        audit.finish(key=key, at=context.at, totals=_posted_totals(batch_id))
    return _totals(key)


def _assess_part(
    context: RunContext,
    work: Assessment,
    stage: StagedPartition,
    batch_id: int,
    number: int,
    parts: int,
    due_on: dt.date,
) -> None:
    table = contributions.assessment_table(
        period=context.period, place=context.place, part=number, parts=parts
    )
    if table.num_rows == 0:
        return
    found = assess(table, place=context.place, period=context.period, on=first_day(context.period))
    billed = contributions.prepare_bills(
        lines=found.lines,
        batch_id=batch_id,
        kind="regular",
        due_on=due_on,
        first_line_no=work.rows + 1,
    )
    stage.copy(billed.lines)
    work.bills.append(billed.bills)
    work.rows += billed.lines.num_rows
    for fund, fen in _due(billed.lines).items():
        work.due_fen[fund] = work.due_fen.get(fund, 0) + fen
    for fund, fen in found.relief_fen.items():
        work.due_fen[fund] = work.due_fen.get(fund, 0) + fen
        work.relief_fen[fund] = work.relief_fen.get(fund, 0) + fen
    work.refused.extend(found.refused)
    work.exact_rows += found.exact_rows
    work.ruleset_hash = found.ruleset_hash


def _due(lines: pa.Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for insurance, fund in ledger.FUND_OF.items():
        for share in ("employer", "personal"):
            name = f"{insurance}_{share}_fen"
            if name in lines.column_names:
                found[fund] = found.get(fund, 0) + int(pc.sum(lines[name]).as_py() or 0)
    return found


def _post(
    context: RunContext, work: Assessment, stage: StagedPartition, batch_id: int, key: str
) -> None:
    """Lines, bills, journal, what needs a human and the end of the run: all of it or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        bills = pa.concat_tables(work.bills) if work.bills else None
        count = contributions.write_bills(bills=bills) if bills is not None else 0
        crash_point("assessment.bills_written")
        marked = contributions.mark_assessed(batch_id=batch_id)
        posting = ledger.Posting(
            batch_id, context.accounting_month, context.today, context.by, context.at
        )
        ledger.contributions_assessed(
            posting=posting,
            rows=work.rows,
            due_fen=work.due_fen,
            relief_fen=work.relief_fen,
            totals={
                "bills": count,
                "declarations": marked,
                "refused": len(work.refused),
                "exact_rows": work.exact_rows,
                "ruleset_hash": work.ruleset_hash,
            },
        )
        _note(key, work)
        audit.finish(key=key, at=context.at, totals=_posted_totals(batch_id))


def _note(key: str, work: Assessment) -> None:
    """What needs a human: people the law refused, grouped by reason so that ten thousand cases are one note."""
    groups: dict[tuple[str, str], list[int]] = {}
    for person, refusal in work.refused:
        groups.setdefault((refusal.code, refusal.subject.split("=")[0]), []).append(person)
    for (code, subject), people in groups.items():
        refusal = next(r for _, r in work.refused if r.code == code)
        some = ", ".join(str(person) for person in people[:20])
        audit.attention(
            key=key,
            code=code,
            subject=f"{subject}: {len(people)}",
            zh=f"{len(people)} 人未能核定：{refusal.describe('zh')}（人员 {some}）",
            en=f"{len(people)} people could not be assessed: {refusal.describe('en')} (people {some})",
        )


def _posted_totals(batch_id: int) -> dict[str, Any]:
    batch = funds.batch_by_id(batch_id=batch_id)
    assert batch is not None
    return {"batch_id": batch_id, "rows": batch.rows, **batch.totals}


def _totals(key: str) -> dict[str, Any]:
    run_row = audit.run_by_key(key=key)
    return dict(run_row.totals) if run_row else {}
