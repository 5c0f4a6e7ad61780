"""The core of the item: a roster is checked, its good rows are taken, every bad cell is told.

Excel, CSV and the API come together here. Nothing reads the clock: `as_of` is the day of the declaration.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import transaction

from renshe.domains.contributions.api import (
    ROW_SCHEMA,
    Submission,
    cell_problem,
    check_cells,
    contribution_year,
    find_repeated,
    insured_but_absent,
    match_people,
    record_declaration,
    timing_of,
    waiting_rows,
)
from renshe.domains.documents.api import store
from renshe.domains.registry.api import Employer, employer
from renshe.foundation.sheets.cell_errors import CellError, Finding, cell_errors
from renshe.foundation.sheets.sheet import CSV, XLSX
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import Month, first_day, format_month
from renshe.services.contributions.declare_month.declaration import REASONS, columns
from renshe.services.contributions.declare_month.roster import (
    Roster,
    read_roster,
    roster_of_records,
)

MISSING_SHOWN = 50


@dataclass(frozen=True)
class Missing:
    """Somebody insured here who is not on the roster; said, never an error: the wage of the year stands."""

    id_number: str
    name: str


@dataclass(frozen=True)
class Outcome:
    """What became of a roster: its declaration, counts, every bad cell, and who is missing from it."""

    declaration_id: int
    state: str
    late: bool
    rows_good: int
    rows_bad: int
    wages_new: int
    errors: tuple[CellError, ...]
    missing_count: int
    missing: tuple[Missing, ...]
    file_id: int | None


@dataclass(frozen=True)
class Sender:
    """Who declares for which employer and month, on which day and at what time."""

    employer_id: int
    period: Month
    submitted_by: str
    as_of: dt.date
    submitted_at: dt.datetime


def declare_file(
    *, sender: Sender, content: bytes, file_name: str, resubmits: int | None = None
) -> Outcome:
    """Declare by an .xlsx or .csv roster. With `resubmits` it mends the failed rows of that declaration.

    Raises Refusal (window), Refused (the file as a whole); then nothing is kept, the file neither.
    """
    roster = read_roster(content)
    return _declare(
        sender=sender, roster=roster, resubmits=resubmits, file_name=file_name, content=content
    )


def declare_rows(
    *, sender: Sender, records: Sequence[dict[str, Any]], resubmits: int | None = None
) -> Outcome:
    """Declare by an API call: each record has id_number, name and wage (text in yuan). Otherwise as `declare_file`."""
    return _declare(sender=sender, roster=roster_of_records(list(records)), resubmits=resubmits)


def _declare(
    *,
    sender: Sender,
    roster: Roster,
    resubmits: int | None,
    file_name: str = "",
    content: bytes = b"",
) -> Outcome:
    unit = employer(employer_id=sender.employer_id)
    timing = timing_of(place=unit.place, period=sender.period, as_of=sender.as_of)
    _right_file(roster, unit=unit, period=sender.period)
    year = contribution_year(place=unit.place, period=sender.period)
    with transaction.atomic():
        rows, findings = _judge(roster, sender=sender, unit=unit, resubmits=resubmits)
        errors = tuple(cell_errors(findings, columns=columns(), places=roster.places))
        kept = (
            store(
                name=file_name,
                media_type=XLSX if roster.channel == "excel" else CSV,
                content=content,
                direction="in",
                at=sender.submitted_at,
            )
            if content
            else None
        )
        declared = record_declaration(
            submission=Submission(
                employer_id=sender.employer_id,
                period=sender.period,
                channel=roster.channel,
                submitted_by=sender.submitted_by,
                submitted_at=sender.submitted_at,
                file_id=kept.pk if kept else None,
                late=timing.late,
                resubmits=resubmits,
            ),
            rows=_rows_to_keep(rows, errors),
            year=year,
        )
        absent, first = (
            (0, [])
            if resubmits
            else insured_but_absent(
                employer_id=unit.pk,
                period=sender.period,
                declaration_id=declared.declaration_id,
                limit=MISSING_SHOWN,
            )
        )
    return Outcome(
        declaration_id=declared.declaration_id,
        state=declared.state,
        late=timing.late,
        rows_good=declared.rows_good,
        rows_bad=declared.rows_bad,
        wages_new=declared.wages,
        errors=errors,
        missing_count=absent,
        missing=tuple(Missing(*one) for one in first),
        file_id=kept.pk if kept else None,
    )


def _right_file(roster: Roster, *, unit: Employer, period: Month) -> None:
    if roster.uscc is not None and roster.uscc != unit.uscc:
        raise REASONS.refuse_file("other_employer", found=roster.uscc)
    if roster.period is not None and roster.period != period:
        raise REASONS.refuse_file(
            "other_period", found=format_month(roster.period), wanted=format_month(period)
        )


def _judge(
    roster: Roster, *, sender: Sender, unit: Employer, resubmits: int | None
) -> tuple[pl.DataFrame, list[Finding]]:
    """Everything that is wrong with the rows, and the rows with whom they speak of."""
    rows, findings = check_cells(roster.rows, as_of=sender.as_of)
    findings += find_repeated(rows)
    known = match_people(
        employer_id=unit.pk,
        period=sender.period,
        id_numbers=rows["id_number"].str.to_uppercase().unique().to_list(),
    )
    rows = rows.with_columns(key=pl.col("id_number").str.to_uppercase()).join(
        known, left_on="key", right_on="id", how="left", maintain_order="left"
    )
    wrong_ids = {one.row_number for one in findings if one.field == "id_number"}
    readable = rows.filter(~pl.col("row_number").is_in(list(wrong_ids)))
    here = int(readable["insured_here"].fill_null(False).sum())
    elsewhere = int(readable["insured_elsewhere"].fill_null(False).sum())
    if resubmits is None and not here and elsewhere:
        raise REASONS.refuse_file("other_employer_people", count=elsewhere)
    wrong_names = {one.row_number for one in findings if one.field == "name"}
    findings += _people_findings(readable, period=sender.period, skip_names=wrong_names)
    if resubmits is not None:
        rows, more = _answering(rows, waiting=waiting_rows(declaration_id=resubmits))
        findings += more
    return rows, findings


def _people_findings(
    rows: pl.DataFrame, *, period: Month, skip_names: set[int]
) -> Iterable[Finding]:
    """What the register says against rows whose id number can be read; names found wrong are not judged twice."""
    start = first_day(period)
    named = pl.col("registered_name") == pl.col("name")
    fine = (
        pl.col("person_id").is_not_null()
        & pl.col("insured_here")
        & named
        & pl.col("died_on").is_null()
    )
    for row in rows.filter(~fine.fill_null(False)).iter_rows(named=True):
        number = row["row_number"]
        if row["person_id"] is None:
            yield Finding(number, "id_number", REASONS.problem("person_unknown"))
            continue
        if number not in skip_names and not same_name(row["name"], row["registered_name"]):
            yield Finding(number, "name", cell_problem("name_differs"))
        if row["died_on"] is not None and row["died_on"] < start:
            yield Finding(number, "id_number", cell_problem("person_dead"))
        elif not row["insured_here"]:
            code = "insured_elsewhere" if row["insured_elsewhere"] else "not_enrolled"
            yield Finding(number, "id_number", REASONS.problem(code))


def _answering(
    rows: pl.DataFrame, *, waiting: dict[int, str]
) -> tuple[pl.DataFrame, list[Finding]]:
    """Mended rows take the number of the row they answer, by the number given or by the id number."""
    by_id = {text.upper(): number for number, text in waiting.items() if text}
    taken: list[int] = []
    findings: list[Finding] = []
    for row in rows.select("row_number", "original_row", "original_row_kind", "key").iter_rows(
        named=True
    ):
        text = row["original_row"]
        number = int(text) if text.isdigit() else by_id.get(row["key"])
        wrong: Problem | None = None
        if row["original_row_kind"] != "empty" and not text.isdigit():
            wrong = REASONS.problem("original_row_unreadable", found=text[:20])
        elif number not in waiting or number in taken:
            wrong = REASONS.problem("not_among_failed")
        if wrong is not None:
            findings.append(Finding(row["row_number"], "original_row", wrong))
        # A row that answers nothing keeps a number of its own, out of the way of the others.
        taken.append(-row["row_number"] if wrong is not None else int(number or 0))
    return rows.with_columns(answers=pl.Series(taken, dtype=pl.Int32)), findings


def _rows_to_keep(rows: pl.DataFrame, errors: Sequence[CellError]) -> pl.DataFrame:
    """The rows as the domain keeps them: good ones with their person and wage, bad ones with their errors."""
    bad: dict[int, list[dict[str, str]]] = {}
    for one in errors:
        bad.setdefault(one.row_number, []).append(one.as_kept())
    texts = pl.DataFrame(
        {
            "row_number": list(bad),
            "told": [json.dumps(one, ensure_ascii=False) for one in bad.values()],
        },
        schema={"row_number": pl.Int32, "told": pl.String},
    )
    rows = rows.join(texts, on="row_number", how="left", maintain_order="left")
    number = "answers" if "answers" in rows.columns else "row_number"
    wrong = pl.col("told").is_not_null()
    return rows.select(
        row_number=pl.col(number),
        person_id=pl.when(~wrong).then("person_id"),
        id_number=pl.when(wrong).then("id_number").otherwise("key"),
        name="name",
        wage_fen="wage_fen",
        errors=pl.col("told").fill_null("[]"),
        state=pl.when(wrong).then(pl.lit("bad")).otherwise(pl.lit("good")),
    ).select(*ROW_SCHEMA)
