"""The file that goes back: every row with its outcome, the wrong cells red, and a list of what is
wrong.
"""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from renshe.kernel.codes.problem import sentence
from renshe.services.registration.form import FONT, Form, write_header
from renshe.services.registration.reading import Filled


def marked_file(form: Form, filled: Filled, *, only_bad: bool = False) -> bytes:
    """The rows as they came, with errors marked. It may be corrected and sent again as it is.

    With `only_bad` the good rows are left out, so that the corrected file holds nothing twice.
    """
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    plain = book.add_format({**FONT, "num_format": "@"})
    red = book.add_format(
        {**FONT, "num_format": "@", "bg_color": "#FFC7CE", "font_color": "#9C0006"}
    )
    sheet = book.add_worksheet("数据 Rows")
    write_header(book, sheet, form, row=0)
    outcome = len(form.columns)
    sheet.write(0, outcome, "处理结果")
    sheet.write(1, outcome, "Outcome")
    rows = [row for row in filled.rows if row.findings or not only_bad]
    for at, row in enumerate(rows, start=2):
        wrong = {finding.key for finding in row.findings}
        for number, column in enumerate(form.columns):
            form_of_cell = red if column.key in wrong else plain
            sheet.write_string(at, number, _shown(row.cells.get(column.key)), form_of_cell)
        told = "；".join(sentence(finding.problem, language="zh") for finding in row.findings)
        sheet.write_string(at, outcome, told or "已办理 done", red if told else plain)
        for finding in row.findings:
            text = sentence(finding.problem, language="zh")
            sheet.write_comment(
                at, form.position(finding.key), text, {"x_scale": 2, "y_scale": 1.5}
            )
    for number, column in enumerate(form.columns):
        sheet.set_column(number, number, column.width)
    sheet.set_column(outcome, outcome, 60)
    sheet.freeze_panes(2, 0)
    _write_list(book, form, filled)
    book.close()
    return made.getvalue()


def _write_list(book: Any, form: Form, filled: Filled) -> None:
    sheet = book.add_worksheet("问题清单 Problems")
    bold, wrap = (
        book.add_format({**FONT, "bold": True}),
        book.add_format({**FONT, "text_wrap": True}),
    )
    sheet.write_row(
        0, 0, ["行 Row", "列 Column", "栏目", "原因", "如何更正", "Reason", "How to mend"], bold
    )
    findings = [finding for row in filled.rows for finding in row.findings]
    for at, finding in enumerate(findings, start=1):
        problem = finding.problem
        sheet.write_row(
            at, 0,
            [finding.row, finding.letter, form.column(finding.key).zh, problem.zh,
             problem.next_step_zh, problem.en, problem.next_step_en],
            wrap,
        )  # fmt: skip
    sheet.set_column(0, 2, 14)
    sheet.set_column(3, 6, 50)


def _shown(cell: Any) -> str:
    """A cell as text; a whole number without its point, as a wrong id number should be seen."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
