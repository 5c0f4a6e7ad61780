"""The take-over in three steps: plan (check everything, write nothing), load (all at once), compare (run beside)."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.pension import api as pension
from renshe.kernel.periods import month_containing
from renshe.runs.context import RunContext, begin
from renshe.runs.take_over.comparing import (
    Assess,
    Comparison,
    compare_contributions,
    compare_pensions,
)
from renshe.runs.take_over.faults import FaultLog
from renshe.runs.take_over.loading import Loading
from renshe.runs.take_over.planning import Planning, Progress, Registered
from renshe.runs.take_over.portions import Portions
from renshe.runs.take_over.refusals import refused
from renshe.runs.take_over.summary import Summary

KIND = "take_over"
REPORT = "errors.csv"
CHECKED = "checked"


def silent(step: str, done: int, total: int) -> None:
    """Report progress to nobody."""


def plan(
    *, folder: Path, place: str, as_of: dt.date, registered: Registered, progress: Progress = silent
) -> Summary:
    """Check every file of a folder against the contract; `as_of` is the first day on this system.

    Leaves `checked/` in the folder: the rows as they will be loaded, `errors.csv` with every fault by file, row and
    column, and `summary.json`. Planning again begins anew. Memory holds one chunk or one portion of people at a time,
    and the numbers of all people. `registered` says what is here already.
    """
    checked = folder / CHECKED
    with Portions(checked) as store, FaultLog(_made(checked) / REPORT) as log:
        store.clear()
        planning = Planning(
            folder=folder, store=store, log=log, place=place, as_of=as_of, registered=registered,
            progress=progress,
        )  # fmt: skip
        summary = planning.check()
    summary.write(checked)
    return summary


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def load(*, context: RunContext, folder: Path) -> dict[str, Any]:
    """Take over a checked folder, table by table; returns rows and sums of each. Done already, what was done.

    `context.period` is the last month of the old system. Refused while any fault remains (`faults_remain`), where the
    files differ from those that were checked (`files_changed`), and where what was written does not add up to the
    control totals (`sums_differ`, that table is rolled back). Started again after a kill, it goes on.
    """
    summary = checked_summary(folder=folder, context=context)
    key, done = begin(context, KIND)
    if not done:
        store = Portions(folder / CHECKED)
        totals = Loading(context=context, store=store, summary=summary).run()
        hashes = {name: tally.sha256 for name, tally in summary.files.items()}
        audit.record_event(
            actor=context.by, verb="take_over.load", subject_kind="run", subject_id=None, reason=key, at=context.at,
            detail={"files": hashes, "rows": {name: found["rows"] for name, found in totals.items()}},
        )  # fmt: skip
        audit.finish(key=key, at=context.at, totals={"tables": totals})
    row = audit.run_by_key(key=key)
    assert row is not None
    return dict(row.totals)


def checked_summary(*, folder: Path, context: RunContext) -> Summary:
    """The summary of the last check, if it still speaks for these files. Raises Refusal."""
    try:
        summary = Summary.read(folder / CHECKED)
    except FileNotFoundError:
        raise refused("not_planned", subject=str(folder)) from None
    if not summary.ready:
        raise refused("faults_remain", subject=f"{summary.faults}")
    if (
        summary.place != context.place
        or month_containing(dt.date.fromisoformat(summary.as_of)) - 1 != context.period
    ):
        raise refused("other_take_over", subject=f"{summary.place} {summary.as_of}")
    for name, tally in summary.files.items():
        if sha256_of(folder, name) != tally.sha256:
            raise refused("files_changed", subject=name)
    return summary


def sha256_of(folder: Path, name: str) -> str:
    """The hash of a handed-over file; empty where it is gone."""
    for path in (folder / f"{name}.csv", folder / f"{name}.parquet"):
        if path.is_file():
            with path.open("rb") as handle:
                return hashlib.file_digest(handle, "sha256").hexdigest()
    return ""


def compare(
    *,
    context: RunContext,
    folder: Path,
    assess: Assess,
    explain: pension.Explain,
    heads: int | None = None,
) -> list[Comparison]:
    """The parallel run of the context's month: whatever of the old system's results lies in the folder, beside ours.

    `assess` and `explain` are the law's, passed in. Writes one list for each kind and changes nothing here.
    """
    asked = {
        "folder": folder,
        "place": context.place,
        "period": context.period,
        "as_of": context.today,
    }
    found = [
        compare_contributions(**asked, assess=assess, heads=heads),
        compare_pensions(**asked, explain=explain),
    ]
    return [comparison for comparison in found if comparison is not None]
