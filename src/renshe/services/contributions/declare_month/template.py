"""Workbooks that go out: the roster to fill in, a roster with its bad cells marked, and the failed rows alone."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from renshe.domains.contributions.api import (
    contribution_year,
    declared_row_errors,
    roster_people,
)
from renshe.domains.registry.api import Employer, employer
from renshe.foundation.sheets.cell_errors import CellError, add_error_sheet
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import Month, format_month
from renshe.services.contributions.declare_month.declaration import columns, item
from renshe.services.contributions.declare_month.roster import KINDS, read_roster

# Spreadsheet programs become slow with more bubbles than anybody would read; the text is in its own column too.
COMMENTS_MAX = 5_000
_SPARE_ROWS = 2_000


def roster_template(*, employer_id: int, period: Month) -> bytes:
    """The roster of a month to fill in: everybody insured, with the wage already known for the year.

    Id numbers are text cells, wages are checked by the spreadsheet program, and an example row shows how; it is left
    out when the roster is read.
    """
    unit = employer(employer_id=employer_id)
    year = contribution_year(place=unit.place, period=period)
    people = roster_people(employer_id=employer_id, period=period, year=year)
    shown = [one for one in columns() if one.key != "original_row"]
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        first = _head(book, unit=unit, period=period, shown=shown, title=item()["zh"])
        sheet, text = book.get_worksheet_by_name("花名册"), _formats(book)
        example = item()["example"]
        row = [str(example["id_number"]), example["name"], float(example["wage"]), example["mark"]]
        for at, value in enumerate(row):
            sheet.write(first, at, value, text["example_money" if at == 2 else "example"])
        for number, person in enumerate(people, first + 1):
            sheet.write_string(number, 0, person.id_number, text["text"])
            sheet.write_string(number, 1, person.name, text["text"])
            if person.wage_fen is not None:
                sheet.write_number(number, 2, person.wage_fen / 100, text["money"])
        last = first + len(people) + _SPARE_ROWS
        _validate(sheet, first=first, last=last)
    return sink.getvalue()


def marked_roster(*, content: bytes, errors: Sequence[CellError]) -> bytes:
    """The roster as it was sent, each bad cell marked with the reason and the fix, which also stand in a column.

    The second sheet lists every error by row and column. Row numbers are those of the file that was sent.
    """
    roster = read_roster(content)
    wrong: dict[tuple[int, str], list[CellError]] = {}
    for one in errors:
        wrong.setdefault((one.row_number, one.field), []).append(one)
    rows = (
        (
            row["row_number"],
            [row[key] for key in KINDS[:3]],
            {
                key: wrong[row["row_number"], key]
                for key in KINDS
                if (row["row_number"], key) in wrong
            },
        )
        for row in roster.rows.iter_rows(named=True)
    )
    return _marked(rows, listed=errors)


def failed_rows(*, declaration_id: int) -> bytes:
    """Only the rows of a declaration that wait, each with its original number: to be mended and sent again alone."""

    def waiting() -> Iterable[tuple[int, list[str], dict[str, list[CellError]]]]:
        for number, id_number, name, fen, told in declared_row_errors(
            declaration_id=declaration_id
        ):
            wrong: dict[str, list[CellError]] = {}
            for one in told:
                wrong.setdefault(one["field"], []).append(CellError(row_number=number, **one))
            wage = "" if fen is None else format_yuan(fen, separators=False)
            yield number, [id_number, name, wage], wrong

    rows = list(waiting())
    return _marked(
        rows, listed=[one for _, _, wrong in rows for some in wrong.values() for one in some]
    )


def _marked(
    rows: Iterable[tuple[int, list[str], dict[str, list[CellError]]]],
    *,
    listed: Sequence[CellError],
) -> bytes:
    by_key = {one.key: one for one in columns()}
    shown = [
        *(by_key[key] for key in KINDS),
        TemplateColumn("errors", "错误说明", "Errors", False, 70, "", ""),
    ]
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        first = _head(
            book,
            unit=None,
            period=None,
            shown=shown,
            title="有误单元格已标红 · Bad cells are marked",
        )
        sheet, text = book.get_worksheet_by_name("花名册"), _formats(book)
        comments = 0
        for at, (number, cells, wrong) in enumerate(rows, first):
            for column, (key, value) in enumerate(zip(KINDS, [*cells, str(number)], strict=True)):
                sheet.write_string(at, column, value, text["bad" if key in wrong else "text"])
                if key in wrong and comments < COMMENTS_MAX:
                    sheet.write_comment(
                        at, column, _sentences(wrong[key]), {"x_scale": 3, "y_scale": 2}
                    )
                    comments += 1
            if wrong:
                told = _sentences(one for some in wrong.values() for one in some)
                sheet.write_string(at, len(KINDS), told)
        add_error_sheet(book, listed, header=text["header"])
    return sink.getvalue()


def _sentences(errors: Iterable[CellError]) -> str:
    return "\n".join(
        f"{one.header_zh}：{one.zh}。{one.next_step_zh}。 {one.en}; {one.next_step_en}."
        for one in errors
    )


def _head(
    book: Any,
    *,
    unit: Employer | None,
    period: Month | None,
    shown: Sequence[TemplateColumn],
    title: str,
) -> int:
    """Title, whose roster it is, and two lines of headers; returns the first row below, counted from 0."""
    sheet, text = book.add_worksheet("花名册"), _formats(book)
    sheet.write_string(0, 0, title, text["title"])
    said = {"uscc": unit.uscc if unit else "", "period": format_month(period) if period else ""}
    for number, one in enumerate(item()["preface"], 1):
        if said[one["key"]]:
            sheet.write_string(number, 0, f"{one['zh']} {one['en']}", text["note"])
            sheet.write_string(number, 1, said[one["key"]], text["text"])
    for at, column in enumerate(shown):
        sheet.set_column(
            at, at, column.width, text["money"] if column.key == "wage" else text["text"]
        )
        sheet.write_string(3, at, column.zh, text["header"])
        sheet.write_string(4, at, column.en, text["header_en"])
        if column.note_zh:
            sheet.write_comment(3, at, f"{column.note_zh}\n{column.note_en}")
    sheet.freeze_panes(5, 1)
    return 5


def _validate(sheet: Any, *, first: int, last: int) -> None:
    sheet.data_validation(
        first,
        0,
        last,
        0,
        {
            "validate": "length",
            "criteria": "between",
            "minimum": 15,
            "maximum": 18,
            "ignore_blank": True,
            "error_title": "证件号码",
            "error_message": "应为18位（旧版永久居留身份证15位） · must have 18 characters (an old residence card 15)",
        },
    )
    sheet.data_validation(
        first,
        2,
        last,
        2,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0.01,
            "maximum": 5_000_000,
            "ignore_blank": True,
            "error_title": "月平均工资",
            "error_message": "请填大于零的金额（元） · an amount in yuan",
        },
    )


def _formats(book: Any) -> dict[str, Any]:
    """The formats of a workbook, made once for each book."""
    made: dict[str, Any] | None = getattr(book, "renshe_formats", None)
    if made is None:
        example = {"italic": True, "font_color": "#808080"}
        made = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "note": book.add_format({"font_color": "#595959"}),
            "text": book.add_format({"num_format": "@"}),
            "money": book.add_format({"num_format": "0.00"}),
            "header": book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1}),
            "header_en": book.add_format(
                {"font_color": "#595959", "bg_color": "#DCE6F1", "border": 1}
            ),
            "bad": book.add_format(
                {"num_format": "@", "bg_color": "#FFC7CE", "font_color": "#9C0006"}
            ),
            "example": book.add_format({"num_format": "@", **example}),
            "example_money": book.add_format({"num_format": "0.00", **example}),
        }
        book.renshe_formats = made
    return made
