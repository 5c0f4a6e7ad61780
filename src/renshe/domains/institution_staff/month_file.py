"""A body's month as a table: one person a row with the month's wage in yuan; every bad cell is told."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from renshe.domains.institution_staff.months import DeclaredWage, members_in
from renshe.domains.registry import api as registry
from renshe.foundation.sheets.cell_errors import CellError, Finding, cell_errors
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.reading import find_header, read_sheet
from renshe.foundation.sheets.reasons import OF_SHEETS
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import MoneyError, yuan_to_fen
from renshe.kernel.periods import Month

LIMITS = {"rows": 20_000, "file_bytes": 8_388_608, "uncompressed_bytes": 104_857_600}
MOST_FEN = 20_000_000
COLUMNS = (
    TemplateColumn("id_number", "证件号码", "ID number", True, 22, "与登记一致，按文本填写", "As registered, as text"),
    TemplateColumn("name", "姓名", "Name", True, 14, "与证件一致", "As on the document"),
    TemplateColumn("wage", "月工资", "Wage", True, 14, "元，缴费工资口径", "Yuan, as wages for contributions"),
)  # fmt: skip
UNKNOWN = Problem(
    "person_unknown", "该证件号码没有登记", "nobody is registered under this id number", "社会保险经办条例 8",
    "核对号码；新进人员先办理参保登记", "Check the number; register a newcomer first",
)  # fmt: skip
OTHER_NAME = Problem(
    "name_differs", "姓名与登记不一致", "the name differs from the register", "社会保险经办条例 9",
    "核对姓名；登记有误的先更正", "Check the name, or have the register corrected",
)  # fmt: skip
TWICE = Problem(
    "person_twice", "同一人出现了两次", "the same person stands in two rows", "owner-default",
    "每人只留一行", "Keep one row a person",
)  # fmt: skip
NO_WAGE = Problem(
    "wage_unreadable", "工资无法识别，或者超出范围", "the wage cannot be read or is out of range", "owner-default",
    "填元，最多两位小数，大于0、不超过20万元", "Yuan with at most two decimals, above 0 and to 200,000",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReadMonth:
    """A file as read: wages, what is wrong with which cell, and the file's hash ("" from an API)."""

    rows: tuple[DeclaredWage, ...]
    errors: tuple[CellError, ...]
    sha256: str


def read_month_file(content: bytes) -> ReadMonth:
    """Read an .xlsx or .csv. Raises Refused where the file as a whole is no such table."""
    sheet = read_sheet(content, limits=LIMITS)
    header, places = find_header(sheet.rows, COLUMNS)
    lines = [
        (sheet.first_row + header + 1 + at, _cells(row, places))
        for at, row in enumerate(sheet.rows[header + 1 :])
    ]
    lines = [(number, cells) for number, cells in lines if any(cells.values())]
    if not lines:
        raise OF_SHEETS.refuse_file("no_rows")
    return _read(lines, places=places, sha256=hashlib.sha256(content).hexdigest())


def read_records(records: Sequence[dict[str, str]]) -> ReadMonth:
    """The same from an API call: id_number, name and wage (texts, yuan), rows from 1."""
    lines = [
        (at, {column.key: str(one.get(column.key, "")).strip() for column in COLUMNS})
        for at, one in enumerate(records, 1)
    ]
    return _read(lines, places={}, sha256="")


def month_template(*, employer_id: int, month: Month) -> bytes:
    """A workbook with the month's register filled in, so that only wages are typed."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page, text = book.add_worksheet("机关事业养老"), book.add_format({"num_format": "@"})
    for place, column in enumerate(COLUMNS):
        page.set_column(place, place, column.width, text if column.key == "id_number" else None)
        page.write_string(0, place, f"{column.zh} {column.en}")
        page.write_comment(0, place, f"{column.note_zh}\n{column.note_en}")
    for line, number in enumerate(members_in(employer_id=employer_id, month=month), 1):
        person = registry.person(person_id=number)
        page.write_string(line, 0, person.id_number)
        page.write_string(line, 1, person.name)
    book.close()
    return buffer.getvalue()


def _read(
    lines: list[tuple[int, dict[str, str]]], *, places: dict[str, int], sha256: str
) -> ReadMonth:
    rows, findings = _judged(lines)
    errors = cell_errors(findings, columns=COLUMNS, places=places)
    return ReadMonth(rows=tuple(rows), errors=tuple(errors), sha256=sha256)


def _cells(row: Sequence[Any], places: dict[str, int]) -> dict[str, str]:
    return {
        key: "" if at >= len(row) or row[at] is None else _text(row[at])
        for key, at in places.items()
    }


def _text(cell: Any) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell)) if whole else str(cell).strip()


def _judged(lines: list[tuple[int, dict[str, str]]]) -> tuple[list[DeclaredWage], list[Finding]]:
    known = registry.people_by_id_numbers(
        id_numbers=[cells["id_number"].upper() for _, cells in lines]
    )
    rows: list[DeclaredWage] = []
    findings: list[Finding] = []
    seen: set[int] = set()
    for number, cells in lines:
        person, wage = known.get(cells["id_number"].upper()), _fen(cells["wage"])
        if person is None:
            findings.append(Finding(number, "id_number", UNKNOWN))
        elif person.pk in seen:
            findings.append(Finding(number, "id_number", TWICE))
        elif not same_name(person.name, cells["name"]):
            findings.append(Finding(number, "name", OTHER_NAME))
        if wage is None:
            findings.append(Finding(number, "wage", NO_WAGE))
        if person is not None and wage is not None:
            seen.add(person.pk)
            rows.append(DeclaredWage(person_id=person.pk, wage_fen=wage))
    return rows, findings


def _fen(text: str) -> int | None:
    try:
        fen = yuan_to_fen(text.replace(",", "").replace("，", ""))
    except (MoneyError, ValueError, ArithmeticError):
        return None
    return fen if 0 < fen <= MOST_FEN else None
