"""The city's employers declare whom they have and whose wage they know, and every declaration counts its rows."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.models import DeclaredWage
from renshe.domains.contributions.test_small_city import (
    NOON,
    OCTOBER,
    PLACE,
    City,
    declare_wages,
    small_city,
)
from renshe.domains.enrolment import api as enrolment
from renshe.edge.demo import employers_month
from renshe.edge.demo.employers_month import employers_declare
from renshe.foundation.invariants import prove


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    """Two employers of one place, everybody's wage declared, and no employer that forgets."""
    monkeypatch.setattr(employers_month, "ON_TIME_PER_CENT", 100)
    city = small_city(people=5)
    declare_wages(city)
    return city


def declared() -> int:
    return employers_declare(
        period=OCTOBER, opens_on=dt.date(2025, 10, 1), cut_off_on=dt.date(2025, 10, 15), seed=1, late=False
    )  # fmt: skip


def broken() -> list[str]:
    chosen = [one for one in contributions.INVARIANTS if one.name == "declaration_counts_its_rows"]
    return [str(found) for _, found, count in prove(invariants=chosen) if count]


def test_somebody_moved_whose_wage_the_new_employer_never_declared_is_left_out(city: City) -> None:
    first, second = city.employers[:2]
    for person in city.people[:2]:
        enrolment.move(
            person_id=person.pk, from_employer_id=first.pk, to_employer_id=second.pk, first_month=OCTOBER,
            record=enrolment.Recording(reason="transfer", known_on=NOON.date(), actor="clerk", at=NOON),
        )  # fmt: skip
    year = contributions.contribution_year(place=PLACE, period=OCTOBER).start_month
    DeclaredWage.objects.create(
        person=city.people[0], employer=second, year_start_month=year, wage_fen=900_000, source="test", recorded_at=NOON
    )  # fmt: skip
    assert declared() == 2
    rows = {one.employer_id: one.rows_total for one in contributions.Declaration.objects.all()}
    assert rows == {first.pk: 2, second.pk: 1}, "one of the two who moved has a wage there"
    assert broken() == []


def test_an_employer_that_knows_nobodys_wage_declares_nothing(city: City) -> None:
    first, second = city.employers[:2]
    for person in city.people[:4]:
        enrolment.move(
            person_id=person.pk, from_employer_id=first.pk, to_employer_id=second.pk, first_month=OCTOBER,
            record=enrolment.Recording(reason="transfer", known_on=NOON.date(), actor="clerk", at=NOON),
        )  # fmt: skip
    assert declared() == 0
    assert not contributions.Declaration.objects.exists()
