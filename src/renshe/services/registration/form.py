"""A form as an Excel table: what its columns are, and the template that people download.

Each service item of this folder declares its columns in `item.yaml`; the template, the reader, the
answers for the API and the marked file are all made from that one declaration.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

from renshe.kernel.yaml_files import read_yaml

FONT = {"font_name": "Microsoft YaHei", "font_size": 10}
# Rows of the template that already have formats and drop-down lists.
ROWS_PREPARED = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` is text, choice, mark (是/否), month, date, number, or open where another
    column decides; `choices` maps what people read to the code that is kept."""

    key: str
    zh: str
    en: str
    kind: str
    required: bool
    width: int
    note_zh: str
    note_en: str
    choices: dict[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its code, its names, its columns, and how many rows one file may have.

    `key` is the column to which a refusal belongs that says no other; `unique` are the columns that
    together must not repeat within a file.
    """

    code: str
    zh: str
    en: str
    key: str
    unique: tuple[str, ...]
    rows_max: int
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column with a key. Raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def position(self, key: str) -> int:
        """The place of a column in the template, from 0."""
        return self.columns.index(self.column(key))


@cache
def load_form(folder: Path) -> Form:
    """The form that the `item.yaml` in a folder declares."""
    item: dict[str, Any] = read_yaml((folder / "item.yaml").read_text(encoding="utf-8"))
    return Form(
        code=item["code"],
        zh=item["zh"],
        en=item["en"],
        key=item["key"],
        unique=tuple(item.get("unique", [item["key"]])),
        rows_max=item["rows_max"],
        columns=tuple(_column(row) for row in item["columns"]),
    )


def _column(row: dict[str, Any]) -> Column:
    choices = {"是": "yes", "否": "no"} if row["kind"] == "mark" else row.get("choices", {})
    return Column(
        key=row["key"], zh=row["zh"], en=row["en"], kind=row["kind"], required=row["required"],
        width=row["width"], note_zh=row["note_zh"], note_en=row["note_en"],
        choices={str(label): str(code) for label, code in choices.items()},
    )  # fmt: skip


def template(form: Form, *, uscc: str = "", employer_name: str = "") -> bytes:
    """The empty form as .xlsx, with the employer's code and name at the top where given.

    Cells are text, so that no program turns an id number into 4.4E+17; choices are lists.
    """
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    text = book.add_format({**FONT, "num_format": "@"})
    title = book.add_format({**FONT, "bold": True, "font_size": 14})
    sheet = book.add_worksheet(form.zh[:31])
    sheet.write(0, 0, f"{form.zh} {form.en}", title)
    first = 1
    if uscc:
        sheet.write_row(1, 0, ["统一社会信用代码 Credit code", uscc], text)
        sheet.write_row(2, 0, ["单位名称 Employer", employer_name], text)
        first = 3
    write_header(book, sheet, form, row=first)
    for number, column in enumerate(form.columns):
        sheet.set_column(number, number, column.width, text)
        if column.choices:
            sheet.data_validation(
                first + 2, number, first + 1 + ROWS_PREPARED, number,
                {"validate": "list", "source": list(column.choices)},
            )  # fmt: skip
    sheet.freeze_panes(first + 2, 0)
    _write_notes(book, form)
    book.close()
    return made.getvalue()


def write_header(book: Any, sheet: Any, form: Form, *, row: int) -> None:
    """The Chinese header with the English one below it; a star marks what must be filled in."""
    head = book.add_format(
        {**FONT, "bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True}
    )
    below = book.add_format({**FONT, "font_color": "#595959", "bg_color": "#F2F6FA", "border": 1})
    for number, column in enumerate(form.columns):
        sheet.write(row, number, f"{column.zh}{'*' if column.required else ''}", head)
        sheet.write(row + 1, number, column.en, below)


def _write_notes(book: Any, form: Form) -> None:
    sheet = book.add_worksheet("填表说明 Notes")
    wrap = book.add_format({**FONT, "text_wrap": True, "valign": "top"})
    bold = book.add_format({**FONT, "bold": True})
    sheet.write_row(0, 0, ["栏目", "Column", "必填", "说明", "Note", "可选值"], bold)
    for number, column in enumerate(form.columns, start=1):
        sheet.write_row(
            number, 0,
            [column.zh, column.en, "是" if column.required else "", column.note_zh, column.note_en,
             "、".join(column.choices)],
            wrap,
        )  # fmt: skip
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 2, 6)
    sheet.set_column(3, 5, 48)
