"""One cell: from whatever a spreadsheet holds to the value that a form means, or what is wrong."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from renshe.foundation.sheets.days import day_of
from renshe.kernel.codes.characters import full_width_problem
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import Month, MonthError, month_at, month_containing
from renshe.services.registration.form import Column

Value = str | int | float | bool | dt.date | None

# Without signs between them all digits must be there: 45931 is a date that lost its format, and
# must not become January 4593. Nobody alive began to work before 1900.
_MONTH = re.compile(r"((?:19|20)\d\d)(?:[-/.年](?=\d{1,2}月?$)|(?=\d\d$))(\d{1,2})月?", re.ASCII)
_MARKS = {
    "是": True,
    "否": False,
    "yes": True,
    "no": False,
    "true": True,
    "false": False,
    "√": True,
}


def read_cell(column: Column, cell: Any) -> Value | Problem:
    """The value of a cell for its column: text, month ordinal, date, bool, code of a choice, or
    None.

    Blanks around are let go; nothing else is repaired. An empty cell of a required column is a
    problem; of a mark it is no.
    """
    if _is_empty(cell):
        if column.required:
            return _problem(
                column, "cell_missing", "没有填写", "is missing", "请填写", "Fill it in"
            )
        return False if column.kind == "mark" else None
    match column.kind:
        case "month":
            return _month(column, cell)
        case "date":
            return _date(column, cell)
        case "choice" | "mark":
            return _choice(column, _as_text(cell))
        case "number":
            return _number(column, cell)
        case "open":
            return cell.strip() if isinstance(cell, str) else cell
    return _text(column, cell)


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _text(column: Column, cell: Any) -> str | Problem:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, dt.date | dt.time | bool):
        return _problem(
            column, "cell_is_no_text", "单元格不是文字", "holds no text",
            "请检查是否错列，或把单元格设为“文本”格式",
            "Check for shifted columns, or format as text",
        )  # fmt: skip
    if column.key == "id_number":
        return _problem(
            column, "id_stored_as_number", "被存成了数值，表格软件只保留15位，后3位已丢失",
            "is stored as a number, of which a spreadsheet keeps 15 digits",
            "请把该列设为“文本”格式后重新录入完整的18位号码",
            "Set the column to text and type all 18 characters again",
        )  # fmt: skip
    return _as_text(cell)


def _month(column: Column, cell: Any) -> Month | Problem:
    if isinstance(cell, dt.date):
        return month_containing(cell)
    text = _as_text(cell)
    match = _MONTH.fullmatch(text)
    if match is not None:
        try:
            return month_at(year=int(match[1]), month=int(match[2]))
        except MonthError:
            pass
    return _unreadable(column, text, "month_unreadable", "2025-10")


def _date(column: Column, cell: Any) -> dt.date | Problem:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = _as_text(cell)
    day = day_of(text)
    if day is not None:
        return day
    return _unreadable(column, text, "date_unreadable", "2025-10-01")


def _choice(column: Column, text: str) -> str | bool | Problem:
    if column.kind == "mark" and text.casefold() in _MARKS:
        return _MARKS[text.casefold()]
    if text in column.choices:
        return column.choices[text]
    if text in column.choices.values():
        return text
    known = "、".join(column.choices)
    return _problem(
        column, "choice_unknown", f"“{text[:30]}”不在可选值之列", f"cannot be {text[:30]!r}",
        f"请选择：{known}", f"Choose one of: {known}",
    )  # fmt: skip


def _number(column: Column, cell: Any) -> int | Problem:
    text = _as_text(cell)
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return int(text)
    return _unreadable(column, text, "number_unreadable", "3")


def _unreadable(column: Column, text: str, code: str, example: str) -> Problem:
    wide = full_width_problem(text, what_zh=column.zh, what_en=column.en.lower())
    if wide is not None and unicodedata.normalize("NFKC", text) != text:
        return wide
    return _problem(
        column, code, f"“{text[:30]}”无法识别", f"{text[:30]!r} cannot be read",
        f"请填写为 {example} 的形式", f"Write it like {example}",
    )  # fmt: skip


def _problem(
    column: Column, code: str, zh: str, en: str, next_step_zh: str, next_step_en: str
) -> Problem:
    return Problem(
        code=code,
        zh=f"{column.zh}{zh}",
        en=f"{column.en} {en}",
        next_step_zh=next_step_zh,
        next_step_en=next_step_en,
    )
