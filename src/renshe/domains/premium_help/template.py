"""The empty table of a named list, with the groups that the programme takes."""

from __future__ import annotations

import io

import xlsxwriter

from renshe.domains.premium_help.groups import GROUPS
from renshe.domains.premium_help.lists import COLUMNS
from renshe.domains.premium_help.models import HelpProgramme


def list_template(programme: HelpProgramme) -> bytes:
    """The empty table with its headers, and a second sheet with the groups that the programme takes."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet, text = book.add_worksheet("名单 List"), book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, column.width, text)
            sheet.write_string(0, at, column.zh, bold)
            sheet.write_string(1, at, column.en, bold)
        words = [GROUPS[code].zh for code in programme.groups]
        sheet.data_validation(2, 2, 20_000, 2, {"validate": "list", "source": words})
        sheet.freeze_panes(2, 0)
        second = book.add_worksheet("人群 Groups")
        second.set_column(0, 1, 34)
        for row, code in enumerate(programme.groups):
            second.write_row(row, 0, [GROUPS[code].zh, GROUPS[code].en])
    return sink.getvalue()
