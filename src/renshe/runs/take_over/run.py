"""The take-over in three steps: plan (check everything, write nothing), load (all at once), compare (run beside)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from renshe.runs.take_over.faults import FaultLog
from renshe.runs.take_over.planning import Planning, Progress, Registered
from renshe.runs.take_over.portions import Portions
from renshe.runs.take_over.summary import Summary

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
