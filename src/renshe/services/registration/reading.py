"""From a file or from records to rows of values, with what is wrong cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from renshe.kernel.codes.problem import Problem, Refused
from renshe.services.contributions.declare_month.sheet import column_letter
from renshe.services.contributions.declare_month.workbook import is_workbook, read_workbook
from renshe.services.registration.cells import Value, read_cell
from renshe.services.registration.form import Form

FILE_MAX = 10 * 1024 * 1024
LIMITS = {"rows": 20_000, "uncompressed_bytes": 200 * 1024 * 1024}
HEADER_ROWS = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: in which row and column of the file, and what to do about it.

    `letter` is the column in the file (C), empty for records that came without a file.
    """

    row: int
    key: str
    letter: str
    problem: Problem


@dataclass
class Row:
    """One row: its number in the file, the cells as they came, their values, and what is wrong."""

    number: int
    cells: dict[str, Any]
    values: dict[str, Value] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class Filled:
    """A form that somebody filled in. `uscc` is what the file says of whose it is, if it does."""

    rows: list[Row]
    letters: dict[str, str]
    uscc: str | None = None


def read_file(form: Form, content: bytes) -> Filled:
    """The rows of an .xlsx. Raises Refused where the file as a whole cannot be used."""
    if not content:
        raise _refuse("file_empty", "文件是空的", "the file is empty", "请确认文件已保存后重新上传",
                      "Make sure it was saved and send it again")  # fmt: skip
    if len(content) > FILE_MAX:
        raise _refuse("file_too_big", f"文件超过 {FILE_MAX >> 20} MB", "the file is too large",
                      "请拆成几个文件", "Split it into several files")  # fmt: skip
    if not is_workbook(content):
        raise _refuse("file_not_a_workbook", "文件不是 .xlsx 表格", "the file is no .xlsx workbook",
                      "请下载模板填写后上传", "Download the template and fill it in")  # fmt: skip
    sheet = read_workbook(content, limits=LIMITS)
    at, places = _header(form, sheet.rows)
    inside = [one for first, last, one in sheet.merged if last >= sheet.first_row + at]
    if inside:
        raise _refuse("merged_cells", f"数据区有合并单元格：{'、'.join(inside[:5])}",
                      f"cells are merged: {', '.join(inside[:5])}",
                      "请取消合并，每个单元格只填一项",
                      "Unmerge them, one value to a cell")  # fmt: skip
    letters = {key: column_letter(number) for key, number in places.items()}
    rows = []
    for number, cells in enumerate(sheet.rows[at + 1 :], start=sheet.first_row + at + 1):
        row = Row(number, {k: cells[p] if p < len(cells) else None for k, p in places.items()})
        if not _is_blank(row) and not _is_english_header(form, row):
            _flagged(form, row, letters, sheet.flags, places)
            rows.append(row)
    return _checked(form, Filled(rows=rows, letters=letters, uscc=_uscc(sheet.rows[:at])))


def read_records(form: Form, records: Iterable[Mapping[str, Any]]) -> Filled:
    """The rows of an API call: records by column key. Raises Refused where there is none or too
    many.
    """
    rows = [
        Row(number, {column.key: record.get(column.key) for column in form.columns})
        for number, record in enumerate(records, start=1)
    ]
    return _checked(form, Filled(rows=rows, letters={}))


def _checked(form: Form, filled: Filled) -> Filled:
    """Every cell read, repeated people marked, and the number of rows bounded."""
    if not filled.rows:
        raise _refuse("no_rows", "表头下面没有任何数据行", "there is no row below the header",
                      "请填写后上传", "Fill it in and send it again")  # fmt: skip
    if len(filled.rows) > form.rows_max:
        raise _refuse("too_many_rows", f"数据超过 {form.rows_max} 行", "there are too many rows",
                      f"请拆成几个文件，每个不超过 {form.rows_max} 行",
                      f"Split it into files of at most {form.rows_max} rows")  # fmt: skip
    for row in filled.rows:
        flagged = {finding.key for finding in row.findings}
        for column in form.columns:
            if column.key in flagged:
                continue
            value = read_cell(column, row.cells.get(column.key))
            if isinstance(value, Problem):
                add_finding(filled, row, column.key, value)
            else:
                row.values[column.key] = value
    _mark_repeated(form, filled)
    return filled


def add_finding(filled: Filled, row: Row, key: str, problem: Problem) -> None:
    """Note what is wrong with one cell of a row."""
    row.findings.append(Finding(row.number, key, filled.letters.get(key, ""), problem))


def _mark_repeated(form: Form, filled: Filled) -> None:
    """Every row of a key that stands there more than once: only the sender knows which is right."""
    seen: dict[str, list[Row]] = {}
    for row in filled.rows:
        value = row.values.get(form.key)
        if isinstance(value, str):
            seen.setdefault(value.upper(), []).append(row)
    for rows in seen.values():
        if len(rows) > 1:
            listed = "、".join(str(row.number) for row in rows[:10])
            for row in rows:
                add_finding(filled, row, form.key, Problem(
                    code="row_repeated",
                    zh=f"{form.column(form.key).zh}在第 {listed} 行重复出现",
                    en=f"the same {form.column(form.key).en} stands in rows {listed}",
                    next_step_zh="请核对后只保留一行", next_step_en="Check them and keep one",
                ))  # fmt: skip


def _header(form: Form, rows: list[list[Any]]) -> tuple[int, dict[str, int]]:
    """Where the header is, and which column stands where. Every required column must be there."""
    names = {_plain(name): column.key for column in form.columns for name in (column.zh, column.en)}
    required = {column.key for column in form.columns if column.required}
    best: set[str] = set()
    for at, cells in enumerate(rows[:HEADER_ROWS]):
        places: dict[str, int] = {}
        for number, cell in enumerate(cells):
            key = names.get(_plain(cell)) if isinstance(cell, str) else None
            if key is not None:
                places.setdefault(key, number)
        if required <= places.keys():
            return at, places
        best = max(best, set(places), key=len)
    missing = "、".join(form.column(key).zh for key in sorted(required - best))
    raise _refuse("header_missing", f"没有找到表头，缺少：{missing}",
                  f"no header found; missing: {missing}", "请使用下载的模板，不要改动表头",
                  "Use the template and keep its header")  # fmt: skip


def _plain(text: object) -> str:
    """A header as people vary it: without blanks, stars, colons, the width of brackets and case."""
    narrow = str(text).translate(str.maketrans("（）＊：", "()*:"))
    return re.sub(r"[\s*:]", "", narrow).casefold()


def _is_english_header(form: Form, row: Row) -> bool:
    return all(
        isinstance(cell, str) and _plain(cell) == _plain(form.column(key).en)
        for key, cell in row.cells.items()
    )


def _is_blank(row: Row) -> bool:
    return all(cell is None or not str(cell).strip() for cell in row.cells.values())


def _flagged(
    form: Form, row: Row, letters: dict[str, str], flags: dict[tuple[int, int], str],
    places: dict[str, int],
) -> None:  # fmt: skip
    """Cells that only the file format knows to be unusable: formulas never computed, and errors."""
    for key, place in places.items():
        if (row.number, place) in flags:
            row.findings.append(Finding(row.number, key, letters[key], Problem(
                code=flags[row.number, place],
                zh=f"{form.column(key).zh}单元格是未计算的公式或错误值",
                en=f"the cell of {form.column(key).en} is a formula without result or an error",
                next_step_zh="请粘贴为“值”后保存", next_step_en="Paste it as a value and save",
            )))  # fmt: skip


def _uscc(rows: list[list[Any]]) -> str | None:
    """The credit code that the lines above the header name, if they do."""
    for cells in rows:
        for label, value in pairwise(cells):
            if isinstance(label, str) and "统一社会信用代码" in label and value:
                return str(value).strip().upper()
    return None


def _refuse(code: str, zh: str, en: str, next_step_zh: str, next_step_en: str) -> Refused:
    return Refused(
        Problem(code=code, zh=zh, en=en, next_step_zh=next_step_zh, next_step_en=next_step_en)
    )
