"""Tables of every broken kind are refused with their own reason; good ones are read, however they were saved."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.days import day_of
from renshe.foundation.sheets.fields import read_fields
from renshe.foundation.sheets.reading import find_header, first_row_below, read_sheet
from renshe.foundation.sheets.sheet import Sheet, column_letter, column_number
from renshe.kernel.codes.problem import Refused

LIMITS = {"rows": 1000, "file_bytes": 20 << 20, "uncompressed_bytes": 8 << 20}
COLUMNS = (
    TemplateColumn("number", "编号", "Number", True, 10, "", ""),
    TemplateColumn("name", "姓名", "Name", True, 10, "", ""),
    TemplateColumn("note", "备注（可不填）", "Remark", False, 10, "", ""),
)
HEADER = ["编号", "姓名"]
GOOD = ["0001", "丁一"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LINE = "编号,姓名\n"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: list[Any], header: list[str] = HEADER) -> bytes:
    """An .xlsx as a spreadsheet program would save it; numbers stay numbers."""
    return saved(lambda book: [book.active.append(row) for row in (header, *rows)])


def saved(fill: Callable[[Any], object]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def merged() -> bytes:
    def fill(book: Any) -> None:
        for row in (HEADER, GOOD, GOOD):
            book.active.append(row)
        book.active.merge_cells("A2:A3")

    return saved(fill)


def packed(**parts: bytes) -> bytes:
    """A zip of these parts; a double underscore stands for a slash."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return sink.getvalue()


def rewritten(content: bytes, part: str, pattern: bytes, by: bytes) -> bytes:
    """A workbook with one of its parts changed."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(sink, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, re.sub(pattern, by, text, count=1) if name == part else text)
    return sink.getvalue()


def below_header(content: bytes) -> list[list[Any]]:
    """What a service sees: the cells below the header."""
    sheet = read_sheet(content, limits=LIMITS)
    at, places = find_header(sheet.rows, COLUMNS)
    return sheet.rows[first_row_below(sheet, header=at, places=places, wanted=COLUMNS) :]


FILES = {
    "an empty file": (b"", "file_empty"),
    "only blanks": (b" \r\n \n", "file_empty"),
    "ten megabytes of zeros": (bytes(10 << 20), "file_not_a_table"),
    "more bytes than allowed": (bytes(21 << 20), "file_too_big"),
    "an old xls": (OLE, "file_legacy_xls"),
    "a workbook with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
    "a zip that is no workbook": (packed(word__document=b"<w/>"), "file_not_a_table"),
    "a workbook cut off": (workbook(GOOD)[:-400], "file_damaged"),
    "a workbook without a sheet": (packed(xl__workbook=b"<workbook/>"), "file_damaged"),
    "an entity bomb": (
        rewritten(
            workbook(GOOD), SHEET, rb"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet'
        ),
        "file_damaged",
    ),
    "a zip bomb": (
        packed(xl__workbook=b"<workbook/>", xl__sharedStrings=bytes(64 << 20)),
        "file_inflates",
    ),
    "a workbook with macros": (
        packed(xl__workbook=b"<workbook/>", xl__vbaProject=b"Sub Auto_Open()"),
        "file_with_programs",
    ),
    "a workbook with an old macro sheet": (
        packed(xl__workbook=b"<workbook/>", xl__macrosheets__sheet1=b"=EXEC()"),
        "file_with_programs",
    ),
    "a workbook with a file inside": (
        packed(xl__workbook=b"<workbook/>", xl__embeddings__oleObject1=b"MZ"),
        "file_with_programs",
    ),
    "a cell at the far corner": (
        rewritten(workbook(GOOD), SHEET, rb"</row>", b'<c r="XFD2"><v>1</v></c></row>'),
        "file_too_wide",
    ),
    "a row a million lines down": (
        rewritten(
            workbook(GOOD),
            SHEET,
            rb"</sheetData>",
            b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>',
        ),
        "too_many_rows",
    ),
    "a csv of too many rows": ((LINE + "1,x\n" * 1101).encode(), "too_many_rows"),
    "merged cells": (merged(), "merged_cells"),
    "another table": (workbook(["x"], header=["姓名", "电话"]), "header_missing"),
    "a column that stands there twice": (workbook(GOOD, header=[*HEADER, "姓名"]), "header_twice"),
    "UTF-16": ((LINE + "x,y").encode("utf-16"), "file_utf16"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "file_not_a_table"),
    "bytes in no encoding we know": (LINE.encode() + b"\xff\xff\xff\xff", "file_encoding"),
    "a csv with an endless field": (LINE.encode() + b'"' + b"x" * 200_000, "file_damaged"),
}


@pytest.mark.parametrize("kind", list(FILES))
def test_a_file_that_is_no_table_is_refused_with_its_reason(kind: str) -> None:
    content, code = FILES[kind]
    with pytest.raises(Refused) as refusal:
        below_header(content)
    assert refusal.value.codes == (code,)
    (problem,) = refusal.value.problems
    assert all((problem.zh, problem.en, problem.next_step_zh, problem.next_step_en))


def test_a_zip_bomb_is_small_when_it_comes() -> None:
    content, _ = FILES["a zip bomb"]
    assert len(content) < 100_000


def test_where_only_workbooks_are_taken_a_csv_is_refused_and_a_workbook_is_read() -> None:
    with pytest.raises(Refused) as refusal:
        read_sheet((LINE + "1,x").encode("gb18030"), limits=LIMITS, csv=False)
    assert refusal.value.codes == ("file_not_a_workbook",)
    assert read_sheet(workbook(GOOD), limits=LIMITS, csv=False).rows == [HEADER, GOOD]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_in_every_encoding_that_a_chinese_excel_writes(
    encoding: str, separator: str
) -> None:
    sink = io.StringIO()
    csv.writer(sink, delimiter=separator).writerows([HEADER, ["1", "㐀䶮𠮷,；"]])
    assert below_header(sink.getvalue().encode(encoding)) == [["1", "㐀䶮𠮷,；"]]


def test_a_header_is_found_below_a_preface_with_stars_brackets_and_a_line_of_english() -> None:
    header = ["姓 名＊", "备注(可不填)", "编号："]
    rows = [["某表"], header, ["Name", "Remark", "NUMBER"], ["丁一", "", "1"]]
    at, places = find_header(rows, COLUMNS)
    assert (at, places) == (1, {"name": 0, "note": 1, "number": 2})
    assert first_row_below(Sheet(rows=rows), header=at, places=places, wanted=COLUMNS) == 3
    assert first_row_below(Sheet(rows=rows[:2]), header=at, places=places, wanted=COLUMNS) == 2


def test_a_missing_header_is_named_and_one_far_down_is_not_looked_for() -> None:
    with pytest.raises(Refused) as refusal:
        find_header([["姓名", "电话"]], COLUMNS)
    assert "编号" in refusal.value.problems[0].zh
    assert "姓名" not in refusal.value.problems[0].zh
    with pytest.raises(Refused):
        find_header([[""]] * 20 + [HEADER], COLUMNS)


def test_cells_become_texts_with_kinds_and_rows_keep_the_numbers_of_the_file() -> None:
    rows: list[list[Any]] = [
        ["编号", "姓名"], [" 1 ", 12.0], [None, ""], [True, dt.date(2025, 10, 1)], [0.5], ["示例", "x"],
    ]  # fmt: skip
    sheet = Sheet(rows=rows, first_row=3, flags={(7, 0): "formula_without_value"})
    asked: dict[str, Any] = {
        "keys": ("number", "name", "note"), "places": {"number": 0, "name": 1}, "first": 1,
    }  # fmt: skip
    frame = read_fields(sheet, **asked, leave_out=lambda row: row[0] == "示例")
    assert frame.rows() == [
        (4, "1", "text", "12", "number", "", "empty"),
        (6, "True", "bool", "2025-10-01", "date", "", "empty"),
        (7, "0.5", "formula_without_value", "", "empty", "", "empty"),
    ]
    assert read_fields(sheet, **asked, keep_empty=True).height == 5
    assert read_fields(sheet, **asked, last=3)["row_number"].to_list() == [4]


def test_a_formula_is_taken_by_its_saved_result_and_an_error_is_flagged() -> None:
    content = workbook(["1", 8000], ["2", 9000], ["3", "=1+1"])
    formula = rb'<c r="B2"[^>]*><v>8000</v></c>'
    content = rewritten(content, SHEET, formula, b'<c r="B2"><f>4000*2</f><v>8000</v></c>')
    error = b'<c r="B3" t="e"><f>NA()</f><v>#N/A</v></c>'
    sheet = read_sheet(
        rewritten(content, SHEET, rb'<c r="B3"[^>]*><v>9000</v></c>', error), limits=LIMITS
    )
    assert sheet.rows[1][1] == 8000
    assert sheet.flags == {(3, 1): "cell_error_value", (4, 1): "formula_without_value"}


@pytest.mark.parametrize(
    "text",
    ["2025-10-01", "2025/10/1", "20251001", "2025.10.01", " 2025年10月1日", "2025-10-01 00:00:00"],
)
def test_a_day_is_read_however_it_is_typed(text: str) -> None:
    assert day_of(text) == dt.date(2025, 10, 1)


@pytest.mark.parametrize("text", ["45931", "2025-13-01", "2025-02-30", "1.10.2025", "2025-10", ""])
def test_what_is_no_day_is_not_read_as_one(text: str) -> None:
    assert day_of(text) is None


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [column_letter(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]  # fmt: skip
    assert all(column_number(column_letter(number)) == number for number in range(1000))
