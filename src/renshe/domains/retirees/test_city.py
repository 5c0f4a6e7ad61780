"""Another district of the same city is a move and not living elsewhere; tables of groups and attendance, all rows or none."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import xlsxwriter

from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.domains.retirees.models import ActivityAttendance, GroupActivity
from renshe.domains.retirees.test_care import CITY, DAY, broken, by, communities, offered, people
from renshe.kernel.codes.divisions import city_stem
from renshe.kernel.codes.problem import Refused

__all__ = ["people"]
DISTRICT = "440404"
"""A district of the city whose communities this installation does not keep."""


@pytest.fixture
def cared(people: list[int]) -> list[int]:
    """Everybody in the care of the first community; another district keeps its own register."""
    retirees.offer_everybody(city=CITY, by=by())
    for person in people:
        retirees.accept(hand_over_id=offered(person), by=by())
    registry.Place.objects.filter(code__startswith=DISTRICT, level="community").delete()
    return people


def lives(person: int, place: str) -> None:
    registry.Person.objects.filter(pk=person).update(residence_place=place)


def test_a_city_is_a_municipality_or_a_prefecture() -> None:
    assert [city_stem(one) for one in ("310112", "310115001001", "440402", "440404", "CN")] == [
        "31", "31", "4404", "4404", "",
    ]  # fmt: skip


def test_in_another_district_of_the_city_nobody_lives_elsewhere(cared: list[int]) -> None:
    new = retirees.NewRemote(
        abroad=False, where=DISTRICT, way="local_agency", from_on=DAY, reference=""
    )
    with pytest.raises(Refused, match="在本市"):
        retirees.live_elsewhere(person_id=cared[0], new=new, by=by())
    assert retirees.care_now(person_id=cared[0]) is not None


def test_a_move_to_it_is_handed_over_and_the_care_goes_on_until_it_answers(
    cared: list[int],
) -> None:
    lives(cared[0], DISTRICT)
    offer = retirees.moved(person_id=cared[0], by=by())
    assert offer is not None
    assert [one.pk for one in retirees.sent_on(place=communities()[0])] == [offer.pk]
    assert retirees.care_now(person_id=cared[0]) is not None
    with pytest.raises(Refused, match="社区"):
        retirees.accept(hand_over_id=offer.pk, by=by())
    with pytest.raises(Refused, match="理由"):
        retirees.taken_elsewhere(hand_over_id=offer.pk, reference=" ", by=by())
    retirees.taken_elsewhere(hand_over_id=offer.pk, reference="斗退管〔2025〕8号", by=by())
    assert retirees.care_now(person_id=cared[0]) is None
    assert retirees.care_history(person_id=cared[0])[0].end == "handed_over"
    assert broken() == []


def test_the_month_offers_it_by_itself_and_asks_nobody_about_living_elsewhere(
    cared: list[int],
) -> None:
    lives(cared[0], DISTRICT)
    lives(cared[1], "310112")
    told = retirees.offer_everybody(city=CITY, by=by())
    assert (told["moved"], told["away"]) == (1, 1)
    assert retirees.waiting(person_id=cared[0]) is not None


def test_what_one_of_our_communities_is_offered_it_accepts_itself(cared: list[int]) -> None:
    lives(cared[0], communities()[1])
    offer = retirees.moved(person_id=cared[0], by=by())
    assert offer is not None
    with pytest.raises(Refused, match="由该社区接收"):
        retirees.taken_elsewhere(hand_over_id=offer.pk, reference="函1号", by=by())


def table(*rows: tuple[Any, ...]) -> bytes:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return sink.getvalue()


GROUPS = ("小组名称", "做什么", "活动时间地点", "姓名", "证件号码")
ATTENDED = ("日期", "活动", "姓名", "证件号码")


def named(person: int) -> tuple[str, str]:
    who = registry.person(person_id=person)
    return who.name, who.id_number


def grouped(people: list[int]) -> Any:
    rows = [("太极队", "健身", "每天清晨", *named(one)) for one in people[:2]]
    told = retirees.import_groups(community=communities()[0], content=table(GROUPS, *rows), by=by())
    assert (told.made, told.people, told.errors) == (1, 2, ())
    (group,) = retirees.groups_at(place=communities()[0])
    return group


def test_groups_begin_from_a_table_and_a_second_table_fills_them(cared: list[int]) -> None:
    group = grouped(cared)
    assert (group.name, group.kind, group.size) == ("太极队", "health", 2)
    again = table(GROUPS, ("太极队", "", "", *named(cared[2])))
    told = retirees.import_groups(community=communities()[0], content=again, by=by())
    assert (told.made, told.people) == (0, 1)
    assert retirees.members_of(group_id=group.pk).count() == 3


def test_one_bad_cell_and_nobody_is_entered_each_told_by_its_cell(cared: list[int]) -> None:
    group = grouped(cared)
    name, number = named(cared[2])
    rows = [
        ("合唱队", "唱歌", "", name, number), ("太极队", "", "", *named(cared[0])), ("太极队", "", "", "别人", number),
        ("太极队", "", "", "某人", "440402190001010018"),
    ]  # fmt: skip
    told = retirees.import_groups(community=communities()[0], content=table(GROUPS, *rows), by=by())
    assert [(f"{one.column}{one.row_number}", one.code) for one in told.errors] == [
        ("B2", "group_kind_unknown"), ("C2", "group_name_missing"), ("E3", "already_member"), ("D4", "name_differs"),
        ("E5", "person_unknown"),
    ]  # fmt: skip
    assert retirees.members_of(group_id=group.pk).count() == 2
    elsewhere = retirees.import_groups(
        community=communities()[1], content=table(GROUPS, ("棋社", "互助", "周三", name, number)), by=by()
    )  # fmt: skip
    assert [one.code for one in elsewhere.errors] == ["group_elsewhere"]


def test_attendance_is_recorded_activity_by_activity_and_never_twice(cared: list[int]) -> None:
    group = grouped(cared)
    first, second = named(cared[0]), named(cared[1])
    rows = [
        ("2025-10-08", "晨练", *first),
        ("2025-10-08", "晨练", *second),
        ("2025/10/9", "郊游", *first),
    ]
    told = retirees.import_attendance(group_id=group.pk, content=table(ATTENDED, *rows), by=by())
    assert (told.made, told.people) == (2, 3)
    there = ActivityAttendance.objects.filter(activity__what="晨练")
    assert there.count() == 2
    bad = [
        ("2025-10-08", "晨练", *first), ("2025-10-30", "合唱", *first), ("2025-10-10", "棋赛", *named(cared[3])),
        ("2025-10-10", "棋赛", *first), ("2025-10-10", "棋赛", *first),
    ]  # fmt: skip
    told = retirees.import_attendance(group_id=group.pk, content=table(ATTENDED, *bad), by=by())
    assert [(f"{one.column}{one.row_number}", one.code) for one in told.errors] == [
        ("B2", "activity_twice"), ("A3", "activity_missing"), ("D4", "not_a_member"), ("D6", "person_twice"),
    ]  # fmt: skip
    assert GroupActivity.objects.count() == 2
    assert told.made == 0
    assert by().today == dt.date(2025, 10, 10)
