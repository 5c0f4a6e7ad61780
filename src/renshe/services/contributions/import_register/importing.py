"""Import of a register of any size: chunk by chunk, each committed with its cursor, resumable after a kill.

Every good row enters a person who is not yet known and keeps the wage declared for the contribution year; every bad
row is listed with its cells. Enrolment is left to its own form: who is insured since when is another question, with
its own evidence.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
from django.db import connection, transaction

from renshe.domains.contributions.api import (
    ImportCursor,
    begin_import,
    check_cells,
    contribution_year,
    find_repeated,
    finish_import,
    import_errors,
    import_state,
    keep_chunk,
    match_people,
    record_wages,
)
from renshe.domains.registry.api import Employer
from renshe.foundation.bulk import copy_rows
from renshe.foundation.crash_points import crash_point
from renshe.foundation.sheets.cell_errors import CellError, Finding, cell_errors, error_list
from renshe.foundation.sheets.fields import read_fields
from renshe.foundation.sheets.reading import find_header, first_row_below, read_sheet
from renshe.foundation.sheets.reasons import OF_SHEETS
from renshe.foundation.sheets.sheet import Sheet
from renshe.kernel.periods import Month
from renshe.services.contributions.import_register.declaration import all_columns, item
from renshe.services.contributions.import_register.declaration import columns as columns
from renshe.services.contributions.import_register.newcomers import people_of
from renshe.services.contributions.import_register.reading_codes import read_codes


@dataclass(frozen=True)
class Taken:
    """What an import has done so far; `resumed_from` is the row (counted from 0) at which this attempt began."""

    rows_good: int
    rows_bad: int
    resumed_from: int
    done: bool


def import_register(
    *,
    content: bytes,
    resume_key: str,
    place: str,
    period: Month,
    as_of: dt.date,
    at: dt.datetime,
    chunk_rows: int = 50_000,
    progress: Callable[[int, int], None] | None = None,
) -> Taken:
    """Take in a register, or go on where an earlier attempt under this key was cut off.

    Each chunk's people, wages, errors and cursor are one transaction, so a kill at any instant loses and doubles
    nothing. Wages are those of the contribution year that holds `period` at `place`. `progress(done, total)` is told
    after each chunk. Raises Refused (the file as a whole), Refusal `other_file`.
    """
    cursor = begin_import(
        resume_key=resume_key, sha256=hashlib.sha256(content).hexdigest(), started_at=at
    )
    resumed_from = cursor.next_row
    if not cursor.done:
        work = _open(content, place=place, period=period, as_of=as_of, at=at)
        while cursor.next_row < work.total:
            cursor = work.take_chunk(cursor, chunk_rows=chunk_rows)
            if progress is not None:
                progress(cursor.next_row, work.total)
        cursor = finish_import(import_id=cursor.import_id, finished_at=at)
    return Taken(
        rows_good=cursor.rows_good, rows_bad=cursor.rows_bad, resumed_from=resumed_from, done=True
    )


def progress_of(*, resume_key: str) -> ImportCursor | None:
    """How far an import has come, or None where it was never begun."""
    return import_state(resume_key=resume_key)


def errors_workbook(*, resume_key: str) -> bytes:
    """Every bad cell of an import by row and column, with its reason and fix, as an .xlsx to send back."""
    return error_list(
        CellError(row_number=number, **one)
        for number, _, told in import_errors(resume_key=resume_key)
        for one in told
    )


@dataclass
class _Work:
    """A register opened for reading, with what holds for the whole file."""

    sheet: Sheet
    places: dict[str, int]
    first: int
    repeated: dict[int, Finding]
    year_start: Month
    period: Month
    as_of: dt.date
    at: dt.datetime

    @property
    def total(self) -> int:
        """Rows below the header."""
        return len(self.sheet.rows) - self.first

    def take_chunk(self, cursor: ImportCursor, *, chunk_rows: int) -> ImportCursor:
        """Read, check and keep the next chunk in one transaction."""
        begin = cursor.next_row
        end = min(begin + chunk_rows, self.total)
        rows = read_fields(
            self.sheet,
            keys=tuple(one.key for one in all_columns()),
            places=self.places,
            first=self.first + begin,
            last=self.first + end,
        )
        with transaction.atomic():
            rows, findings = self._judge(rows)
            bad = self._errors(rows, findings)
            good = rows.filter(~pl.col("row_number").is_in(bad["row_number"].to_list()))
            self._keep(good)
            moved = keep_chunk(
                import_id=cursor.import_id, from_row=begin, to_row=end, good=good.height, errors=bad
            )
            # Everything of the chunk is written and nothing of it is there yet.
            crash_point("register.chunk_written")
        crash_point("register.chunk_committed")
        return moved

    def _judge(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
        rows, findings = check_cells(rows, as_of=self.as_of)
        numbers = set(rows["row_number"].to_list())
        findings += [one for number, one in self.repeated.items() if number in numbers]
        rows = rows.with_columns(key=pl.col("id_number").str.to_uppercase())
        units = dict(
            Employer.objects.filter(uscc__in=rows["uscc"].unique().to_list()).values_list(
                "uscc", "id"
            )
        )
        known = match_people(
            employer_id=0, period=self.period, id_numbers=rows["key"].unique().to_list()
        )
        rows = rows.join(
            known.select("id", "person_id", "registered_name", "died_on"),
            left_on="key",
            right_on="id",
            how="left",
            maintain_order="left",
        ).with_columns(
            employer_id=pl.col("uscc").replace_strict(units, default=None, return_dtype=pl.Int64)
        )
        return read_codes(rows, findings, as_of=self.as_of)

    def _errors(self, rows: pl.DataFrame, findings: list[Finding]) -> pl.DataFrame:
        """One row for each bad row with its cells, as `keep_chunk` takes them."""
        told: dict[int, list[dict[str, str]]] = {}
        for one in cell_errors(findings, columns=all_columns(), places=self.places):
            told.setdefault(one.row_number, []).append(one.as_kept())
        texts = {number: json.dumps(some, ensure_ascii=False) for number, some in told.items()}
        frame = pl.DataFrame(
            {"row_number": list(texts), "errors": list(texts.values())},
            schema={"row_number": pl.Int32, "errors": pl.String},
        )
        ids = rows.select("row_number", "id_number")
        return frame.join(ids, on="row_number", how="left").sort("row_number")

    def _keep(self, good: pl.DataFrame) -> None:
        """Enter the people who are not known yet, then everybody's wage."""
        new = good.filter(pl.col("person_id").is_null())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('registry_person', 'id'))"
                " FROM generate_series(1, %s)",
                [new.height],
            )
            numbers = [int(number) for (number,) in cursor.fetchall()]
            entered = new.with_columns(person_id=pl.Series(numbers, dtype=pl.Int64))
            copy_rows(
                table="registry_person",
                data=people_of(entered, as_of=self.as_of, at=self.at),
                cursor=cursor,
            )
        everybody = pl.concat([good.filter(pl.col("person_id").is_not_null()), entered])
        record_wages(
            rows=everybody.select("person_id", "employer_id", "wage_fen").to_arrow(),
            year_start_month=self.year_start,
            source="register",
            recorded_at=self.at,
        )


def _open(content: bytes, *, place: str, period: Month, as_of: dt.date, at: dt.datetime) -> _Work:
    sheet = read_sheet(content, limits=item()["limits"])
    header, places = find_header(sheet.rows, all_columns())
    first = first_row_below(sheet, header=header, places=places, wanted=all_columns())
    if first >= len(sheet.rows):
        raise OF_SHEETS.refuse_file("no_rows")
    ids = read_fields(sheet, keys=("id_number",), places=places, first=first)
    return _Work(
        sheet=sheet,
        places=places,
        first=first,
        period=period,
        as_of=as_of,
        at=at,
        repeated={one.row_number: one for one in find_repeated(ids)},
        year_start=contribution_year(place=place, period=period).start_month,
    )
