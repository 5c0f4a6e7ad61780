"""A file that is no roster changes nothing, and every kind of bad cell is told (how tables are read: foundation/sheets)."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest

from renshe.domains.contributions.models import Declaration, DeclaredRow
from renshe.domains.contributions.test_small_city import City, id_number
from renshe.domains.documents.models import File
from renshe.kernel.codes.problem import Refused
from renshe.services.contributions.declare_month import declaration
from renshe.services.contributions.declare_month.declare import declare_file
from renshe.services.contributions.declare_month.roster import read_roster
from renshe.services.contributions.declare_month.test_story import (
    HEADER,
    city,
    row,
    send,
    sender,
    workbook,
)

__all__ = ["city"]

GOOD = [id_number(3), "丁一", 8000]


def rewritten(content: bytes, part: str, pattern: bytes, by: bytes) -> bytes:
    """A workbook with one of its parts changed."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(sink, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, re.sub(pattern, by, text, count=1) if name == part else text)
    return sink.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
FILES = {
    "an empty file": (b"", "file_empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "file_not_a_table"),
    "a workbook cut off": (workbook(GOOD)[:-400], "file_damaged"),
    "another table": (workbook(["x"], header=["姓名", "电话"]), "header_missing"),
    "a header and nothing else": (workbook(), "no_rows"),
}


@pytest.mark.parametrize("kind", list(FILES))
def test_a_file_that_is_no_roster_is_refused_with_its_reason_and_nothing_is_kept(
    city: City, kind: str
) -> None:
    content, code = FILES[kind]
    with pytest.raises(Refused) as refusal:
        declare_file(sender=sender(city), content=content, file_name="a.xlsx")
    assert refusal.value.codes == (code,)
    (problem,) = refusal.value.problems
    assert all((problem.zh, problem.en, problem.next_step_zh, problem.next_step_en))
    assert (Declaration.objects.count(), DeclaredRow.objects.count(), File.objects.count()) == (
        0,
        0,
        0,
    )


def test_a_file_above_the_limit_is_refused_before_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(declaration.item()["limits"], "file_bytes", 1000)
    with pytest.raises(Refused) as refusal:
        read_roster(workbook(GOOD))
    assert refusal.value.code == "file_too_big"


def test_more_rows_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(declaration.item()["limits"], "rows", 3)
    with pytest.raises(Refused) as refusal:
        read_roster(workbook(*[GOOD] * 4))
    assert refusal.value.code == "too_many_rows"


CELLS = {
    "an id stored as a number": ([310112198506150093, "丁一", 8000], "A", "id_stored_as_number"),
    "an id that is a date": ([dt.date(1985, 6, 15), "丁一", 8000], "A", "id_is_date"),
    "an id with a wrong check digit": (
        [id_number(3)[:-1] + "0", "丁一", 8000],
        "A",
        "id_check_digit",
    ),
    "an id of the first generation": (["310112850615009", "丁一", 8000], "A", "id_15_digits"),
    "an id in full-width digits": (
        ["３１０１１２１９８５０６１５００９３", "丁一", 8000],
        "A",
        "full_width",
    ),
    "an id of no division": (["9" * 17 + "X", "丁一", 8000], "A", "id_region"),
    "no id": (["", "丁一", 8000], "A", "id_missing"),
    "no name": ([id_number(3), None, 8000], "B", "name_missing"),
    "a number for a name": ([id_number(3), 12, 8000], "B", "name_is_no_text"),
    "a name with a blank": ([id_number(3), "丁 一", 8000], "B", "name_blank"),
    "a private-use character": ([id_number(3), "丁\ue816", 8000], "B", "name_private_use"),
    "a wage in words": ([id_number(3), "丁一", "八千"], "C", "wage_unreadable"),
    "a wage with its unit": ([id_number(3), "丁一", "8000元"], "C", "wage_unreadable"),
    "a wage with a currency sign": ([id_number(3), "丁一", "¥8000"], "C", "wage_unreadable"),
    "a wage in full-width digits": ([id_number(3), "丁一", "８０００．５"], "C", "wage_full_width"),
    "a wage that is a date": ([id_number(3), "丁一", dt.date(2025, 10, 1)], "C", "wage_is_date"),
    "a wage with part fen": ([id_number(3), "丁一", 8000.005], "C", "wage_part_fen"),
    "no wage": ([id_number(3), "丁一", None], "C", "wage_missing"),
    "a wage of nothing": ([id_number(3), "丁一", 0], "C", "wage_not_positive"),
    "a wage in fen": ([id_number(3), "丁一", 800000000], "C", "wage_implausible"),
    "a formula without its result": (
        [id_number(3), "丁一", "=4000*2"],
        "C",
        "formula_without_value",
    ),
}


@pytest.mark.parametrize("kind", list(CELLS))
def test_a_bad_cell_is_told_by_letter_and_reason_and_its_row_waits(city: City, kind: str) -> None:
    cells, letter, code = CELLS[kind]
    done = send(city, row(city, 1), cells)
    assert [(one.row_number, one.column, one.code) for one in done.errors] == [(3, letter, code)]
    assert (done.state, done.rows_good) == ("partly_accepted", 1)


def test_a_formula_whose_result_was_saved_is_taken_and_an_error_value_is_not(city: City) -> None:
    content = workbook(row(city, 0, 8000), row(city, 1, 9000))
    formula = rb'<c r="C2"[^>]*><v>8000</v></c>'
    saved = rewritten(content, SHEET, formula, b'<c r="C2"><f>4000*2</f><v>8000</v></c>')
    failed = rewritten(
        saved,
        SHEET,
        rb'<c r="C3"[^>]*><v>9000</v></c>',
        b'<c r="C3" t="e"><f>NA()</f><v>#N/A</v></c>',
    )
    done = declare_file(sender=sender(city), content=failed, file_name="a.xlsx")
    assert [(one.row_number, one.code) for one in done.errors] == [(3, "cell_error_value")]
    assert DeclaredRow.objects.get(state="good").wage_fen == 800_000


def test_dust_behind_the_fifteenth_digit_of_a_sum_is_no_part_of_a_fen(city: City) -> None:
    done = send(city, row(city, 0, 0.1 + 0.2), row(city, 1, 1234.56 * 3))
    assert done.errors == ()
    wages = DeclaredRow.objects.order_by("row_number").values_list("wage_fen", flat=True)
    assert list(wages) == [30, 370_368]


def test_lines_left_empty_between_rows_are_skipped_and_row_numbers_stay_those_of_the_file(
    city: City,
) -> None:
    done = send(city, row(city, 0), [None, None, None], row(city, 1, ""))
    assert [one.row_number for one in done.errors] == [4]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2025-10", 24309),
        ("2025年10月", 24309),
        (202510, 24309),
        ("2025/1", 24300),
        (dt.date(2025, 10, 1), 24309),
    ],
)
def test_the_period_of_a_file_is_read_however_the_spreadsheet_holds_it(
    said: Any, read: int
) -> None:
    book = openpyxl.Workbook()
    for line in (["费款所属期", said], HEADER, GOOD):
        book.active.append(line)
    sink = io.BytesIO()
    book.save(sink)
    assert read_roster(sink.getvalue()).period == read


def test_a_period_that_is_no_month_is_refused() -> None:
    book = openpyxl.Workbook()
    for line in (["费款所属期", "十月"], HEADER, GOOD):
        book.active.append(line)
    sink = io.BytesIO()
    book.save(sink)
    with pytest.raises(Refused) as refusal:
        read_roster(sink.getvalue())
    assert refusal.value.code == "period_unreadable"
