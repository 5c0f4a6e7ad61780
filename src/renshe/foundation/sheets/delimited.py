"""Reading a .csv in whatever encoding a spreadsheet program saved it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping

from renshe.foundation.sheets.reasons import OF_SHEETS
from renshe.foundation.sheets.sheet import Sheet

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_delimited(content: bytes, *, limits: Mapping[str, int]) -> Sheet:
    """The rows of a text table separated by commas, tabs or semicolons. Raises Refused with a problem of scope file."""
    if content.startswith(_UTF16):
        raise OF_SHEETS.refuse_file("file_utf16")
    if b"\x00" in content:
        raise OF_SHEETS.refuse_file("file_not_a_table")
    text = _decoded(content)
    head = "\n".join(text.splitlines()[:20])
    separator = max(",\t;", key=head.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) > limits["rows"] + 100:
                raise OF_SHEETS.refuse_file("too_many_rows", limit=limits["rows"])
    except csv.Error as error:
        raise OF_SHEETS.refuse_file("file_damaged") from error
    return Sheet(rows=rows, channel="csv")


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else GB18030, which every Chinese Excel writes. Nothing is guessed beyond."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise OF_SHEETS.refuse_file("file_encoding")
