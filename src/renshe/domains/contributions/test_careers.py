"""Careers and timelines: history and lines read as one life, one person or many at once."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from django.db import connection, transaction

from renshe.domains.contributions import api
from renshe.domains.contributions.test_small_city import (
    NOON,
    City,
    add_person,
    close_batch,
    new_batch,
    small_city,
)
from renshe.domains.registry.models import PersonAlias
from renshe.foundation.bulk import StagedPartition
from renshe.kernel.rules import Refusal

ALL_YEAR = 0b1111_1111_1111


@pytest.fixture
def city(fresh_database: Any) -> City:
    """The small city; Django is the runner."""
    fresh_database.become("runner")
    return small_city(people=3)


def history(*rows: tuple[int, int | None, int, int, list[int], list[int], int]) -> None:
    """Load person-years as the take-over from an old system does."""
    names = (
        "person_id",
        "employer_id",
        "year",
        "paid_months",
        "base_fen",
        "credit_fen",
        "deemed_months",
    )
    many = pa.list_(pa.int64())
    schema = pa.schema(
        [(n, many if n in ("base_fen", "credit_fen") else pa.int64()) for n in names]
    )
    data = pa.Table.from_arrays(
        [
            pa.array(column, type=schema.field(n).type)
            for n, column in zip(names, zip(*rows, strict=True), strict=True)
        ],
        schema=schema,
    )
    batch_id = new_batch("history", kind="take_over")
    with StagedPartition(parent="contributions_year", batch_id=batch_id) as stage:
        stage.create()
        stage.copy(data)
        stage.key()
        with transaction.atomic(), connection.cursor() as cursor:
            stage.attach(cursor)
            close_batch(batch_id, rows=len(rows))


def test_a_year_of_history_has_its_months_sum_and_interest_product(city: City) -> None:
    person, employer = city.people[0], city.employers[0]
    mask = 0b0000_0000_0111  # January to March
    base = [300_000, 300_000, 310_000] + [310_000] * 9
    history((person.pk, employer.pk, 2001, mask, base, [24_000, 24_000, 24_800] + [0] * 9, 0))
    (entry,) = api.career_of(person_id=person.pk, base_caps={})
    assert (entry.year, entry.months, entry.base_sum_fen, entry.credit_fen) == (
        2001,
        3,
        910_000,
        72_800,
    )
    assert entry.credit_product_fen == 24_000 * 12 + 24_000 * 11 + 24_800 * 10
    timeline = api.timeline_of(person_id=person.pk)
    assert [month.state for month in timeline.months] == ["paid"] * 3 + ["owed"] * 9
    assert timeline.months_paid == 3


def test_a_month_paid_by_two_employers_counts_once_with_bases_added_up_to_the_cap(
    city: City,
) -> None:
    person = city.people[0]
    december = 0b1000_0000_0000
    first = [100] * 12
    history(
        (person.pk, city.employers[0].pk, 2001, ALL_YEAR, first, [8] * 12, 0),
        (person.pk, city.employers[1].pk, 2001, december, [70] * 12, [5] * 12, 0),
    )
    (entry,) = api.career_of(person_id=person.pk, base_caps={2001 * 12 + 11: 150})
    assert (entry.months, entry.base_sum_fen, entry.credit_fen) == (12, 11 * 100 + 150, 12 * 8 + 5)
    with pytest.raises(Refusal) as refusal:
        api.career_of(person_id=person.pk, base_caps={})
    assert (refusal.value.code, refusal.value.subject) == ("cap_missing", "2001-12")
    assert len({month.period for month in api.timeline_of(person_id=person.pk).months}) == 12


def test_deemed_service_stands_beside_paid_months_and_never_among_them(city: City) -> None:
    history((city.people[0].pk, None, 1990, 0, [0] * 12, [0] * 12, 12))
    (entry,) = api.career_of(person_id=city.people[0].pk, base_caps={})
    assert (entry.months, entry.deemed_months) == (0, 12)


def test_a_merged_duplicate_is_read_as_the_survivor(city: City) -> None:
    survivor, duplicate = city.people[0], add_person(city, name="重号")
    history(
        (survivor.pk, city.employers[0].pk, 2001, 0b11, [100] * 12, [8] * 12, 0),
        (duplicate.pk, city.employers[0].pk, 2001, 0b1100, [100] * 12, [8] * 12, 0),
    )
    PersonAlias.objects.create(
        person=survivor,
        merged_into=survivor,
        merged_id=duplicate.pk,
        id_number=duplicate.id_number,
        reason="一人两号",
        merged_by="test",
        merged_at=NOON,
    )
    assert api.career_of(person_id=survivor.pk, base_caps={})[0].months == 4
    assert api.timeline_of(person_id=survivor.pk).months_paid == 4


def test_many_careers_at_once_are_the_careers_one_by_one_and_nobody_is_left_out(city: City) -> None:
    first, second, third = (person.pk for person in city.people)
    employer = city.employers[0].pk
    history(
        (first, employer, 2002, ALL_YEAR, [200] * 12, [16] * 12, 0),
        (first, employer, 2001, 0b1, [100] * 12, [8] * 12, 0),
        (third, employer, 2003, 0b11, [300] * 12, [24] * 12, 0),
    )
    table = api.careers_table(person_ids=[third, first, second], base_caps={})
    assert table["person_id"].to_pylist() == sorted([first, second, third])
    for row in table.to_pylist():
        alone = api.career_of(person_id=row["person_id"], base_caps={})
        for name in (
            "year",
            "months",
            "base_sum_fen",
            "credit_fen",
            "credit_product_fen",
            "deemed_months",
        ):
            assert row[name] == [getattr(entry, name) for entry in alone]
