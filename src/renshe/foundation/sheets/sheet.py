"""A table as it came, before anybody asks what it means: cells by row, with what only the file format knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


@dataclass
class Sheet:
    """Rows of cells. `first_row` is the number of the first of them in the file, counting from 1.

    A cell is None or "" (empty), text, a number, a bool, a date or a time. `flags` names cells that cannot be what they
    look like, by (row number, column from 0): `formula_without_value` or `cell_error_value`. `merged` holds the merged
    ranges as (first row, last row, reference such as A3:B4).
    """

    rows: list[list[Any]]
    first_row: int = 1
    flags: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    channel: str = "excel"


def column_letter(number: int) -> str:
    """The letters of a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The column counted from 0: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
