"""A village's list comes by Excel: taken whole and once, or not at all with every bad cell told."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import xlsxwriter

from renshe.domains.conftest import id_number, make_person
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows.resident_lists import COLUMNS, KINDS, Imported, NewList, import_file, template
from renshe.foundation.sheets.reading import read_sheet
from renshe.kernel.codes.problem import Refused
from renshe.laws import library

__all__ = ["make_person"]
TODAY = dt.date(2025, 11, 3)
HAND = resident.ByHand(by="clerk", at=dt.datetime(2025, 11, 3, 2, tzinfo=dt.UTC), today=TODAY)
PLACE, DOCUMENT = "440402", "红旗村〔2025〕3号"
LIN, WU = id_number(sequence=101), id_number(birth="19900607", sequence=102)
LIMITS = {"rows": 100, "file_bytes": 2**20, "uncompressed_bytes": 2**24}


@pytest.fixture
def two(db: None, make_person: Any) -> list[registry.Person]:
    """Lin and Wu of the place, in no scheme; the demonstration's law computes."""
    library.configure(overlays=library.configured()[0], mode="demonstration")
    return [
        make_person(name="林小明"),
        make_person(name="吴小红", id_number=WU, retirement_category="F50"),
    ]


def sheet(kind: str, *rows: tuple[Any, ...]) -> bytes:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [one.zh for one in COLUMNS[kind]])
        for at, row in enumerate(rows, 1):
            page.write_row(at, 0, row)
    return sink.getvalue()


def taken(kind: str, *rows: tuple[Any, ...], **changed: Any) -> Imported:
    new = NewList(**{"kind": kind, "place": PLACE, "year": 2025, "document": DOCUMENT, **changed})
    return import_file(new=new, content=sheet(kind, *rows), hand=HAND)


def wrong(found: Imported) -> list[tuple[str, str]]:
    return [(f"{one.column}{one.row_number}", one.code) for one in found.errors]


JOIN = (("林小明", LIN, 720, "否"), ("吴小红", WU, "1200", "no"))


def test_everybody_joins_and_the_same_file_again_changes_nothing(two: Any) -> None:
    first, again = taken("enrol", *JOIN), taken("enrol", *JOIN)
    assert [(one.done, one.already, one.errors) for one in (first, again)] == [(2, 0, ()), (0, 2, ())]  # fmt: skip
    tiers = []
    for person in two:
        live = resident.live_participation(person_id=person.pk)
        assert live is not None
        tiers.append((resident.tier_of_year(participation=live, year=2025), live.community))
        assert live.reference == DOCUMENT
    assert tiers == [(720, "440402"), (1200, "440402")]
    assert resident.TierChoice.objects.count() == 2


def test_one_bad_cell_stops_the_whole_list_and_every_bad_cell_is_told(two: Any, make_person: Any) -> None:  # fmt: skip
    make_person(name="刘远", id_number=id_number(sequence=105), residence_place="440403")
    found = taken(
        "enrol", ("林小明", LIN, 720, "否"), ("吴小洪", WU, 720, "否"), ("林小明", LIN, 720, "否"),
        ("无此人", id_number(sequence=199), 720, "否"), ("刘远", id_number(sequence=105), 720, "否"),
    )  # fmt: skip
    assert wrong(found) == [
        ("A3", "name_differs"), ("B4", "twice_on_the_list"), ("B5", "person_unknown"), ("B6", "not_of_this_place"),
    ]  # fmt: skip
    assert all(one.zh and one.next_step_zh and one.next_step_en for one in found.errors)
    assert not resident.Participation.objects.exists()
    tiers = taken("enrol", ("林小明", LIN, "七百", ""), ("吴小红", WU, 999, "否"))
    assert wrong(tiers) == [("C2", "tier_wrong"), ("C3", "tier_not_offered")]
    assert wrong(taken("enrol", ("林小明", LIN, 720, "也许"))) == [("D2", "student_wrong")]
    assert wrong(taken("enrol", ("林小明", LIN, 720, "是"))) == [("D2", "student")]


def test_a_list_of_payments_gives_each_an_order_once(two: Any) -> None:
    assert wrong(taken("pay", ("林小明", LIN, 720))) == [("B2", "not_in_the_scheme")]
    taken("enrol", *JOIN)
    rows = (("林小明", LIN, 720), ("吴小红", WU, 1200))
    first, again = taken("pay", *rows), taken("pay", *rows)
    assert (first.done, first.fen, again.done, again.already) == (2, 192_000, 0, 2)
    orders = resident.orders_of_list(document=DOCUMENT, place=PLACE)
    assert [(one.year, one.amount_fen, one.is_paid) for one in orders] == [  # type: ignore[attr-defined]
        (2025, 72_000, False), (2025, 120_000, False),
    ]  # fmt: skip


def test_the_villages_help_and_people_in_need_are_listed_once_with_their_instrument(
    two: Any,
) -> None:
    taken("enrol", *JOIN)
    help_rows = (("林小明", LIN, "200.50"),)
    first, again = taken("collective", *help_rows), taken("collective", *help_rows)
    assert (first.done, first.fen, again.done, again.already) == (1, 20_050, 0, 1)
    assert wrong(taken("collective", ("林小明", LIN, 300))) == [("C2", "listed_otherwise")]
    assert wrong(taken("collective", ("吴小红", WU, "99999"), document="二号")) == [
        ("C2", "above_the_cap")
    ]
    assert wrong(taken("collective", ("吴小红", WU, "1.005"))) == [("C2", "amount_wrong")]
    poor = taken("in_need", ("吴小红", WU, "困难人员"))
    assert (poor.done, poor.fen) == (1, 72_000)
    assert wrong(taken("in_need", ("林小明", LIN, "富人"))) == [("C2", "need_wrong")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"document": " "}, "document_missing"), ({"year": 2026}, "list_year_wrong"), ({"year": 2024}, "list_year_wrong")],
)  # fmt: skip
def test_a_list_without_number_or_of_another_year_is_refused_whole(
    two: Any, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as told:
        taken("enrol", *JOIN, **changed)
    assert told.value.codes == (code,)


def test_what_is_no_table_or_has_no_rows_is_refused(two: Any) -> None:
    new = NewList(kind="enrol", place=PLACE, year=2025, document=DOCUMENT)
    codes = []
    for content in (b"", b"name,id", sheet("enrol")):
        with pytest.raises(Refused) as told:
            import_file(new=new, content=content, hand=HAND)
        codes.append(told.value.codes[0])
    assert codes == ["file_empty", "file_not_a_workbook", "no_rows"]


def test_every_template_is_read_by_the_import_that_it_is_for(two: Any) -> None:
    for kind in KINDS:
        rows = read_sheet(template(kind=kind, place=PLACE, on=TODAY), limits=LIMITS).rows
        assert rows[0][: len(COLUMNS[kind])] == [one.zh for one in COLUMNS[kind]]
