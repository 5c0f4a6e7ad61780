"""From a sheet to a roster: where the header is, what the file says of itself, and one column for each field."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from renshe.foundation.sheets.fields import read_fields
from renshe.foundation.sheets.reading import find_header, first_row_below, plain_header, read_sheet
from renshe.foundation.sheets.reasons import OF_SHEETS
from renshe.foundation.sheets.sheet import Sheet
from renshe.kernel.periods import Month
from renshe.services.contributions.declare_month.declaration import REASONS, columns, item, limit

KINDS = ("id_number", "name", "wage", "original_row")
_PERIOD = re.compile(r"(\d{4})\s*[-/.年]?\s*(0?[1-9]|1[0-2])\s*月?(?:[-/.]0?1)?(?:\s+00:00:00)?")


@dataclass
class Roster:
    """A roster as read. `rows` has `schema_of(KINDS)`: each field's text and kind (text, number, date, bool, empty, or a
    flag of the file format). `places` says which column of the file each field stands in, from 0; fields without one came
    without a file. `uscc` and `period` are what the file says of itself, if it does.
    """

    rows: pl.DataFrame
    channel: str
    places: dict[str, int]
    uscc: str | None = None
    period: Month | None = None


def read_roster(content: bytes) -> Roster:
    """A roster from the bytes of an .xlsx or .csv. Raises Refused where the file as a whole cannot be used."""
    sheet = read_sheet(content, limits=item()["limits"])
    at, places = find_header(sheet.rows, columns())
    uscc, period = _preface(sheet.rows[:at])
    first = first_row_below(sheet, header=at, places=places, wanted=columns())
    remark, marks = (
        places.get("remark", -1),
        (item()["example"]["mark"], item()["example"]["mark_en"]),
    )
    rows = read_fields(
        sheet, keys=KINDS, places=places, first=first,
        leave_out=lambda row: 0 <= remark < len(row) and str(row[remark]).strip() in marks,
    )  # fmt: skip
    if rows.is_empty():
        raise OF_SHEETS.refuse_file("no_rows")
    if rows.height > limit("rows"):
        raise OF_SHEETS.refuse_file("too_many_rows", limit=limit("rows"))
    return Roster(
        rows=rows,
        channel=sheet.channel,
        uscc=uscc,
        period=period,
        places=places,
    )


def roster_of_records(records: list[dict[str, Any]]) -> Roster:
    """A roster from an API call: records with id_number, name, wage (text in yuan, or a whole number of yuan).

    Rows are numbered from 1; `original_row` may be given when failed rows are sent again.
    """
    if not records:
        raise OF_SHEETS.refuse_file("no_rows")
    if len(records) > limit("rows"):
        raise OF_SHEETS.refuse_file("too_many_rows", limit=limit("rows"))
    sheet = Sheet(rows=[[record.get(key) for key in KINDS] for record in records], channel="api")
    places = {key: number for number, key in enumerate(KINDS)}
    rows = read_fields(sheet, keys=KINDS, places=places, first=0, keep_empty=True)
    return Roster(rows=rows, channel="api", places={})


def _preface(rows: list[list[Any]]) -> tuple[str | None, Month | None]:
    """What the lines above the header say: whose roster it is and for which month."""
    names = {
        plain_header(text): one["key"]
        for one in item()["preface"]
        for text in (one["zh"], one["en"])
    }
    names |= {plain_header(f"{one['zh']} {one['en']}"): one["key"] for one in item()["preface"]}
    said: dict[str, Any] = {}
    for row in rows:
        for label, value in pairwise(row):
            key = names.get(plain_header(label)) if isinstance(label, str) else None
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
        raise REASONS.refuse_file("period_unreadable", found=text[:30])
    return int(match[1]) * 12 + int(match[2]) - 1
