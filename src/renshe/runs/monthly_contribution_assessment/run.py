"""Assess a month: plan → compute → stage → post. A kill at any instant leaves nothing lost and nothing doubled.

Everybody to be assessed is read as Arrow; whole employers at a time are then computed by the law's kernel and copied
into the batch's stage, the next ones computed while the last are copied. One short transaction then attaches it, writes
the bills and posts what is owed. Until that commits nobody sees a row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
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
HEADS_PER_READ = 4_000_000  # of each some eighty bytes are held
LINES_AT_ONCE = 125_000


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
    people there are) only decides into how many reads the work is split, so that memory stays bounded.
    """
    key, done = begin(context, KIND, part)
    if done:
        return _totals(key)
    batch_id = funds.open_batch(
        kind=KIND, accounting_month=context.accounting_month, period=context.period, run_key=key
    )
    reads = max(1, -(-(heads or 0) // HEADS_PER_READ))
    window = contributions.window_of(place=context.place, period=context.period)
    work = Assessment()
    try:
        # Two parts of one month at once would both find the same people not assessed.
        with (
            exclusive(work=f"assessment of {context.period}"),
            StagedPartition(parent="contributions_line", batch_id=batch_id) as stage,
        ):
            stage.create()
            with ThreadPoolExecutor(max_workers=1) as copying:
                copied: Future[int] | None = None
                for table, done, of in _chunks(context, reads):
                    lines = _assess_chunk(context, work, batch_id, table, window.due_on)
                    if copied is not None:
                        copied.result()
                    copied = copying.submit(stage.copy, lines)
                    context.progress("assess", done, of)
                if copied is not None:
                    copied.result()
            _post(context, work, stage, batch_id, key)
            crash_point("assessment.posted")
    except AlreadyPosted:
        audit.finish(key=key, at=context.at, totals=_posted_totals(batch_id))
    return _totals(key)


def _chunks(context: RunContext, reads: int) -> Iterator[tuple[pa.Table, int, int]]:
    """Everybody to be assessed, whole employers at a time, with the rows done by then and the rows known.

    A read is one pass over the city, so there are few; what is computed and copied at once is small.
    """
    before = 0
    for number in range(reads):
        table = contributions.assessment_table(
            period=context.period, place=context.place, part=number, parts=reads
        )
        for first, end in _spans(table):
            yield table.slice(first, end - first), before + end, before + table.num_rows
        before += table.num_rows


def _spans(table: pa.Table) -> Iterator[tuple[int, int]]:
    """Ranges of about LINES_AT_ONCE rows that end where an employer ends; people who pay for themselves are last."""
    employers = table["employer_id"].to_numpy(zero_copy_only=False)
    first = 0
    while first < len(employers):
        end = min(first + LINES_AT_ONCE, len(employers))
        payer = employers[end - 1]
        # NaN is who pays for himself, and equals nobody.
        while end < len(employers) and employers[end] == payer:
            end += 1
        yield first, end
        first = end


def _assess_chunk(
    context: RunContext, work: Assessment, batch_id: int, table: pa.Table, due_on: dt.date
) -> pa.Table:
    """Compute the lines of some payers, note their bills and totals, and return the lines to be copied."""
    found = assess(table, place=context.place, period=context.period, on=first_day(context.period))
    billed = contributions.prepare_bills(
        lines=found.lines,
        batch_id=batch_id,
        kind="regular",
        due_on=due_on,
        first_line_no=work.rows + 1,
    )
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
    return billed.lines


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
    """Lines, bills, journal, what needs a human and the end of the run: all of it or nothing.

    The stage gets its key on a connection of its own while the bills are written here.
    """
    with ThreadPoolExecutor(max_workers=1) as beside, transaction.atomic():
        keyed = beside.submit(stage.key_and_prove, column="person_id", table="registry_person")
        bills = pa.concat_tables(work.bills) if work.bills else None
        count = contributions.write_bills(bills=bills) if bills is not None else 0
        crash_point("assessment.bills_written")
        keyed.result()
        with connection.cursor() as cursor:
            stage.attach(cursor)
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
