"""What the old system pays expropriated people when a city begins: the amounts granted, to an account of their own, proved."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.edge.demo import land_awards
from renshe.edge.demo.draws import Draws
from renshe.kernel.periods import first_day
from renshe.laws import library

EVE = dt.date(2025, 9, 30)
AT = dt.datetime(2025, 9, 30, 10, tzinfo=dt.UTC)


@pytest.fixture
def drawing(fresh_database: Any) -> list[expropriation.TownInsuranceRecord]:
    """Two whose town record is drawn; one of them is stopped by a hold."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")
    fresh_database.become("runner")
    people = add_pensioners(count=2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_person SET birth_on = '1958-05-03', sex = 'M'")
    pension.Hold.objects.create(
        person_id=people[1], kind="custody", from_month=2025 * 12, joins_adjustments=False, reason="服刑", recorded_by="x",
        known_on=EVE,
    )  # fmt: skip
    return [
        expropriation.TownInsuranceRecord.objects.create(
            person_id=one, place="310112", months=200, months_paid=70, account_fen=0, state="drawing", recorded_by="x",
            recorded_at=AT,
        )
        for one in people
    ]  # fmt: skip


def test_a_town_pension_taken_over_is_the_laws_with_the_rises_since(drawing: Any) -> None:
    assert land_awards.award_town_pensions(draws=Draws(1), eve=EVE, at=AT) == 2
    awards = {
        one.person_id: one for one in pension.Award.objects.filter(kind="town").order_by("pk")
    }
    first = awards[drawing[0].person_id]
    facts = {name: first.facts[name] for name in ("town_months", "town_reference_wage")}
    told = library.explain("town_pension", facts, place="310112", on=first_day(first.starts_month))
    assert first.basic_fen == told.value
    risen = sum(
        yuan for year, yuan in land_awards.TOWN_RISES.items() if year * 12 > first.starts_month
    )
    assert first.other_fen == risen * 100 > 0
    assert first.starts_month > 2018 * 12 + 4
    assert [awards[one.person_id].state for one in drawing] == ["final", "suspended"]
    assert first.receipt == {"taken_over": True}


def test_whoever_is_paid_has_an_account_and_a_proof_and_the_law_agrees_on_the_age(
    drawing: Any,
) -> None:
    land_awards.award_town_pensions(draws=Draws(1), eve=EVE, at=AT)
    land_awards.award_allowances(eve=EVE, at=AT)
    people = [one.person_id for one in drawing]
    assert pension.PayeeAccount.objects.filter(person_id__in=people, valid_to=None).count() == 2
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM certification_proof WHERE person_id = ANY(%s)", [people]
        )
        assert cursor.fetchone() == (2,)
    person = drawing[0].person
    facts = {
        "sex": "M", "birth_month": person.birth_on.year * 12 + person.birth_on.month - 1, "town_months": 200,
        "town_months_paid": 70,
    }  # fmt: skip
    reached = land_awards.old_enough_month(person)
    for month, wanted in ((reached - 1, False), (reached, True)):
        told = library.explain(
            "town_entitled", facts | {"assessment_month": month}, place="310112", on=EVE
        )
        assert bool(told.value) is wanted
