"""From a sheet to a roster: where the header is, what the file says of itself, and one column for each field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from renshe.kernel.periods import Month
from renshe.services.contributions.declare_month.declaration import (
    Column,
    columns,
    item,
    limit,
    refuse_file,
)
from renshe.services.contributions.declare_month.delimited import read_delimited
from renshe.services.contributions.declare_month.sheet import Sheet, column_letter
from renshe.services.contributions.declare_month.workbook import is_workbook, read_workbook

HEADER_ROWS = 20
KINDS = ("id_number", "name", "wage", "original_row")
_PERIOD = re.compile(r"(\d{4})\s*[-/.年]?\s*(0?[1-9]|1[0-2])\s*月?(?:[-/.]0?1)?(?:\s+00:00:00)?")


@dataclass
class Roster:
    """A roster as read. `rows` has `schema_of(KINDS)`: each field's text and kind (text, number, date, bool, empty, or a
    flag of the file format). `letters` says which column of the file each field stands in; fields without one came
    without a file. `uscc` and `period` are what the file says of itself, if it does.
    """

    rows: pl.DataFrame
    channel: str
    letters: dict[str, str]
    uscc: str | None = None
    period: Month | None = None


def read_roster(content: bytes) -> Roster:
    """A roster from the bytes of an .xlsx or .csv. Raises Refused where the file as a whole cannot be used."""
    sheet = read_sheet(content)
    at, places = find_header(sheet.rows, columns())
    uscc, period = _preface(sheet.rows[:at])
    first = at + 1
    if first < len(sheet.rows) and is_english_header(sheet.rows[first], places, columns()):
        first += 1
    refuse_merged(sheet, below=sheet.first_row + at)
    rows = read_fields(sheet, keys=KINDS, places=places, first=first)
    if rows.is_empty():
        raise refuse_file("no_rows")
    if rows.height > limit("rows"):
        raise refuse_file("too_many_rows", limit=limit("rows"))
    return Roster(
        rows=rows,
        channel=sheet.channel,
        uscc=uscc,
        period=period,
        letters={key: column_letter(number) for key, number in places.items()},
    )


def roster_of_records(records: list[dict[str, Any]]) -> Roster:
    """A roster from an API call: records with id_number, name, wage (text in yuan, or a whole number of yuan).

    Rows are numbered from 1; `original_row` may be given when failed rows are sent again.
    """
    if not records:
        raise refuse_file("no_rows")
    if len(records) > limit("rows"):
        raise refuse_file("too_many_rows", limit=limit("rows"))
    sheet = Sheet(rows=[[record.get(key) for key in KINDS] for record in records], channel="api")
    places = {key: number for number, key in enumerate(KINDS)}
    rows = read_fields(sheet, keys=KINDS, places=places, first=0, keep_empty=True)
    return Roster(rows=rows, channel="api", letters={})


def read_sheet(content: bytes, *, limits: Mapping[str, int] | None = None) -> Sheet:
    """The cells of an .xlsx or .csv within limits, the item's where none are given. Raises Refused."""
    limits = limits or item()["limits"]
    if not content.strip(b" \t\r\n\x00"):
        raise refuse_file("file_empty" if not content.strip() else "file_not_a_table")
    if len(content) > limits["file_bytes"]:
        raise refuse_file("file_too_big", limit=limits["file_bytes"] >> 20)
    read = read_workbook if is_workbook(content) else read_delimited
    return read(content, limits=limits)


def find_header(rows: list[list[Any]], wanted: Sequence[Column]) -> tuple[int, dict[str, int]]:
    """Where the header row is, and which field stands in which column. Raises Refused."""
    names = {_plain(text): one.key for one in wanted for text in (one.zh, one.en, one.key)}
    required = {one.key for one in wanted if one.required}
    best: dict[str, int] = {}
    for at, row in enumerate(rows[:HEADER_ROWS]):
        found: dict[str, int] = {}
        for number, cell in enumerate(row):
            key = names.get(_plain(cell)) if isinstance(cell, str) else None
            if key is not None and key in found:
                raise refuse_file("header_twice", header=str(cell).strip())
            if key is not None:
                found[key] = number
        if required <= found.keys():
            return at, found
        best = max(best, found, key=len)
    missing = [f"{one.zh} {one.en}" for one in wanted if one.required and one.key not in best]
    raise refuse_file("header_missing", missing=", ".join(missing))


def _plain(text: object) -> str:
    """A header as people vary it: without blanks, stars, brackets' width and case."""
    plain = str(text).translate(str.maketrans("（）＊", "()*"))
    return re.sub(r"[\s*:：]", "", plain).casefold()


def is_english_header(row: list[Any], places: dict[str, int], wanted: Sequence[Column]) -> bool:
    """Whether a row repeats the header in English, as the templates do under the Chinese one."""
    english = {one.key: _plain(one.en) for one in wanted}
    return all(
        number < len(row) and _plain(row[number]) == english[key] for key, number in places.items()
    )


def _preface(rows: list[list[Any]]) -> tuple[str | None, Month | None]:
    """What the lines above the header say: whose roster it is and for which month."""
    names = {
        _plain(text): one["key"] for one in item()["preface"] for text in (one["zh"], one["en"])
    }
    names |= {_plain(f"{one['zh']} {one['en']}"): one["key"] for one in item()["preface"]}
    said: dict[str, Any] = {}
    for row in rows:
        for label, value in pairwise(row):
            key = names.get(_plain(label)) if isinstance(label, str) else None
            if key is not None and value not in (None, ""):
                said[key] = value
    uscc = str(said["uscc"]).strip().upper() if "uscc" in said else None
    return uscc, read_month(said["period"]) if "period" in said else None


def read_month(value: Any) -> Month:
    """A month however a spreadsheet holds it: text, 202510, or a date of that month."""
    if isinstance(value, dt.date):
        return value.year * 12 + value.month - 1
    text = (
        str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    )
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise refuse_file("period_unreadable", found=text[:30])
    return int(match[1]) * 12 + int(match[2]) - 1


def refuse_merged(sheet: Sheet, *, below: int) -> None:
    """Refuse cells merged below a row: nobody can say whose value they hold. Raises Refused."""
    ranges = [reference for _, last, reference in sheet.merged if last > below]
    if ranges:
        raise refuse_file("merged_cells", ranges=", ".join(ranges[:5]))


def schema_of(keys: Sequence[str]) -> dict[str, Any]:
    """The columns of a table as read: the row number, and for each field its text and its kind."""
    texts = {name: pl.String for key in keys for name in (key, f"{key}_kind")}
    return {"row_number": pl.Int32, **texts}


def read_fields(
    sheet: Sheet,
    *,
    keys: Sequence[str],
    places: dict[str, int],
    first: int,
    last: int | None = None,
    keep_empty: bool = False,
) -> pl.DataFrame:
    """The rows from `first` up to without `last` (counted from 0) with `schema_of(keys)`.

    Rows that are empty in all fields and the template's example are left out.
    """
    rows = sheet.rows[first:last]
    start = sheet.first_row + first
    table: dict[str, pl.Series] = {
        "row_number": pl.Series(range(start, start + len(rows)), dtype=pl.Int32)
    }
    for key in keys:
        at = places.get(key, -1)
        texts, kinds = _column([row[at] if 0 <= at < len(row) else None for row in rows])
        table[key], table[f"{key}_kind"] = texts, kinds
    frame = pl.DataFrame(table)
    for (number, at), flag in sheet.flags.items():
        key = next((one for one in keys if places.get(one) == at), None)
        if key is not None and 0 <= number - start < len(rows):
            frame[number - start, f"{key}_kind"] = flag
    if keep_empty:
        return frame
    filled = pl.any_horizontal(pl.col(f"{key}_kind") != "empty" for key in keys)
    return frame.filter(
        filled & ~pl.Series(_examples(rows, places.get("remark", -1)), dtype=pl.Boolean)
    )


def _examples(rows: list[list[Any]], remark: int) -> list[bool]:
    marks = {item()["example"]["mark"], item()["example"]["mark_en"]}
    return [0 <= remark < len(row) and str(row[remark]).strip() in marks for row in rows]


def _column(cells: list[Any]) -> tuple[pl.Series, pl.Series]:
    """A column's texts and kinds; columns of nothing but text, which most are, are taken whole."""
    if {type(cell) for cell in cells} <= {str}:
        texts = pl.Series(cells, dtype=pl.String).str.strip_chars(" \t\r\n")
        kinds = pl.select(
            pl.when(texts == "").then(pl.lit("empty")).otherwise(pl.lit("text"))
        ).to_series()
        return texts, kinds
    pairs = [_text_and_kind(cell) for cell in cells]
    return (
        pl.Series([text for text, _ in pairs], dtype=pl.String),
        pl.Series([kind for _, kind in pairs], dtype=pl.String),
    )


def _text_and_kind(cell: Any) -> tuple[str, str]:
    if isinstance(cell, str):
        text = cell.strip(" \t\r\n")
        return (text, "text") if text else ("", "empty")
    if cell is None:
        return "", "empty"
    if isinstance(cell, bool):
        return str(cell), "bool"
    if isinstance(cell, int):
        return str(cell), "number"
    if isinstance(cell, float):
        return (str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)), "number"
    return str(cell), "date"
