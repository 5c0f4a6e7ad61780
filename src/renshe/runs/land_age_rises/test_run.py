"""A birthday brings more beside the living allowance: in time, after months without a run, and never twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from renshe.domains.audit import api as audit
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry.api import Person
from renshe.flows.checks_expropriation import LAND_INVARIANTS
from renshe.foundation.invariants import prove
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.land_age_rises import run as ages

PLACE, JUNE, OCTOBER = "310112", 2025 * 12 + 5, 2025 * 12 + 9
ZONE = dt.timezone(dt.timedelta(hours=8))
GRANTED = pension.Signatures(
    "determiner", "reviewer", dt.datetime(2025, 6, 1, 9, tzinfo=ZONE), dt.date(2025, 6, 1)
)


def context(month: int, day: int = 1, place: str = PLACE) -> RunContext:
    at = dt.datetime(month // 12, month % 12 + 1, day, 9, tzinfo=ZONE)
    return RunContext(place, month, month, at, "clock")


def allowance(person: int, *, born: str, place: str = PLACE) -> pension.Award:
    """Drawn since June 2025 by a man who was old on the project's day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_person SET birth_on = %s, sex = 'M' WHERE id = %s", [born, person]
        )
    age = JUNE // 12 - int(born[:4]) - (int(born[5:7]) > JUNE % 12 + 1)
    made = pension.grant_benefit(
        kind="land_allowance", person_id=person, place=place, starts_month=JUNE, signed=GRANTED, explain=library.explain,
        facts={"age_at_expropriation": 60, "sex": "M", "land_age_now": age},
    ).award  # fmt: skip
    pension.Arrears.objects.all().delete()
    return made


@pytest.fixture
def people(fresh_database: Any) -> list[pension.Award]:
    """Seventy in August, eighty in October, sixty-six: all draw the allowance since June."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")
    fresh_database.become("runner")
    born = ("1955-08-11", "1945-10-30", "1959-05-02")
    return [
        allowance(one, born=day) for one, day in zip(add_pensioners(count=4), born, strict=False)
    ]


def freeze(period: int) -> None:
    pension.freeze_month_roster(batch=pension.NewBatch(
        fund="land_security", batch_id=period, period=period, place=PLACE, attempt=1, pays="month",
        accounting_month=period, frozen_at=GRANTED.at, frozen_by="clerk",
    ))  # fmt: skip


def rises(award: pension.Award) -> list[tuple[int, int]]:
    return list(award.adjustments.order_by("from_month").values_list("from_month", "amount_fen"))


def test_the_month_of_the_birthday_brings_the_next_band(people: list[pension.Award]) -> None:
    assert [one.other_fen for one in people] == [4_000, 8_000, 4_000]
    assert ages.run(context(JUNE + 1))["raised"] == 0
    totals = ages.run(context(JUNE + 2))
    assert (totals["seen"], totals["raised"], totals["monthly_fen"]) == (3, 1, 4_000)
    assert ages.run(context(OCTOBER))["raised"] == 1
    assert [rises(one) for one in people] == [[(JUNE + 2, 4_000)], [(OCTOBER, 4_000)], []]
    assert pension.Arrears.objects.count() == 0, "raised before the month was paid"


def test_after_months_without_a_run_each_is_raised_from_his_own_birthday(
    people: list[pension.Award],
) -> None:
    for month in range(JUNE, OCTOBER + 1):
        freeze(month)
    totals = ages.run(context(OCTOBER, day=20))
    assert [rises(one) for one in people] == [[(JUNE + 2, 4_000)], [(OCTOBER, 4_000)], []]
    owed = {one.award_id: (one.period, one.months, one.other_fen) for one in pension.Arrears.objects.all()}  # fmt: skip
    assert owed == {
        people[0].pk: (JUNE + 2, 3, 4_000), people[1].pk: (OCTOBER, 1, 4_000),
    }  # fmt: skip
    assert totals["owed_fen"] == 3 * 4_000 + 4_000


def test_run_again_or_after_a_kill_it_adds_nothing_twice(people: list[pension.Award]) -> None:
    first = ages.run(context(OCTOBER))
    assert ages.run(context(OCTOBER)) == first
    audit.Run.objects.filter(kind=ages.KIND).update(state="running", finished_at=None)
    assert ages.run(context(OCTOBER))["raised"] == 0, "the attempt after a kill finds them raised"
    assert ages.run(context(OCTOBER + 1))["raised"] == 0
    assert pension.Adjustment.objects.count() == 2


def test_each_rise_keeps_what_the_law_was_asked_and_the_check_sees_one_on_a_wrong_amount(
    people: list[pension.Award],
) -> None:
    ages.run(context(OCTOBER))
    (rise,) = people[0].adjustments.all()
    kept = rise.receipt
    assert (kept["determined_by"], kept["facts"]["level_before"]) == ("clock", 4_000)
    check = [one for one in LAND_INVARIANTS if one.name == "land_age_parts_stand_on_each_other"]
    assert [broken for _, broken, _ in prove(invariants=check)] == [[]]
    pension.Adjustment.objects.create(
        award=people[2], target=rise.target, year=2025, from_month=OCTOBER, amount_fen=4_000, known_on=rise.known_on,
        receipt={**kept, "facts": {**kept["facts"], "level_before": 3_000}},
    )  # fmt: skip
    ((_, wrong, _),) = prove(invariants=check)
    assert len(wrong) == 1


def test_where_the_bands_are_not_loaded_a_human_is_told_and_nobody_is_changed(
    people: list[pension.Award],
) -> None:
    """Jinshan's bands were never read: whoever draws its allowance waits, and the run says so."""
    drawing = [one.person_id for one in people]
    other = Person.objects.exclude(pk__in=drawing).order_by("pk").first()
    there = pension.Award.objects.create(
        person=other, kind="land_allowance", state="final", place="310116", starts_month=JUNE, basic_fen=77_500,
        account_fen=0, total_fen=77_500, facts={}, decided_by="x", decided_at=GRANTED.at,
    )  # fmt: skip
    totals = ages.run(context(OCTOBER, place="310116"))
    assert (totals["raised"], totals["waiting"]) == (0, 1)
    assert rises(there) == []
    run = audit.run_by_key(key=context(OCTOBER, place="310116").key(ages.KIND))
    assert run is not None
    (note,) = run.attention
    assert "1人" in note["zh"]
    assert "rises" in note["en"]
