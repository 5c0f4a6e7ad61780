"""Declarations as the domain keeps them: windows, wages of the year, and months carried forward."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from renshe.domains.contributions import api
from renshe.domains.contributions.models import Declaration, DeclaredRow, DeclaredWage
from renshe.domains.contributions.states import check_move, sources_of
from renshe.domains.contributions.test_small_city import (
    DISTRICT,
    NOON,
    NOVEMBER,
    OCTOBER,
    PLACE,
    City,
    add_person,
    bill_table,
    declare_wages,
    insure,
    small_city,
)
from renshe.kernel.rules import Refusal

YEAR = api.ContributionYear(start_month=2025 * 12 + 6, fixed=True)


@pytest.fixture
def city(db: Any) -> City:
    """The small city, in a transaction."""
    return small_city()


def roster(city: City, *wages: int | None, state: str = "good") -> pl.DataFrame:
    rows = [
        (
            number + 2,
            person.pk,
            person.id_number,
            person.name,
            wage,
            "[]" if wage is not None else '[{"code": "wage_missing"}]',
            "good" if wage is not None else "bad",
        )
        for number, (person, wage) in enumerate(zip(city.people, wages, strict=False))
    ]
    return pl.DataFrame(rows, schema=api.ROW_SCHEMA, orient="row")


def send(city: City, rows: pl.DataFrame, **more: Any) -> api.Declared:
    submission = api.Submission(
        employer_id=city.employers[0].pk,
        period=OCTOBER,
        channel="api",
        submitted_by="clerk",
        submitted_at=NOON,
        **more,
    )
    return api.record_declaration(submission=submission, rows=rows, year=YEAR)


def test_a_window_of_the_province_serves_its_districts_and_says_who_collects(city: City) -> None:
    timing = api.timing_of(place=DISTRICT, period=OCTOBER, as_of=dt.date(2025, 10, 15))
    assert (timing.place, timing.late, timing.mode) == (PLACE, False, "declared_to_tax")
    assert api.timing_of(place=DISTRICT, period=OCTOBER, as_of=dt.date(2025, 10, 16)).late
    with pytest.raises(Refusal) as early:
        api.timing_of(place=DISTRICT, period=OCTOBER, as_of=dt.date(2025, 10, 4))
    with pytest.raises(Refusal) as unknown:
        api.timing_of(place="440402", period=OCTOBER, as_of=dt.date(2025, 10, 9))
    assert (early.value.code, unknown.value.code) == ("window_not_open", "window_unknown")


def test_who_collects_is_dated_data_of_the_place() -> None:
    days = (dt.date(2020, 10, 31), dt.date(2020, 11, 1), dt.date(2023, 12, 1))
    assert [api.collection_mode(place=DISTRICT, on=day) for day in days] == [
        "agency",
        "agency_assesses_tax_collects",
        "declared_to_tax",
    ]


def test_the_contribution_year_of_shanghai_began_in_april_until_2018() -> None:
    starts = [api.contribution_year(place=PLACE, period=2018 * 12 + n).start_month for n in (2, 3)]
    assert starts == [2017 * 12 + 3, 2018 * 12 + 3]
    assert api.contribution_year(place=PLACE, period=OCTOBER) == YEAR


def test_good_rows_go_ahead_and_the_wage_is_kept_for_the_year(city: City) -> None:
    done = send(city, roster(city, 500_000, None, 600_000))
    assert (done.state, done.rows_good, done.rows_bad, done.wages) == ("partly_accepted", 2, 1, 2)
    again = send(city, roster(city, 900_000))
    assert again.wages == 0  # fixed for the year: a raise does not change the base
    assert set(DeclaredWage.objects.values_list("wage_fen", flat=True)) == {500_000, 600_000}


def test_a_roster_without_a_good_row_is_rejected_with_its_rows_kept_for_mending(city: City) -> None:
    done = send(city, roster(city, None, None))
    assert (done.state, done.rows_bad) == ("rejected", 2)
    assert len(api.bad_rows(declaration_id=done.declaration_id)) == 2


def test_mended_rows_sent_alone_answer_the_failed_ones(city: City) -> None:
    first = send(city, roster(city, 500_000, None, None))
    mended = roster(city, 500_000, 510_000).slice(1)
    second = send(city, mended, resubmits=first.declaration_id)
    assert second.state == "accepted"
    states = DeclaredRow.objects.filter(declaration_id=first.declaration_id).order_by("row_number")
    assert list(states.values_list("state", flat=True)) == ["good", "resubmitted", "bad"]
    (listed, _) = sorted(
        api.declarations_of(employer_id=city.employers[0].pk), key=lambda d: d.declaration_id
    )
    assert (listed.rows_bad, listed.rows_waiting) == (2, 1)


def test_employers_that_declared_nothing_are_carried_forward_once(city: City) -> None:
    insure(add_person(city), city.employers[1])
    send(city, roster(city, 500_000))
    assert api.carry_forward(place=PLACE, period=OCTOBER, recorded_by="run", recorded_at=NOON) == 1
    assert api.carry_forward(place=PLACE, period=OCTOBER, recorded_by="run", recorded_at=NOON) == 0
    carried = Declaration.objects.get(channel="carry_forward")
    assert (carried.employer_id, carried.rows_total) == (city.employers[1].pk, 1)


def test_a_new_roster_begins_with_the_people_insured_and_their_known_wages(city: City) -> None:
    send(city, roster(city, 500_000))
    people = api.roster_people(employer_id=city.employers[0].pk, period=OCTOBER, year=YEAR)
    assert [person.name for person in people] == ["丁一", "王二", "张三"]
    assert [person.wage_fen for person in people] == [500_000, None, None]


def test_the_month_beside_the_last_names_joiners_leavers_and_changed_wages(
    fresh_database: Any,
) -> None:
    fresh_database.become("runner")
    city = small_city()
    declare_wages(city)
    facts = api.assessment_table(period=OCTOBER, place=PLACE)
    october = facts.slice(0, 2)
    bill_table(october)
    joiner = add_person(city, name="新人")
    first, second = facts.slice(0, 2).to_pylist()
    november = [second, {**first, "person_id": joiner.pk}]
    november[0]["declared_wage_fen"] += 500
    bill_table(type(facts).from_pylist(november, schema=facts.schema), period=NOVEMBER)
    found = api.difference_to_last_month(employer_id=city.employers[0].pk, period=NOVEMBER)
    assert (found.heads_before, found.heads_now) == (2, 2)
    assert (found.joiners, found.leavers, found.changed) == (1, 1, 1)
    assert {(one.name, one.kind) for one in found.people} == {
        ("丁一", "left"),
        ("王二", "wage"),
        ("新人", "joined"),
    }
    assert found.wages_now_fen - found.wages_before_fen == 500
    assert found.due_before_fen < found.due_now_fen


def test_no_bill_moves_in_a_way_that_the_table_does_not_list() -> None:
    check_move(source="received", target="credited", act="credit", subject="bill 1")
    for source, target, act in (
        ("credited", "received", "allocate"),
        ("written_off", "received", "allocate"),
        ("assessed", "refunded", "refund"),
        ("received", "written_off", "write_off"),
    ):
        with pytest.raises(Refusal) as refusal:
            check_move(source=source, target=target, act=act, subject="bill 1")
        assert refusal.value.code == "state_forbids"
    assert sources_of(act="write_off") == ("assessed", "sent", "part_received")
