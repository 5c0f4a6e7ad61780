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
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import yaml
from django.db import connection, transaction

from renshe.domains.contributions.api import (
    ImportCursor,
    begin_import,
    contribution_year,
    finish_import,
    import_errors,
    import_state,
    keep_chunk,
    match_people,
    record_wages,
)
from renshe.domains.registry.api import Employer, bulk_tables
from renshe.foundation.bulk import copy_rows
from renshe.kernel.codes.divisions import is_place_code
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.national_id import NationalId, read_national_id
from renshe.kernel.codes.problem import Problem
from renshe.kernel.codes.standards import read_code
from renshe.kernel.periods import Month
from renshe.services.contributions.declare_month.checking import (
    Finding,
    check_cells,
    find_repeated,
)
from renshe.services.contributions.declare_month.declaration import Column, problem, refuse_file
from renshe.services.contributions.declare_month.declare import CellError
from renshe.services.contributions.declare_month.roster import (
    find_header,
    is_english_header,
    read_fields,
    read_sheet,
    refuse_merged,
)
from renshe.services.contributions.declare_month.sheet import Sheet, column_letter
from renshe.services.contributions.declare_month.template import error_list

CATEGORIES = {"M": ("M60",), "F": ("F55", "F50")}


@dataclass(frozen=True)
class Taken:
    """What an import has done so far; `resumed_from` is the row (counted from 0) at which this attempt began."""

    rows_good: int
    rows_bad: int
    resumed_from: int
    done: bool


@cache
def item() -> dict[str, Any]:
    """The declaration of the item."""
    text = Path(__file__).with_name("item.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def columns() -> tuple[Column, ...]:
    """The columns of the register."""
    return tuple(Column(**row) for row in item()["columns"])


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
            keys=tuple(one.key for one in columns()),
            places=self.places,
            first=self.first + begin,
            last=self.first + end,
        )
        with transaction.atomic():
            rows, findings = self._judge(rows)
            bad = _errors(rows, findings, places=self.places)
            good = rows.filter(~pl.col("row_number").is_in(bad["row_number"].to_list()))
            self._keep(good)
            return keep_chunk(
                import_id=cursor.import_id, from_row=begin, to_row=end, good=good.height, errors=bad
            )

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
        return _read_codes(rows, findings)

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
            copy_rows(table="registry_person", data=_people(entered, at=self.at), cursor=cursor)
        everybody = pl.concat([good.filter(pl.col("person_id").is_not_null()), entered])
        record_wages(
            rows=everybody.select("person_id", "employer_id", "wage_fen").to_arrow(),
            year_start_month=self.year_start,
            source="register",
            recorded_at=self.at,
        )


def _open(content: bytes, *, place: str, period: Month, as_of: dt.date, at: dt.datetime) -> _Work:
    limits = item()["limits"]
    if len(content) > limits["file_bytes"]:
        raise refuse_file("file_too_big", limit=limits["file_bytes"] >> 20)
    sheet = read_sheet(content, limits=limits)
    header, places = find_header(sheet.rows, columns())
    first = header + 1
    if first < len(sheet.rows) and is_english_header(sheet.rows[first], places, columns()):
        first += 1
    refuse_merged(sheet, below=sheet.first_row + header)
    if first >= len(sheet.rows):
        raise refuse_file("no_rows")
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


def _read_codes(rows: pl.DataFrame, findings: list[Finding]) -> tuple[pl.DataFrame, list[Finding]]:
    """Codes read once for each different text, the sex from the id number, and what the register says."""
    ethnic = _read_each(rows["ethnic"], lambda text: read_code(text, table="ethnic_group"))
    places = _read_each(rows["place"], _place)
    sex = (
        pl.when(pl.col("key").str.slice(16, 1).cast(pl.Int32, strict=False) % 2 == 1)
        .then(pl.lit("M"))
        .otherwise(pl.lit("F"))
    )
    rows = rows.with_columns(
        ethnic_code=pl.col("ethnic").replace_strict(
            ethnic.good, default=None, return_dtype=pl.String
        ),
        sex=sex,
        category=pl.col("retirement").str.to_uppercase(),
    )
    wrong_names = {one.row_number for one in findings if one.field == "name"}
    # Who cannot be read by number has no sex to compare with.
    wrong_ids = {one.row_number for one in findings if one.field == "id_number"}
    fits = pl.col("category").is_in(CATEGORIES["M"]) & (pl.col("sex") == "M")
    fits |= pl.col("category").is_in(CATEGORIES["F"]) & (pl.col("sex") == "F")
    as_registered = pl.col("registered_name").is_null() | (
        pl.col("registered_name") == pl.col("name")
    )
    fine = (
        pl.col("employer_id").is_not_null()
        & pl.col("ethnic_code").is_not_null()
        & fits
        & pl.col("place").is_in(list(places.good))
        & as_registered
        & pl.col("died_on").is_null()
    )
    for row in rows.filter(~fine.fill_null(False)).iter_rows(named=True):
        number, name = row["row_number"], row["registered_name"]
        checks: list[tuple[str, Problem | None]] = [
            ("uscc", None if row["employer_id"] is not None else _problem("uscc_unknown")),
            ("ethnic", ethnic.bad.get(row["ethnic"])),
            ("place", places.bad.get(row["place"])),
        ]
        if number not in wrong_ids and row["category"] not in CATEGORIES[row["sex"]]:
            checks.append(
                ("retirement", _problem("retirement_unreadable", found=row["retirement"][:20]))
            )
        if name is not None and number not in wrong_names and not same_name(row["name"], name):
            checks.append(("name", problem("name_differs")))
        if row["died_on"] is not None:
            checks.append(("id_number", problem("person_dead")))
        findings += [Finding(number, field, one) for field, one in checks if one is not None]
    return rows, findings


@dataclass(frozen=True)
class _Read:
    """Each different text of a column: what it means, or what is wrong with it."""

    good: dict[str, str]
    bad: dict[str, Problem]


def _read_each(column: pl.Series, read: Callable[[str], str | Problem]) -> _Read:
    found = {text: read(text) for text in column.unique().to_list()}
    return _Read(
        good={text: one for text, one in found.items() if isinstance(one, str)},
        bad={text: one for text, one in found.items() if isinstance(one, Problem)},
    )


def _place(text: str) -> str | Problem:
    if text != "CN" and is_place_code(text):
        return text
    return _problem("place_unreadable", found=text[:20])


def _problem(code: str, **found: object) -> Problem:
    texts = item()["problems"][code]
    return Problem(code=code, **{name: text.format(**found) for name, text in texts.items()})


def _people(rows: pl.DataFrame, *, at: dt.datetime) -> pa.Table:
    """New people as the registry's bulk schema has them; sex and birth are those of the id number."""
    kinds = {}
    for number in rows.filter(~pl.col("key").str.contains("^[1-6]"))["key"].to_list():
        read = read_national_id(number, as_of=at.date())
        kinds[number] = read.kind if isinstance(read, NationalId) else "resident_id"
    hmt = pl.col("key").str.contains("^8[123]0000")
    frame = rows.select(
        id="person_id",
        id_kind=pl.when(hmt)
        .then(pl.lit("hmt_permit"))
        .otherwise(
            pl.col("key").replace_strict(kinds, default="resident_id", return_dtype=pl.String)
        ),
        id_number="key",
        name="name",
        sex="sex",
        birth_on=pl.col("key").str.slice(6, 8).str.to_date("%Y%m%d"),
        ethnic_code="ethnic_code",
        household_place=pl.when(pl.col("key").str.contains("^[1-6]"))
        .then(pl.col("key").str.slice(0, 6))
        .otherwise("place"),
        residence_place="place",
        address=pl.lit(""),
        phone=pl.lit(""),
        retirement_category="category",
        created_at=pl.lit(at),
    )
    schema = bulk_tables()["registry_person"]
    return frame.to_arrow().cast(pa.schema([schema.field(name) for name in frame.columns]))


def _errors(rows: pl.DataFrame, findings: list[Finding], *, places: dict[str, int]) -> pl.DataFrame:
    """One row for each bad row with its cells, as `keep_chunk` takes them."""
    headers = {one.key: one for one in columns()}
    told: dict[int, list[dict[str, str]]] = {}
    for one in findings:
        told.setdefault(one.row_number, []).append(
            {
                "column": column_letter(places[one.field]),
                "field": one.field,
                "header_zh": headers[one.field].zh,
                "header_en": headers[one.field].en,
                "code": one.problem.code,
                "zh": one.problem.zh,
                "en": one.problem.en,
                "next_step_zh": one.problem.next_step_zh,
                "next_step_en": one.problem.next_step_en,
            }
        )
    texts = {number: json.dumps(some, ensure_ascii=False) for number, some in told.items()}
    frame = pl.DataFrame(
        {"row_number": list(texts), "errors": list(texts.values())},
        schema={"row_number": pl.Int32, "errors": pl.String},
    )
    ids = rows.select("row_number", "id_number")
    return frame.join(ids, on="row_number", how="left").sort("row_number")
