"""A month's figures come from what people draw, are written once, and say what stands out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.audit import api as audit
from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.runs.context import RunContext
from renshe.runs.land_watch import run as watch

PLACE, OCTOBER = "310112", 2025 * 12 + 9
ZONE = dt.timezone(dt.timedelta(hours=8))


def context(month: int) -> RunContext:
    at = dt.datetime(month // 12, month % 12 + 1, 28, 9, tzinfo=ZONE)
    return RunContext(PLACE, month, month, at, "operator")


def award(person: int, kind: str, fen: int, *, starts: int = OCTOBER, state: str = "final") -> int:
    made = pension.Award.objects.create(
        person_id=person, kind=kind, state=state, starts_month=starts, place=PLACE, basic_fen=fen, account_fen=0,
        total_fen=fen, decided_by="x", decided_at=context(OCTOBER).at,
    )  # fmt: skip
    return int(made.pk)


def rise(award_id: int, rule: str, fen: int, *, month: int, known_on: dt.date) -> None:
    pension.Adjustment.objects.create(
        award_id=award_id, target=rule, year=month // 12, from_month=month, amount_fen=fen, known_on=known_on
    )  # fmt: skip


@pytest.fixture
def people(fresh_database: Any) -> list[int]:
    """Two who draw the residents' pension, two the allowance, one the town pension; one more is stopped."""
    fresh_database.become("runner")
    found = add_pensioners(count=4)
    for one in found[:2]:
        award(one, "resident", 144_000)
        award(one, "land_allowance", 216_000)
    award(found[2], "town", 219_000)
    award(found[3], "town", 219_000, state="suspended")
    return found


def warnings(month: int) -> list[str]:
    (row,) = [one for one in expropriation.watch_months(place=PLACE) if one.month == month]
    return list(row.warnings)


def test_the_ratio_and_the_heads_are_those_of_the_awards(people: list[int]) -> None:
    totals = watch.run(context(OCTOBER))
    assert (totals["rural_people"], totals["land_people"], totals["town_people"]) == (2, 2, 1)
    (month,) = expropriation.ratio_history(place=PLACE)
    assert (month.month, month.rural_fen, month.land_fen, month.hundredths) == (
        OCTOBER, 144_000, 216_000, 150,
    )  # fmt: skip
    assert warnings(OCTOBER) == ["reserve_short"]
    assert watch.run(context(OCTOBER)) == totals
    assert len(expropriation.watch_months(place=PLACE)) == 1


def test_rises_of_the_same_yuan_and_day_are_equal_and_others_are_told(people: list[int]) -> None:
    january = OCTOBER + 3
    known = dt.date(2026, 1, 20)
    for kind, rule in (
        ("land_allowance", "land_increase"),
        ("town", "town_pension_after_rise"),
    ):
        for one in pension.Award.objects.filter(kind=kind).order_by("pk"):
            rise(one.pk, rule, 8_000, month=january, known_on=known)
    watch.run(context(january))
    (told,) = expropriation.rises(place=PLACE)
    assert (told.year, told.land_fen, told.town_fen, told.equal) == (2026, 8_000, 8_000, True)
    (month,) = expropriation.ratio_history(place=PLACE)
    assert (month.land_fen, month.hundredths) == (224_000, 156)
    assert warnings(january) == ["ratio_off", "reserve_short"]
    run = audit.run_by_key(key=context(january).key("land_watch"))
    assert run is not None
    assert {note["code"] for note in run.attention} == {"ratio_off", "reserve_short"}


def test_a_rise_decided_late_is_told_in_its_month_with_its_own_day(people: list[int]) -> None:
    """The allowance rises in January by 80 yuan; the town pension's 80 from February are decided in March."""
    for one in pension.Award.objects.filter(kind="land_allowance").order_by("pk"):
        rise(one.pk, "land_increase", 8_000, month=OCTOBER + 3, known_on=dt.date(2026, 1, 5))
    for one in pension.Award.objects.filter(kind="town").order_by("pk"):
        rise(
            one.pk,
            "town_pension_after_rise",
            8_000,
            month=OCTOBER + 4,
            known_on=dt.date(2026, 3, 9),
        )
    for month in range(OCTOBER + 3, OCTOBER + 6):
        watch.run(context(month))
    (told,) = expropriation.rises(place=PLACE)
    assert (told.land_on, told.town_on, told.equal) == (
        dt.date(2026, 1, 1), dt.date(2026, 2, 1), False,
    )  # fmt: skip
    assert "rises_differ" in warnings(OCTOBER + 5)


def test_what_came_with_an_award_claimed_late_is_nobodys_rise_of_the_month(
    people: list[int],
) -> None:
    late = award(people[2], "land_allowance", 216_000)
    told_on = context(OCTOBER).at.date()
    rise(late, "land_increase", 8_000, month=2025 * 12, known_on=told_on)
    month = pension.kind_month(kind="land_allowance", place=PLACE, month=OCTOBER)
    assert (month.rise_fen, month.total_fen) == (None, 3 * 216_000 + 8_000)
    raised = pension.Award.objects.get(person_id=people[0], kind="land_allowance")
    rise(raised.pk, "land_increase", 8_000, month=OCTOBER, known_on=dt.date(2025, 10, 1))
    assert pension.kind_month(kind="land_allowance", place=PLACE, month=OCTOBER).rise_fen == 8_000
