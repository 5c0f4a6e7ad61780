"""A month's annuity contributions as a table: one person a row, employer's and own payment in yuan; every bad cell is told.

A file is taken whole or not at all, because the caps of the law are the employer's and not a row's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from renshe.domains.annuity.contributing import Paid
from renshe.domains.annuity.models import Plan
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

LIMITS = {"rows": 20_000, "file_bytes": 8_388_608, "uncompressed_bytes": 104_857_600}
MOST_FEN = 10_000_000
COLUMNS = (
    TemplateColumn("id_number", "证件号码", "ID number", True, 22, "与登记一致，按文本填写", "As registered, as text"),
    TemplateColumn("name", "姓名", "Name", True, 14, "与证件一致", "As on the document"),
    TemplateColumn("employer", "单位缴费", "Employer pays", True, 14, "元，没有的填0", "Yuan, 0 if none"),
    TemplateColumn("personal", "个人缴费", "Person pays", True, 14, "元，没有的填0", "Yuan, 0 if none"),
)  # fmt: skip
NO_AMOUNT = Problem(
    "amount_unreadable", "金额无法识别，或者超出范围", "the amount cannot be read or is out of range", "owner-default",
    "填元，最多两位小数，0到10万元", "Yuan with at most two decimals, 0 to 100,000",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReadMonth:
    """A file as read: what was paid for whom, what is wrong with which cell, and the file's hash."""

    rows: tuple[Paid, ...]
    errors: tuple[CellError, ...]
    sha256: str


def read_month_file(content: bytes) -> ReadMonth:
    """Read an .xlsx or .csv. Raises Refused where the file as a whole is no such table."""
    return _judged(read_named_rows(content, columns=COLUMNS, limits=LIMITS))


def read_records(records: Sequence[Mapping[str, object]]) -> ReadMonth:
    """The same from an API call: records with id_number, name, employer and personal (texts in yuan), rows from 1."""
    return _judged(given_rows(records, columns=COLUMNS))


def month_template(*, plan: Plan) -> bytes:
    """A workbook with the plan's people filled in, so that only amounts are typed."""
    accounts = plan.accounts.filter(left_month__isnull=True).select_related("person")
    people = [(one.person.id_number, one.person.name) for one in accounts.order_by("person_id")]
    return named_template(COLUMNS, title="年金缴费", people=people)


def _judged(read: NamedRows) -> ReadMonth:
    people, findings = matched(
        read, known=registry.people_by_id_numbers(id_numbers=read.id_numbers)
    )
    rows = []
    for row in read.rows:
        fens = {
            key: yuan_cell(row.cells[key], least=0, most=MOST_FEN)
            for key in ("employer", "personal")
        }
        findings += [
            Finding(row.number, key, NO_AMOUNT) for key, fen in fens.items() if fen is None
        ]
        if row.number in people and None not in fens.values():
            rows.append(
                Paid(
                    person_id=people[row.number].pk, employer_fen=fens["employer"] or 0, personal_fen=fens["personal"] or 0
                )
            )  # fmt: skip
    errors = cell_errors(findings, columns=COLUMNS, places=read.places)
    return ReadMonth(rows=tuple(rows), errors=tuple(errors), sha256=read.sha256)
