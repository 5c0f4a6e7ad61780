"""Rows that name people: a template can be sent back as it came, and each wrong row is told at its cell."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.named_rows import (
    given_rows,
    matched,
    named_template,
    read_named_rows,
    yuan_cell,
)
from renshe.kernel.codes.problem import Refused

LIMITS = {"rows": 100, "file_bytes": 2**20, "uncompressed_bytes": 2**24}
COLUMNS = (
    TemplateColumn("id_number", "证件号码", "ID number", True, 22, "文本", "Text"),
    TemplateColumn("name", "姓名", "Name", True, 14, "与证件一致", "As on the document"),
    TemplateColumn("wage", "月工资", "Wage", True, 14, "元", "Yuan"),
)


@dataclass(frozen=True)
class Somebody:
    pk: int
    name: str


KNOWN = {"11X": Somebody(1, "王小明"), "22": Somebody(2, "李四")}


def test_the_template_with_its_people_can_be_sent_back_as_it_is() -> None:
    """Two headers, notes and formats are no rows; the number stays a text with its X."""
    content = named_template(COLUMNS, title="名册", people=[("11X", "王小明"), ("22", "李四")])
    read = read_named_rows(content, columns=COLUMNS, limits=LIMITS)
    assert [(one.number, dict(one.cells)) for one in read.rows] == [
        (3, {"id_number": "11X", "name": "王小明", "wage": ""}),
        (4, {"id_number": "22", "name": "李四", "wage": ""}),
    ]
    assert matched(read, known=KNOWN)[1] == []
    assert len(read.sha256) == 64


def test_an_empty_template_has_no_rows() -> None:
    with pytest.raises(Refused) as why:
        read_named_rows(named_template(COLUMNS, title="名册"), columns=COLUMNS, limits=LIMITS)
    assert "no_rows" in why.value.codes


def test_a_row_that_names_nobody_somebody_twice_or_another_name_is_told_at_its_cell() -> None:
    text = "证件号码,姓名,月工资\n11x,王小明,1\n33,无人,1\n22,李五,1\n11X,王小明,1\n"
    read = read_named_rows(text.encode(), columns=COLUMNS, limits=LIMITS)
    people, findings = matched(read, known=KNOWN)
    assert {row: one.pk for row, one in people.items()} == {2: 1, 4: 2, 5: 1}
    assert [(one.row_number, one.field, one.problem.code) for one in findings] == [
        (3, "id_number", "person_unknown"),
        (4, "name", "name_differs"),
        (5, "id_number", "person_twice"),
    ]


def test_records_of_an_api_count_from_one_and_have_no_places() -> None:
    read = given_rows([{"id_number": " 22 ", "name": "李四"}], columns=COLUMNS)
    assert (read.rows[0].number, read.rows[0].cells["wage"], read.places) == (1, "", {})
    assert read.id_numbers == ["22"]


@pytest.mark.parametrize(
    ("text", "fen"),
    [("0.01", 1), ("1,200", 1_200_00), ("1200.5", 1_200_50), ("2000", 2_000_00), ("2000.01", None), ("0", None),
     ("-1", None), ("1.234", None), ("一百", None), ("", None)],
)  # fmt: skip
def test_yuan_are_read_between_two_bounds(text: str, fen: int | None) -> None:
    assert yuan_cell(text, least=1, most=2_000_00) == fen
