"""A body's month as a table: one person a row with the month's wage in yuan; every bad cell is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from renshe.domains.institution_staff.months import DeclaredWage, members_in
from renshe.domains.registry import api as registry
from renshe.foundation.sheets.cell_errors import CellError, Finding, cell_errors
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.named_rows import (
    NamedRows,
    given_rows,
    matched,
    named_template,
    read_named_rows,
    yuan_cell,
)
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import Month

LIMITS = {"rows": 20_000, "file_bytes": 8_388_608, "uncompressed_bytes": 104_857_600}
MOST_FEN = 20_000_000
COLUMNS = (
    TemplateColumn("id_number", "证件号码", "ID number", True, 22, "与登记一致，按文本填写", "As registered, as text"),
    TemplateColumn("name", "姓名", "Name", True, 14, "与证件一致", "As on the document"),
    TemplateColumn("wage", "月工资", "Wage", True, 14, "元，缴费工资口径", "Yuan, as wages for contributions"),
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
    return _judged(read_named_rows(content, columns=COLUMNS, limits=LIMITS))


def read_records(records: Sequence[Mapping[str, object]]) -> ReadMonth:
    """The same from an API call: id_number, name and wage (texts, yuan), rows from 1."""
    return _judged(given_rows(records, columns=COLUMNS))


def month_template(*, employer_id: int, month: Month) -> bytes:
    """A workbook with the month's register filled in, so that only wages are typed."""
    numbers = members_in(employer_id=employer_id, month=month)
    stands_for = registry.resolve_many(person_ids=numbers)
    known = registry.Person.objects.in_bulk(stands_for.values())
    people = [known[stands_for[number]] for number in numbers]
    return named_template(
        COLUMNS, title="机关事业养老", people=[(one.id_number, one.name) for one in people]
    )


def _judged(read: NamedRows) -> ReadMonth:
    people, findings = matched(
        read, known=registry.people_by_id_numbers(id_numbers=read.id_numbers)
    )
    rows = []
    for row in read.rows:
        wage = yuan_cell(row.cells["wage"], least=1, most=MOST_FEN)
        if wage is None:
            findings.append(Finding(row.number, "wage", NO_WAGE))
        elif row.number in people:
            rows.append(DeclaredWage(person_id=people[row.number].pk, wage_fen=wage))
    errors = cell_errors(findings, columns=COLUMNS, places=read.places)
    return ReadMonth(rows=tuple(rows), errors=tuple(errors), sha256=read.sha256)
