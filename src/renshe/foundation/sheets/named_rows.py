"""Rows that each name one person, by id number and name: read from a table or an API call, and written as a template.

What a list of people needs whatever it is about: the header is found, English headers below it are skipped, cells are texts,
and each row is held against the register that the caller hands in. Nothing is judged of the columns that the caller owns.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import xlsxwriter

from renshe.foundation.sheets.cell_errors import Finding
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.fields import read_fields
from renshe.foundation.sheets.reading import find_header, first_row_below, read_sheet
from renshe.foundation.sheets.reasons import OF_SHEETS
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import MoneyError, yuan_to_fen

NUMBER, NAME = "id_number", "name"
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


class Registered(Protocol):
    """Somebody of a register: a number for life, and the name as registered."""

    @property
    def pk(self) -> int:
        """The number."""

    @property
    def name(self) -> str:
        """The name."""


P = TypeVar("P", bound=Registered)


@dataclass(frozen=True, kw_only=True)
class NamedRow:
    """One row: where it stands in the file (an API's count from 1) and its cells as texts, "" where there is none."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class NamedRows:
    """All rows, where each column stands in the file, and the file's hash; without a file no place and ""."""

    rows: tuple[NamedRow, ...]
    places: Mapping[str, int]
    sha256: str

    @property
    def id_numbers(self) -> list[str]:
        """Everybody's id number as registers write them, for asking one at once."""
        return [one.cells[NUMBER].upper() for one in self.rows]


def read_named_rows(
    content: bytes, *, columns: Sequence[TemplateColumn], limits: Mapping[str, int]
) -> NamedRows:
    """The rows of an .xlsx or .csv. Raises Refused where the file as a whole is no such table."""
    sheet = read_sheet(content, limits=limits)
    header, places = find_header(sheet.rows, columns)
    first = first_row_below(sheet, header=header, places=places, wanted=columns)
    keys = [one.key for one in columns]
    rows = tuple(
        NamedRow(
            number=row["row_number"], cells={key: (row[key] or "").strip() for key in keys}
        )
        for row in read_fields(sheet, keys=keys, places=places, first=first).to_dicts()
    )  # fmt: skip
    if not rows:
        raise OF_SHEETS.refuse_file("no_rows")
    return NamedRows(rows=rows, places=places, sha256=hashlib.sha256(content).hexdigest())


def given_rows(
    records: Iterable[Mapping[str, object]], *, columns: Sequence[TemplateColumn]
) -> NamedRows:
    """The same from an API call or a form: records with texts under the columns' keys."""
    rows = tuple(
        NamedRow(
            number=number,
            cells={one.key: str(record.get(one.key) or "").strip() for one in columns},
        )
        for number, record in enumerate(records, 1)
    )
    return NamedRows(rows=rows, places={}, sha256="")


def matched(read: NamedRows, *, known: Mapping[str, P]) -> tuple[dict[int, P], list[Finding]]:
    """Whom each row names, by row number, and the rows that name nobody, somebody twice, or by another name.

    `known` is the register by id number. Somebody by another name is given with the finding, so that the rest is judged too.
    """
    people: dict[int, P] = {}
    findings: list[Finding] = []
    seen: set[int] = set()
    for row, number in zip(read.rows, read.id_numbers, strict=True):
        person = known.get(number)
        if person is None:
            findings.append(Finding(row.number, NUMBER, UNKNOWN))
            continue
        if person.pk in seen:
            findings.append(Finding(row.number, NUMBER, TWICE))
        elif not same_name(person.name, row.cells[NAME]):
            findings.append(Finding(row.number, NAME, OTHER_NAME))
        seen.add(person.pk)
        people[row.number] = person
    return people, findings


def yuan_cell(text: str, *, least: int, most: int) -> int | None:
    """Yuan as somebody types them, as fen between two bounds (both allowed); None where it is none or outside."""
    try:
        fen = yuan_to_fen(text.replace(",", "").replace("，", ""))
    except (MoneyError, ValueError, ArithmeticError):
        return None
    return fen if least <= fen <= most else None


def named_template(
    columns: Sequence[TemplateColumn], *, title: str, people: Iterable[tuple[str, str]] = ()
) -> bytes:
    """A workbook with both headers, a note to each column, and people (id number, name) filled in: it can be sent back as it is.

    The id number is written as text, so that no spreadsheet rounds it.
    """
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet, text = book.add_worksheet(title), book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width, text)
            sheet.write_string(0, at, column.zh, bold)
            sheet.write_string(1, at, column.en, bold)
            sheet.write_comment(0, at, f"{column.note_zh}\n{column.note_en}")
        places = {one.key: at for at, one in enumerate(columns)}
        for line, (number, name) in enumerate(people, 2):
            sheet.write_string(line, places[NUMBER], number)
            sheet.write_string(line, places[NAME], name)
        sheet.freeze_panes(2, 0)
    return sink.getvalue()
