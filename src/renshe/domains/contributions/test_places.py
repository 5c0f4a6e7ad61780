"""Who collects where: a period's bills by street, told apart from those of which no street is known."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from renshe.domains.contributions import api
from renshe.domains.contributions.models import Bill
from renshe.domains.contributions.test_month import pay
from renshe.domains.contributions.test_small_city import (
    DISTRICT,
    DUE,
    NOON,
    OCTOBER,
    PLACE,
    City,
    add_person,
    bill_table,
    declare_wages,
    insure,
    small_city,
)

STREET, COMMUNITY = "310112114", "310112114203"
ON_DUE_DAY, AFTER = DUE, DUE + dt.timedelta(days=1)


@pytest.fixture
def city(fresh_database: Any) -> City:
    """An employer registered with the district, one in a street, and one who pays for himself and lives there, billed."""
    fresh_database.become("runner")
    made = small_city()
    made.employers[1].place = STREET
    made.employers[1].save(update_fields=["place"])
    made.people[3].residence_place = COMMUNITY
    made.people[3].save(update_fields=["residence_place"])
    declare_wages(made)
    worker = add_person(made)
    insure(worker, made.employers[1])
    api.record_wages(
        rows=pa.table(
            {"person_id": [worker.pk], "employer_id": [made.employers[1].pk], "wage_fen": [900_000]}
        ),
        source="test",
        recorded_at=NOON,
        year_start_month=api.contribution_year(place=PLACE, period=OCTOBER).start_month,
    )
    batch_id = bill_table(api.assessment_table(period=OCTOBER, place=PLACE))
    api.mark_sent(batch_id=batch_id, sent_on=dt.date(2025, 10, 16))
    return made


def own_bill(city: City) -> Bill:
    return Bill.objects.get(person=city.people[3])


def test_a_street_has_its_employers_and_those_who_live_there_and_the_rest_stays_with_the_district(
    city: City,
) -> None:
    district, street = api.collection_by_place(period=OCTOBER, as_of=ON_DUE_DAY)
    first = Bill.objects.get(employer=city.employers[0])
    assert (district.place, district.bills, district.due_fen) == (DISTRICT, 1, first.total_fen)
    there = [own_bill(city), *Bill.objects.filter(employer=city.employers[1])]
    assert (street.place, street.bills) == (STREET, len(there))
    assert len(there) == 2
    assert street.due_fen == sum(bill.total_fen for bill in there)


def test_the_places_add_up_to_the_overview(city: City) -> None:
    bill = own_bill(city)
    pay(
        ("R1", city.people[3].id_number, dt.date(2025, 10, 20), bill.total_fen // 3, OCTOBER),
        key="r",
    )
    overview = api.month_overview(period=OCTOBER)
    found = api.collection_by_place(period=OCTOBER, as_of=AFTER)
    assert sum(one.due_fen for one in found) == overview.due_fen
    assert sum(one.received_fen for one in found) == overview.received_fen == bill.total_fen // 3
    assert sum(one.bills for one in found) == overview.bills
    assert sum(one.heads for one in found) == overview.heads


def test_what_is_owed_is_late_from_the_day_after_it_was_due(city: City) -> None:
    bill = own_bill(city)
    pay(("R1", city.people[3].id_number, dt.date(2025, 10, 20), 10_000, OCTOBER), key="r")
    on_time = {one.place: one for one in api.collection_by_place(period=OCTOBER, as_of=ON_DUE_DAY)}
    late = {one.place: one for one in api.collection_by_place(period=OCTOBER, as_of=AFTER)}
    assert on_time[STREET].late_fen == 0
    assert late[STREET].late_fen == late[STREET].due_fen - 10_000
    assert late[STREET].collection_rate == Fraction(10_000, late[STREET].due_fen)
    assert bill.total_fen > 10_000


def test_a_prefix_keeps_one_district(city: City) -> None:
    assert api.collection_by_place(period=OCTOBER, as_of=AFTER, place_prefix="4404") == []
    assert [
        one.place
        for one in api.collection_by_place(period=OCTOBER, as_of=AFTER, place_prefix=STREET)
    ] == [STREET]
    nothing = api.PlaceCollection(
        place=STREET, bills=0, heads=0, due_fen=0, received_fen=0, late_fen=0
    )
    assert nothing.collection_rate is None


def test_the_bills_of_a_street_and_of_the_district_itself_are_read_a_page_at_a_time(
    city: City,
) -> None:
    (district,) = api.bills_at_place(period=OCTOBER, place=DISTRICT)
    assert (district.payer_name, district.is_person) == ("上海第一工厂", False)
    street = api.bills_at_place(period=OCTOBER, place=STREET)
    assert own_bill(city).pk in [one.bill_id for one in street if one.is_person]
    assert DISTRICT not in [one.payer_code for one in street]
    first, *rest = street
    assert api.bills_at_place(period=OCTOBER, place=STREET, limit=1) == [first]
    assert api.bills_at_place(period=OCTOBER, place=STREET, after=first.bill_id) == rest
