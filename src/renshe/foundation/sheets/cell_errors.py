"""Bad cells: as found, as people are told, and as a workbook that lists them by row and column."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import xlsxwriter

from renshe.foundation.sheets.columns import Heading
from renshe.foundation.sheets.sheet import column_letter
from renshe.kernel.codes.problem import Problem

HEADS = (
    "行 Row", "列 Column", "项目", "Field", "代码 Code", "错误", "Error", "处理办法", "Next step",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing wrong with one field of one row."""

    row_number: int
    field: str
    problem: Problem


@dataclass(frozen=True)
class CellError:
    """One bad cell as people see it. `column` is the letter in the file, empty where there was no file."""

    row_number: int
    column: str
    field: str
    header_zh: str
    header_en: str
    code: str
    zh: str
    en: str
    next_step_zh: str
    next_step_en: str

    def as_kept(self) -> dict[str, str]:
        """Everything but the row number, which the row that keeps it has already."""
        return {name: text for name, text in asdict(self).items() if name != "row_number"}


def cell_errors(
    findings: Iterable[Finding], *, columns: Sequence[Heading], places: Mapping[str, int]
) -> list[CellError]:
    """Findings as people are told them: by row, and within a row in the order of the columns."""
    headings = {one.key: one for one in columns}
    order = {one.key: number for number, one in enumerate(columns)}
    return [
        CellError(
            row_number=one.row_number,
            column=column_letter(places[one.field]) if one.field in places else "",
            field=one.field,
            header_zh=headings[one.field].zh,
            header_en=headings[one.field].en,
            code=one.problem.code,
            zh=one.problem.zh,
            en=one.problem.en,
            next_step_zh=one.problem.next_step_zh,
            next_step_en=one.problem.next_step_en,
        )
        for one in sorted(findings, key=lambda one: (one.row_number, order[one.field]))
    ]


def error_list(errors: Iterable[CellError]) -> bytes:
    """A workbook of nothing but errors, by row and column."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        header = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
        add_error_sheet(book, errors, header=header)
    return sink.getvalue()


def add_error_sheet(book: Any, errors: Iterable[CellError], *, header: Any) -> None:
    """One more sheet of a workbook: every error by row and column, with its reason and fix."""
    sheet = book.add_worksheet("错误清单 Errors")
    for at, head in enumerate(HEADS):
        sheet.set_column(at, at, 12 if at < 5 else 40)
        sheet.write_string(0, at, head, header)
    for number, one in enumerate(errors, 1):
        sheet.write_number(number, 0, one.row_number)
        told = (
            one.column, one.header_zh, one.header_en, one.code,
            one.zh, one.en, one.next_step_zh, one.next_step_en,
        )  # fmt: skip
        for at, value in enumerate(told, 1):
            sheet.write_string(number, at, value)
    sheet.freeze_panes(1, 0)
