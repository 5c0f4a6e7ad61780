"""From a file or from records to rows of values, with what is wrong cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from renshe.foundation.sheets.reading import find_header, first_row_below, read_sheet
from renshe.foundation.sheets.reasons import OF_SHEETS
from renshe.foundation.sheets.sheet import column_letter
from renshe.kernel.codes.problem import Problem
from renshe.services.registration.cells import Value, read_cell
from renshe.services.registration.form import Form

LIMITS = {"rows": 20_000, "file_bytes": 10 << 20, "uncompressed_bytes": 200 << 20}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: in which row and column of the file, and what to do about it.

    `letter` is the column in the file (C), empty for records that came without a file.
    """

    row: int
    key: str
    letter: str
    problem: Problem


@dataclass
class Row:
    """One row: its number in the file, the cells as they came, their values, and what is wrong."""

    number: int
    cells: dict[str, Any]
    values: dict[str, Value] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class Filled:
    """A form that somebody filled in. `uscc` is what the file says of whose it is, if it does."""

    rows: list[Row]
    letters: dict[str, str]
    uscc: str | None = None


def read_file(form: Form, content: bytes) -> Filled:
    """The rows of an .xlsx. Raises Refused where the file as a whole cannot be used."""
    sheet = read_sheet(content, limits=LIMITS, csv=False)
    at, places = find_header(sheet.rows, form.columns)
    first = first_row_below(sheet, header=at, places=places, wanted=form.columns)
    letters = {key: column_letter(number) for key, number in places.items()}
    rows = []
    for number, cells in enumerate(sheet.rows[first:], start=sheet.first_row + first):
        row = Row(number, {k: cells[p] if p < len(cells) else None for k, p in places.items()})
        if not _is_blank(row):
            _flagged(row, letters, sheet.flags, places)
            rows.append(row)
    return _checked(form, Filled(rows=rows, letters=letters, uscc=_uscc(sheet.rows[:at])))


def read_records(form: Form, records: Iterable[Mapping[str, Any]]) -> Filled:
    """The rows of an API call: records by column key. Raises Refused where there is none or too
    many.
    """
    rows = [
        Row(number, {column.key: record.get(column.key) for column in form.columns})
        for number, record in enumerate(records, start=1)
    ]
    return _checked(form, Filled(rows=rows, letters={}))


def _checked(form: Form, filled: Filled) -> Filled:
    """Every cell read, repeated people marked, and the number of rows bounded."""
    if not filled.rows:
        raise OF_SHEETS.refuse_file("no_rows")
    if len(filled.rows) > form.rows_max:
        raise OF_SHEETS.refuse_file("too_many_rows", limit=form.rows_max)
    for row in filled.rows:
        flagged = {finding.key for finding in row.findings}
        for column in form.columns:
            if column.key in flagged:
                continue
            value = read_cell(column, row.cells.get(column.key))
            if isinstance(value, Problem):
                add_finding(filled, row, column.key, value)
            else:
                row.values[column.key] = value
    _mark_repeated(form, filled)
    return filled


def add_finding(filled: Filled, row: Row, key: str, problem: Problem) -> None:
    """Note what is wrong with one cell of a row."""
    row.findings.append(Finding(row.number, key, filled.letters.get(key, ""), problem))


def _mark_repeated(form: Form, filled: Filled) -> None:
    """Every row of a key that stands there more than once: only the sender knows which is right."""
    seen: dict[tuple[str, ...], list[Row]] = {}
    for row in filled.rows:
        values = tuple(row.values.get(key) for key in form.unique)
        if all(isinstance(value, str) for value in values):
            seen.setdefault(tuple(str(value).upper() for value in values), []).append(row)
    names = [form.column(key) for key in form.unique]
    for rows in seen.values():
        if len(rows) > 1:
            listed = "、".join(str(row.number) for row in rows[:10])
            for row in rows:
                add_finding(filled, row, form.key, Problem(
                    code="row_repeated",
                    zh=f"{'和'.join(name.zh for name in names)}在第 {listed} 行重复出现",
                    en=f"the same {' and '.join(name.en for name in names)} stands in rows {listed}",
                    next_step_zh="请核对后只保留一行", next_step_en="Check them and keep one",
                ))  # fmt: skip


def _is_blank(row: Row) -> bool:
    return all(cell is None or not str(cell).strip() for cell in row.cells.values())


def _flagged(
    row: Row, letters: dict[str, str], flags: dict[tuple[int, int], str], places: dict[str, int]
) -> None:
    """Cells that only the file format knows to be unusable: formulas never computed, and errors."""
    for key, place in places.items():
        if (row.number, place) in flags:
            problem = OF_SHEETS.problem(flags[row.number, place])
            row.findings.append(Finding(row.number, key, letters[key], problem))


def _uscc(rows: list[list[Any]]) -> str | None:
    """The credit code that the lines above the header name, if they do."""
    for cells in rows:
        for label, value in pairwise(cells):
            if isinstance(label, str) and "统一社会信用代码" in label and value:
                return str(value).strip().upper()
    return None
