"""An employer's clerk downloads the roster, fills it in, is told what is wrong, mends it and is done."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from renshe.domains.contributions import api
from renshe.domains.contributions.models import Declaration, DeclaredRow, DeclaredWage
from renshe.domains.contributions.test_small_city import (
    NOON,
    OCTOBER,
    City,
    add_person,
    id_number,
    insure,
    small_city,
)
from renshe.domains.documents.models import File
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.services.contributions.declare_month.declare import (
    Outcome,
    Sender,
    declare_file,
    declare_rows,
)
from renshe.services.contributions.declare_month.template import (
    failed_rows,
    marked_roster,
    roster_template,
)

TODAY = dt.date(2025, 10, 9)
HEADER = ["证件号码", "姓名", "月平均工资（元）"]


@pytest.fixture
def city(db: Any) -> City:
    """The small city, in a transaction."""
    return small_city()


def sender(
    city: City, *, employer: int = 0, as_of: dt.date = TODAY, period: int = OCTOBER
) -> Sender:
    return Sender(
        employer_id=city.employers[employer].pk,
        period=period,
        submitted_by="clerk",
        as_of=as_of,
        submitted_at=NOON,
    )


def workbook(*rows: list[Any], header: list[str] = HEADER) -> bytes:
    """An .xlsx as a spreadsheet program would save it; numbers stay numbers."""
    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def row(city: City, number: int, wage: Any = "8000.00") -> list[Any]:
    person = city.people[number]
    return [person.id_number, person.name, wage]


def send(city: City, *rows: list[Any], **more: Any) -> Outcome:
    return declare_file(
        sender=sender(city), content=workbook(*rows), file_name="花名册.xlsx", **more
    )


def test_the_template_comes_filled_with_the_people_insured_and_goes_back_as_it_is(
    city: City,
) -> None:
    city.people[0].name = "㐀䶮𠮷"  # rare characters of GB 18030-2022 survive the round trip
    city.people[0].save()
    first = declare_rows(
        sender=sender(city),
        records=[
            {"id_number": p.id_number, "name": p.name, "wage": "8123.45"} for p in city.people[:3]
        ],
    )
    content = roster_template(employer_id=city.employers[0].pk, period=OCTOBER)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[4]][:3] == HEADER
    assert [cell.value for cell in sheet[5]][:3] == ["ID number", "Name", "Monthly wage (yuan)"]
    assert sheet["B2"].value == city.employers[0].uscc
    assert len(sheet.data_validations.dataValidation) == 2
    again = declare_file(sender=sender(city), content=content, file_name="花名册.xlsx")
    assert (first.state, again.state, again.rows_good, again.wages_new) == (
        "accepted",
        "accepted",
        3,
        0,
    )
    assert set(DeclaredWage.objects.values_list("wage_fen", flat=True)) == {812_345}


def test_good_rows_go_ahead_and_each_bad_cell_is_told_with_row_column_reason_and_fix(
    city: City,
) -> None:
    done = send(
        city,
        row(city, 0),
        [city.people[1].id_number, "别人", "８０００"],
        row(city, 2, "8000.123"),
        [id_number(99), "无名", 8000],
    )
    assert (done.state, done.rows_good, done.rows_bad) == ("partly_accepted", 1, 3)
    told = [(one.row_number, one.column, one.header_zh, one.code) for one in done.errors]
    assert told == [
        (3, "B", "姓名", "name_differs"),
        (3, "C", "月平均工资（元）", "wage_full_width"),
        (4, "C", "月平均工资（元）", "wage_part_fen"),
        (5, "A", "证件号码", "person_unknown"),
    ]
    assert "8000" in done.errors[1].next_step_zh
    assert all(one.zh and one.en and one.next_step_zh and one.next_step_en for one in done.errors)
    assert DeclaredRow.objects.filter(state="good").count() == 1
    assert [one.code for one in done.errors if one.row_number == 3] == [
        one["code"] for one in DeclaredRow.objects.get(row_number=3).errors
    ]


def test_the_file_comes_back_with_its_bad_cells_marked_and_commented(city: City) -> None:
    content = workbook(row(city, 0), row(city, 1, "一万"))
    done = declare_file(sender=sender(city), content=content, file_name="花名册.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(marked_roster(content=content, errors=done.errors)))
    sheet = book["花名册"]
    assert sheet["C7"].fill.fgColor.rgb == "FFFFC7CE"
    assert "不是金额" in sheet["C7"].comment.text
    assert sheet["C6"].comment is None
    assert "8000.00" in sheet["E7"].value
    listed = book["错误清单 Errors"]
    assert [cell.value for cell in listed[2]][:2] == [3, "C"]


def test_failed_rows_are_mended_and_sent_alone(city: City) -> None:
    first = send(city, row(city, 0), row(city, 1, ""), row(city, 2, "x"))
    book = openpyxl.load_workbook(io.BytesIO(failed_rows(declaration_id=first.declaration_id)))
    sheet = book["花名册"]
    assert [sheet.cell(6, 4).value, sheet.cell(7, 4).value] == ["3", "4"]
    sheet["C6"], sheet["C7"] = 7000, 7100.5
    sink = io.BytesIO()
    book.save(sink)
    second = declare_file(
        sender=sender(city),
        content=sink.getvalue(),
        file_name="补报.xlsx",
        resubmits=first.declaration_id,
    )
    assert (second.state, second.rows_good, second.missing_count) == ("accepted", 2, 0)
    states = DeclaredRow.objects.filter(declaration_id=first.declaration_id).order_by("row_number")
    assert [one.state for one in states] == ["good", "resubmitted", "resubmitted"]
    assert set(DeclaredWage.objects.values_list("wage_fen", flat=True)) == {
        800_000,
        700_000,
        710_050,
    }


def test_a_mended_file_takes_nobody_who_had_not_failed(city: City) -> None:
    first = send(city, row(city, 0), row(city, 1, ""))
    second = send(city, row(city, 1, "7000"), row(city, 2, "9000"), resubmits=first.declaration_id)
    assert [(one.row_number, one.code) for one in second.errors] == [(3, "not_among_failed")]
    assert (second.rows_good, second.rows_bad) == (1, 1)


def test_a_declaration_after_the_cut_off_is_taken_and_marked_late(city: City) -> None:
    late = declare_file(
        sender=sender(city, as_of=dt.date(2025, 10, 16)),
        content=workbook(row(city, 0)),
        file_name="a.xlsx",
    )
    assert late.late
    assert Declaration.objects.get(pk=late.declaration_id).late
    with pytest.raises(Refusal) as early:
        declare_file(
            sender=sender(city, as_of=dt.date(2025, 10, 4)),
            content=workbook(row(city, 0)),
            file_name="a.xlsx",
        )
    assert early.value.code == "window_not_open"


def test_the_same_file_sent_twice_is_declared_once(city: City) -> None:
    content = workbook(row(city, 0))
    declare_file(sender=sender(city), content=content, file_name="a.xlsx")
    with pytest.raises(Refusal) as refusal:
        declare_file(sender=sender(city), content=content, file_name="b.xlsx")
    assert refusal.value.code == "file_known"
    assert Declaration.objects.count() == 1


def test_people_who_are_dead_gone_or_at_another_employer_are_not_taken(city: City) -> None:
    dead, elsewhere, nowhere = (
        city.people[1],
        add_person(city, name="冯十一"),
        add_person(city, name="陈十二"),
    )
    dead.died_on, dead.death_known_on = dt.date(2025, 9, 30), dt.date(2025, 10, 2)
    dead.save()
    insure(elsewhere, city.employers[1])
    done = send(city, row(city, 0), row(city, 1), row(city, 4), row(city, 5))
    assert [(one.row_number, one.code) for one in done.errors] == [
        (3, "person_dead"),
        (4, "insured_elsewhere"),
        (5, "not_enrolled"),
    ]
    assert nowhere.name not in "".join(one.zh for one in done.errors)
    assert (done.missing_count, [one.name for one in done.missing]) == (1, ["张三"])


def test_a_person_named_twice_is_taken_in_neither_row(city: City) -> None:
    done = send(city, row(city, 0), row(city, 1), row(city, 0, "9000"))
    assert [(one.row_number, one.code) for one in done.errors] == [(2, "id_twice"), (4, "id_twice")]
    assert "2、4" in done.errors[0].zh
    assert done.rows_good == 1


def test_a_roster_of_another_employer_is_refused_whole(city: City) -> None:
    insure(add_person(city), city.employers[1])
    other = workbook(row(city, 4))
    with pytest.raises(Refused) as people:
        declare_file(sender=sender(city), content=other, file_name="a.xlsx")
    theirs = roster_template(employer_id=city.employers[1].pk, period=OCTOBER)
    with pytest.raises(Refused) as named:
        declare_file(sender=sender(city), content=theirs, file_name="a.xlsx")
    earlier = roster_template(employer_id=city.employers[0].pk, period=OCTOBER - 1)
    with pytest.raises(Refused) as month:
        declare_file(sender=sender(city), content=earlier, file_name="a.xlsx")
    codes = [refusal.value.code for refusal in (people, named, month)]
    assert codes == ["other_employer_people", "other_employer", "other_period"]
    assert (Declaration.objects.count(), File.objects.count()) == (0, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_in_every_encoding_that_a_chinese_excel_writes(
    city: City, encoding: str, separator: str
) -> None:
    sink = io.StringIO()
    csv.writer(sink, delimiter=separator).writerows(
        [HEADER, row(city, 0), row(city, 1, "8,500.50")]
    )
    done = declare_file(
        sender=sender(city), content=sink.getvalue().encode(encoding), file_name="a.csv"
    )
    assert (done.state, done.rows_good) == ("accepted", 2)
    assert Declaration.objects.get().channel == "csv"


def test_the_api_says_the_same_about_the_same_rows(city: City) -> None:
    bad = ["８０００", "", None, "-5", "12345678901", 8000.1]
    records = [
        {"id_number": city.people[0].id_number, "name": city.people[0].name, "wage": wage}
        for wage in bad
    ]
    codes = []
    for record in records:
        done = declare_rows(sender=sender(city), records=[record])
        codes.append([one.code for one in done.errors])
    assert codes == [
        ["wage_full_width"],
        ["wage_missing"],
        ["wage_missing"],
        ["wage_not_positive"],
        ["wage_implausible"],
        [],
    ]
    assert DeclaredWage.objects.get().wage_fen == 800_010
    assert {one.column for one in done.errors} <= {""}
    assert api.declarations_of(employer_id=city.employers[0].pk)[0].channel == "api"


def test_a_wage_declared_after_the_yearly_reset_replaces_the_one_that_was_carried(
    city: City,
) -> None:
    person, employer = city.people[0], city.employers[0]
    year = api.contribution_year(place="310112", period=OCTOBER)
    DeclaredWage.objects.create(
        person=person,
        employer=employer,
        year_start_month=year.start_month,
        wage_fen=900_000,
        source="carried_from_previous_year",
        recorded_at=NOON,
    )
    record = {"id_number": person.id_number, "name": person.name, "wage": "9500.00"}
    declare_rows(sender=sender(city), records=[record])
    newest = DeclaredWage.objects.filter(person=person).order_by("-recorded_at", "-pk").first()
    assert newest is not None
    assert (newest.wage_fen, DeclaredWage.objects.filter(person=person).count()) == (950_000, 2)


def test_a_foreigner_is_declared_under_the_number_of_the_register(city: City) -> None:
    person = city.people[0]
    person.id_number, person.id_kind, person.name = "DEU000000C01X0001H", "passport", "ERIKA MUSTERMANN"  # fmt: skip
    person.save()
    lower = [person.id_number.lower(), "Erika Mustermann", "8000.00"]
    assert send(city, lower).state == "accepted"
    template = roster_template(employer_id=city.employers[0].pk, period=OCTOBER)
    rule = openpyxl.load_workbook(io.BytesIO(template)).active.data_validations.dataValidation[0]
    assert (rule.type, rule.formula1, rule.formula2) == ("textLength", "15", "18")
    bad = send(city, ["C01X0001H", "Erika Mustermann", "8000.00"], row(city, 1))
    assert [(one.column, one.code) for one in bad.errors] == [("A", "foreign_id_shape")]
