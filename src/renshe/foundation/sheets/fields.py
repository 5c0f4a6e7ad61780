"""The cells below a header as columns of texts and kinds, for tables too long to look at row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from renshe.foundation.sheets.sheet import Sheet


def schema_of(keys: Sequence[str]) -> dict[str, Any]:
    """The columns of a table as read: the row number, and for each field its text and its kind."""
    texts = {name: pl.String for key in keys for name in (key, f"{key}_kind")}
    return {"row_number": pl.Int32, **texts}


def read_fields(
    sheet: Sheet,
    *,
    keys: Sequence[str],
    places: Mapping[str, int],
    first: int,
    last: int | None = None,
    keep_empty: bool = False,
    leave_out: Callable[[list[Any]], bool] | None = None,
) -> pl.DataFrame:
    """The rows from `first` up to without `last` (counted from 0) with `schema_of(keys)`.

    A kind is text, number, date, bool, empty, or a flag of the file format. A field without a place is empty. Rows
    that are empty in all fields are left out unless `keep_empty`, and so is each for which `leave_out` says so.
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
        flagged = next((one for one in keys if places.get(one) == at), None)
        if flagged is not None and 0 <= number - start < len(rows):
            frame[number - start, f"{flagged}_kind"] = flag
    if leave_out is not None:
        wanted = pl.Series([not leave_out(row) for row in rows], dtype=pl.Boolean)
        frame = frame.filter(wanted)
    if keep_empty:
        return frame
    return frame.filter(pl.any_horizontal(pl.col(f"{key}_kind") != "empty" for key in keys))


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
