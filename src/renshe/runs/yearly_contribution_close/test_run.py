"""A year is closed: its rows say what its lines say, careers read on, and whatever comes later counts once, at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from django.db import connection

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.models import Bill, YearCover, YearRecord
from renshe.domains.contributions.test_careers import history
from renshe.domains.contributions.test_lines_and_timeline import reverse
from renshe.domains.contributions.test_month import (
    ON_TIME,
    assessed,
    credit,
    nothing_is_broken,
    pay,
)
from renshe.domains.contributions.test_small_city import (
    OCTOBER,
    City,
    close_batch,
    declare_wages,
    new_batch,
    plain_lines,
    post_billed,
    small_city,
)
from renshe.foundation.bulk import StagedPartition
from renshe.foundation.connections import connect
from renshe.kernel.rules import Refusal
from renshe.runs.context import RunContext
from renshe.runs.yearly_contribution_close.run import run

ZONE = dt.timezone(dt.timedelta(hours=8))
JANUARY = 2026 * 12
LATER = dt.date(2025, 12, 31)  # the day of the money; what it pays is credited after the close


def context(place: str = "310000", day: dt.date = dt.date(2026, 1, 20)) -> RunContext:
    """The run on a day of January."""
    at = dt.datetime.combine(day, dt.time(9), tzinfo=ZONE)
    return RunContext(place, JANUARY, JANUARY, at, "run_operator")


@pytest.fixture
def city(fresh_database: Any) -> City:
    """The small city with October paid and credited, and September as history of an older system."""
    fresh_database.become("runner")
    made = small_city()
    declare_wages(made)
    _, employer, own = assessed(made)
    pay(
        ("T1", made.employers[0].uscc, ON_TIME, employer.total_fen, OCTOBER),
        ("T2", made.people[3].id_number, ON_TIME, own.total_fen, OCTOBER),
        key="full",
    )
    credit("credit")
    september = [0] * 8 + [900_000] + [0] * 3
    credits = [0] * 8 + [72_000] + [0] * 3
    history((made.people[0].pk, made.employers[0].pk, 2025, 1 << 8, september, credits, 0))
    return made


def careers(city: City) -> list[dict[str, Any]]:
    """Everybody's career, one by one and all at once, which must agree."""
    people = [person.pk for person in city.people]
    at_once = contributions.careers_table(person_ids=people, base_caps={}).to_pylist()
    for row in at_once:
        alone = contributions.career_of(person_id=row["person_id"], base_caps={})
        assert row["year"] == [entry.year for entry in alone]
        assert row["base_sum_fen"] == [entry.base_sum_fen for entry in alone]
        assert row["credit_product_fen"] == [entry.credit_product_fen for entry in alone]
    return at_once


def credits() -> list[dict[str, Any]]:
    """What 2025 credited, for interest."""
    frame = pl.from_arrow(contributions.credits_of_year(year=2025))
    assert isinstance(frame, pl.DataFrame)
    return frame.sort("person_id").to_dicts()


def back_payment(city: City, *, person: int, period: int, wage_fen: int, key: str) -> None:
    """A month of the closed year billed, paid and credited afterwards."""
    facts = pa.table({"person_id": [city.people[person].pk], "employer_id": [city.employers[0].pk],
                      "period": [period], "declared_wage_fen": [wage_fen]})  # fmt: skip
    batch_id = new_batch(key, kind="contribution_back_payment", period=JANUARY + 1)
    post_billed(
        contributions.assess_back_payment(
            batch_id=batch_id, facts=facts, due_on=LATER, assess=plain_lines
        ),
        batch_id=batch_id,
    )
    total = Bill.objects.get(batch_id=batch_id).total_fen
    pay((f"M {key}", city.employers[0].uscc, LATER, total, None), key=f"money {key}")
    batch_id = new_batch(f"credit {key}", kind="account_crediting", period=JANUARY + 1)
    contributions.credit_bills(batch_id=batch_id, as_of=LATER)
    close_batch(batch_id)


def test_the_rows_of_a_year_are_its_lines_and_careers_read_on_as_before(city: City) -> None:
    before, earned = careers(city), credits()
    shown = [contributions.timeline_of(person_id=p.pk) for p in city.people]
    totals = run(context(), year=2025)
    assert (totals["rows"], totals["pension_months"], totals["medical_months"]) == (4, 4, 4)
    assert (totals["unemployment_months"], totals["injury_months"]) == (3, 3)
    assert (totals["base_fen"], totals["credit_fen"]) == (4_060_000, 324_800)
    row = YearRecord.objects.get(batch_id=totals["batch_id"], person_id=city.people[0].pk)
    assert (row.paid_months, row.medical_months, row.injury_months) == (1 << 9, 1 << 9, 1 << 9)
    assert (row.base_fen[9], row.credit_fen[9], row.medical_base_fen[9]) == (
        1_000_000,
        80_000,
        1_000_000,
    )
    assert sum(row.base_fen) == 1_000_000
    own = YearRecord.objects.get(batch_id=totals["batch_id"], person_id=city.people[3].pk)
    assert (own.employer_id, own.unemployment_months, own.injury_months) == (None, 0, 0)
    assert careers(city) == before
    assert before[0]["months"] == [2]
    assert credits() == earned
    assert [contributions.timeline_of(person_id=p.pk) for p in city.people] == shown
    nothing_is_broken()


def test_closing_again_finds_what_was_done_and_no_other_run_closes_the_year_a_second_time(
    city: City,
) -> None:
    totals = run(context(), year=2025)
    covered = YearCover.objects.count()
    assert run(context(), year=2025) == totals
    with pytest.raises(Refusal, match="year_closed"):
        run(context(place="310112"), year=2025)
    with pytest.raises(Refusal, match="year_not_over"):
        run(context(day=dt.date(2025, 12, 31)), year=2025)
    assert YearCover.objects.count() == covered
    assert careers(city)[0]["months"] == [2]


def test_what_is_paid_or_taken_back_after_the_close_counts_at_once_and_nothing_counts_twice(
    city: City,
) -> None:
    run(context(), year=2025)
    first, second = city.people[0].pk, city.people[1].pk
    back_payment(city, person=0, period=OCTOBER - 2, wage_fen=500_000, key="august")
    (year,) = contributions.career_of(person_id=first, base_caps={})
    assert (year.months, year.base_sum_fen) == (3, 500_000 + 900_000 + 1_000_000)
    assert year.credit_product_fen == 40_000 * 5 + 72_000 * 4 + 80_000 * 3
    reverse(second, city.employers[0].pk)
    assert contributions.career_of(person_id=second, base_caps={}) == []
    assert contributions.insured_years(person_id=second) == []
    careers(city)
    nothing_is_broken()


def test_a_month_taken_back_and_paid_anew_after_the_close_is_one_month_with_its_new_base(
    city: City,
) -> None:
    run(context(), year=2025)
    second = city.people[1].pk
    reverse(second, city.employers[0].pk)
    back_payment(city, person=1, period=OCTOBER, wage_fen=600_000, key="october anew")
    (year,) = contributions.career_of(person_id=second, base_caps={})
    assert (year.months, year.base_sum_fen, year.credit_fen) == (1, 600_000, 48_000)
    assert contributions.timeline_of(person_id=second).months_paid == 1
    nothing_is_broken()


def test_a_year_is_told_by_insurance_and_what_an_older_system_did_not_say_is_not_made_up(
    city: City,
) -> None:
    person = city.people[0].pk
    open_year = contributions.insured_years(person_id=person)
    run(context(), year=2025)
    closed = contributions.insured_years(person_id=person, year=2025)
    assert closed == open_year
    found = {year.insurance: (year.month_count, year.base_fen) for year in closed}
    assert found == {
        "pension": (2, 1_900_000),
        "medical": (1, 1_000_000),
        "unemployment": (1, 1_000_000),
        "injury": (1, 1_000_000),
    }
    assert contributions.insured_years(person_id=person, year=2024) == []


def test_rows_that_differ_from_their_lines_by_a_fen_are_not_kept(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed = StagedPartition.key

    def tampered(stage: StagedPartition) -> None:
        with connect(role="owner") as owner:
            owner.execute(f"UPDATE {stage.name} SET base_fen[10] = base_fen[10] + 1 WHERE person_id ="
                          f" (SELECT min(person_id) FROM {stage.name})")  # fmt: skip
        keyed(stage)

    monkeypatch.setattr(StagedPartition, "key", tampered)
    with pytest.raises(Refusal, match="year_differs"):
        run(context(), year=2025)
    monkeypatch.undo()
    assert not YearCover.objects.exists()
    assert run(context(), year=2025)["base_fen"] == 4_060_000
    nothing_is_broken()


def test_the_proof_finds_the_person_and_month_whose_row_is_not_its_lines(city: City) -> None:
    totals = run(context(), year=2025)
    with connect(role="owner", autocommit=True) as owner:
        name = f"contributions_year_b{totals['batch_id']}"
        owner.execute(f"ALTER TABLE {name} DISABLE TRIGGER ALL")
        # Two months change places: every sum of the year stays as it was.
        owner.execute(
            f"UPDATE {name} SET medical_months = 1 << 8, medical_base_fen[9] = medical_base_fen[10],"
            " medical_base_fen[10] = 0 WHERE person_id = %s", [city.people[2].pk]
        )  # fmt: skip
    (invariant,) = [
        one for one in contributions.INVARIANTS if one.name == "year_rows_are_their_lines"
    ]
    with connection.cursor() as cursor:
        cursor.execute(invariant.sql)
        found = cursor.fetchall()
    assert [row[0] for row in found] == [f"{totals['batch_id']} person {city.people[2].pk}"] * 2
