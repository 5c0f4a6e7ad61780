"""From the bytes of a file to its cells, and from its cells to where the header is and what stands below it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from renshe.foundation.sheets.columns import Heading
from renshe.foundation.sheets.delimited import read_delimited
from renshe.foundation.sheets.reasons import OF_SHEETS
from renshe.foundation.sheets.sheet import Sheet
from renshe.foundation.sheets.workbook import is_workbook, read_workbook

HEADER_ROWS = 20


def read_sheet(content: bytes, *, limits: Mapping[str, int], csv: bool = True) -> Sheet:
    """The cells of an .xlsx, or where `csv` allows it of a text table. Raises Refused with a problem of scope file.

    `limits` has rows, file_bytes and uncompressed_bytes.
    """
    if not content.strip():
        raise OF_SHEETS.refuse_file("file_empty")
    if len(content) > limits["file_bytes"]:
        raise OF_SHEETS.refuse_file("file_too_big", limit=limits["file_bytes"] >> 20)
    if is_workbook(content):
        return read_workbook(content, limits=limits)
    if not csv:
        raise OF_SHEETS.refuse_file("file_not_a_workbook")
    return read_delimited(content, limits=limits)


def find_header(rows: list[list[Any]], wanted: Sequence[Heading]) -> tuple[int, dict[str, int]]:
    """Where the header row is, counted from 0, and which column stands where. Raises Refused."""
    names = {plain_header(text): one.key for one in wanted for text in (one.zh, one.en, one.key)}
    required = {one.key for one in wanted if one.required}
    best: dict[str, int] = {}
    for at, row in enumerate(rows[:HEADER_ROWS]):
        found: dict[str, int] = {}
        for number, cell in enumerate(row):
            key = names.get(plain_header(cell)) if isinstance(cell, str) else None
            if key is not None and key in found:
                raise OF_SHEETS.refuse_file("header_twice", header=str(cell).strip())
            if key is not None:
                found[key] = number
        if required <= found.keys():
            return at, found
        best = max(best, found, key=len)
    missing = [f"{one.zh} {one.en}" for one in wanted if one.required and one.key not in best]
    raise OF_SHEETS.refuse_file("header_missing", missing="、".join(missing))


def plain_header(text: object) -> str:
    """A header as people vary it: without blanks, stars, colons, the width of brackets and case."""
    plain = str(text).translate(str.maketrans("（）＊", "()*"))
    return re.sub(r"[\s*:：]", "", plain).casefold()


def first_row_below(
    sheet: Sheet, *, header: int, places: Mapping[str, int], wanted: Sequence[Heading]
) -> int:
    """The first row of data, counted from 0: the one below the header, or below its English line where there is one.

    Raises Refused where cells below the header are merged: nobody can say whose value they hold.
    """
    ranges = [reference for _, last, reference in sheet.merged if last > sheet.first_row + header]
    if ranges:
        raise OF_SHEETS.refuse_file("merged_cells", ranges=", ".join(ranges[:5]))
    english = {one.key: plain_header(one.en) for one in wanted}
    below = sheet.rows[header + 1] if header + 1 < len(sheet.rows) else []
    repeated = all(
        at < len(below) and plain_header(below[at]) == english[key] for key, at in places.items()
    )
    return header + 1 + repeated
