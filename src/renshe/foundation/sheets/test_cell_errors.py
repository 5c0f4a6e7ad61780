"""Bad cells are told by row and column, in both languages, and listed in a workbook."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from renshe.foundation.sheets.cell_errors import Finding, cell_errors, error_list
from renshe.foundation.sheets.reasons import OF_SHEETS, SCOPES, TEXTS, Reasons
from renshe.foundation.sheets.test_reading import COLUMNS

PLACES = {"number": 2, "name": 0}


def test_errors_come_by_row_and_in_the_order_of_the_columns_with_the_letter_of_the_file() -> None:
    bad = OF_SHEETS.problem("cell_error_value")
    found = [Finding(7, "name", bad), Finding(7, "number", bad), Finding(3, "note", bad)]
    told = cell_errors(found, columns=COLUMNS, places=PLACES)
    assert [(one.row_number, one.column, one.header_zh) for one in told] == [
        (3, "", "备注（可不填）"),
        (7, "C", "编号"),
        (7, "A", "姓名"),
    ]
    assert "row_number" not in told[0].as_kept()
    sheet = openpyxl.load_workbook(io.BytesIO(error_list(told))).active
    assert [cell.value for cell in sheet[3]] == [
        7, "C", "编号", "Number", "cell_error_value", bad.zh, bad.en, bad.next_step_zh, bad.next_step_en,
    ]  # fmt: skip
    assert sheet.max_row == 1 + 3


def test_a_reason_is_filled_with_what_was_found_and_a_whole_file_is_not_refused_for_a_cell() -> (
    None
):
    (problem,) = OF_SHEETS.refuse_file("too_many_rows", limit=3).problems
    assert (problem.zh, problem.next_step_en) == (
        "数据超过 3 行", "split it into files of at most 3 rows",
    )  # fmt: skip
    with pytest.raises(AssertionError):
        OF_SHEETS.refuse_file("cell_error_value")


def test_every_reason_of_every_table_has_both_languages_and_a_next_step() -> None:
    house = Path(__file__).parents[2]
    tables = [*house.rglob("problems.yaml"), *house.rglob("cell_problems.yaml")]
    files = [
        file for file in tables if "portals" not in file.parts
    ]  # the API's are of another shape
    assert len(files) >= 4
    for file in files:
        for code, texts in Reasons(file).texts.items():
            assert texts["scope"] in SCOPES, f"{file.parent.name}: {code}"
            assert all(texts[name] for name in TEXTS), f"{file.parent.name}: {code}"
