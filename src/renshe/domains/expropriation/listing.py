"""The names list as a street sends it: an Excel table of names and id numbers, every bad cell told by row and column."""

from __future__ import annotations

import io
from dataclasses import dataclass

import xlsxwriter
from django.db import transaction

from renshe.domains.expropriation import problems
from renshe.domains.expropriation.models import ExpropriationProject
from renshe.domains.expropriation.people import add_member, wrong_with
from renshe.domains.expropriation.projects import Recorded
from renshe.domains.registry import api as registry
from renshe.foundation.sheets.cell_errors import CellError, Finding, cell_errors
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.fields import read_fields
from renshe.foundation.sheets.reading import find_header, first_row_below, read_sheet
from renshe.kernel.codes.names import same_name
from renshe.kernel.rules import Explain

LIMITS = {"rows": 5_000, "file_bytes": 5 * 2**20, "uncompressed_bytes": 60 * 2**20}
COLUMNS = (
    TemplateColumn("name", "姓名", "Name", True, 14, "与身份证一致", "As on the id card"),
    TemplateColumn("id_number", "证件号码", "Id number", True, 24, "18位，文本格式", "18 characters, as text"),
)  # fmt: skip
KEYS = tuple(one.key for one in COLUMNS)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What became of a file: how many people were put on the list, or every bad cell and nobody."""

    added: int
    errors: tuple[CellError, ...]


@transaction.atomic
def import_list(*, project_id: int, content: bytes, recorded: Recorded, explain: Explain) -> Listed:
    """Put everybody of a file on the list, all or none. Raises Refused where the file as a whole cannot be used."""
    project = ExpropriationProject.objects.select_for_update().get(pk=project_id)
    sheet = read_sheet(content, limits=LIMITS)
    at, places = find_header(sheet.rows, COLUMNS)
    first = first_row_below(sheet, header=at, places=places, wanted=COLUMNS)
    rows = read_fields(sheet, keys=KEYS, places=places, first=first).to_dicts()
    numbers = [str(row["id_number"]).upper() for row in rows]
    known = registry.people_by_id_numbers(id_numbers=numbers)
    findings, people = [], []
    for row, number in zip(rows, numbers, strict=True):
        found = _wrong(row, number, known=known, project=project, seen=people)
        findings += [Finding(row["row_number"], field, problem) for field, problem in found]
        if number in known:
            people.append(known[number].pk)
    if findings:
        return Listed(added=0, errors=tuple(cell_errors(findings, columns=COLUMNS, places=places)))
    for person in people:
        add_member(project_id=project.pk, person_id=person, recorded=recorded, explain=explain)
    return Listed(added=len(people), errors=())


def _wrong(
    row: dict, number: str, *, known: dict[str, registry.Person], project: ExpropriationProject, seen: list[int]
) -> list:  # fmt: skip
    person = known.get(number)
    if person is None:
        return [("id_number", problems.UNKNOWN)]
    found = [("id_number", one) for one in wrong_with(person=person, project=project)]
    if person.pk in seen:
        found.append(("id_number", problems.ON_LIST))
    if not same_name(str(row["name"]), person.name):
        found.append(("name", problems.NAME_DIFFERS))
    return found


def list_template() -> bytes:
    """The empty table, with its two headers."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet, text = book.add_worksheet("名单 List"), book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, column.width, text)
            sheet.write_string(0, at, column.zh, bold)
            sheet.write_string(1, at, column.en, bold)
        sheet.freeze_panes(2, 0)
    return sink.getvalue()
