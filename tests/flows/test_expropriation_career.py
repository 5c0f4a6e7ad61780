"""Carried town months and bought months count in the career, once each, and raise the pension as the law says."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.counted import CountedMonth
from renshe.domains.expropriation import api as expropriation
from renshe.domains.registry import api as registry
from renshe.flows import expropriation_to_career as career
from renshe.kernel.rules import Refusal
from renshe.laws import library

make_person = made_up.make_person
TODAY = dt.date(2025, 10, 15)
HAND = expropriation.Recorded(by="clerk", at=made_up.NOW, today=TODAY)
JULY_2011 = 2011 * 12 + 6


@pytest.fixture
def person(db: None, make_person: Any) -> registry.Person:
    """A woman of Minhang, born in May 1975."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")
    return make_person(
        id_number=made_up.id_number(birth="19750512", sequence=102, region="310112"), retirement_category="F50",
        household_place="310112", residence_place="310112",
    )  # fmt: skip


def record(person: registry.Person, months: int) -> expropriation.TownInsuranceRecord:
    return expropriation.TownInsuranceRecord.objects.create(
        person_id=person.pk, place="310112", months=months, months_paid=min(months, 60), account_fen=0, recorded_by="x",
        recorded_at=made_up.NOW,
    )  # fmt: skip


def wage(year: int) -> Fraction:
    row = library.ruleset().parameters["reference_wage"].row(
        place="310112", on=TODAY, key=year, known_on=TODAY
    )  # fmt: skip
    return Fraction(row.value)


def years(person: registry.Person) -> dict[int, contributions.YearEntry]:
    return {one.year: one for one in contributions.career_of(person_id=person.pk, base_caps={})}


def test_carried_months_stand_before_the_schemes_end_at_sixty_percent_of_the_wage(
    person: registry.Person,
) -> None:
    found = record(person, 20)
    assert career.count_carried(record=found, months=20, reference="C1", recorded=HAND) == 20
    entries = years(person)
    assert {year: one.months for year, one in entries.items()} == {2009: 2, 2010: 12, 2011: 6}
    assert entries[2010].base_sum_fen == 12 * round(wage(2010) * Fraction(60, 100))
    assert {one.credit_fen for one in entries.values()} == {0}
    with pytest.raises(Refusal, match="state_forbids"):
        career.count_carried(record=found, months=20, reference="C1", recorded=HAND)
    months = contributions.timeline_of(person_id=person.pk).months
    assert [one.period for one in months] == list(range(JULY_2011 - 20, JULY_2011))


def test_the_law_counts_them_at_their_index_and_their_number(person: registry.Person) -> None:
    """The index of a year of carried months is 0.6, whatever the city's wage was; the months are twenty more."""
    career.count_carried(record=record(person, 20), months=20, reference="C1", recorded=HAND)
    entries = years(person)
    facts = {
        "career": [
            {
                "year": one.year, "months": one.months, "base_sum": one.base_sum_fen, "credit": one.credit_fen,
                "credit_product": one.credit_product_fen,
            }
            for one in entries.values()
        ],
        "deemed_months": 0,
    }  # fmt: skip
    told = library.explain("contribution_months", facts, place="310112", on=TODAY)
    assert told.value == 20
    year = {
        "index_year": 2010, "index_year_months": 12, "index_year_base_sum": entries[2010].base_sum_fen,
    }  # fmt: skip
    base = Fraction(entries[2010].base_sum_fen, 12) / wage(2010)
    assert abs(base - Fraction(60, 100)) < Fraction(1, 10_000)
    index = library.explain("contribution_index_of_year", year, place="310112", on=TODAY)
    lag = library.ruleset().parameters["index_reference_lag"].row(place="310112", on=TODAY).value
    assert abs(index.value - entries[2010].base_sum_fen / 12 / wage(2010 - int(lag))) < Fraction(
        1, 1000
    )


def test_a_month_that_was_paid_besides_counts_once_as_paid(person: registry.Person) -> None:
    """Months already there are passed over; a month paid later takes the place of the brought one, base and all."""
    CountedMonth.objects.create(
        person=person, period=JULY_2011 - 1, base_fen=111_100, source="expropriation", reference="P1", recorded_by="x",
        recorded_at=made_up.NOW,
    )  # fmt: skip
    career.count_carried(record=record(person, 3), months=3, reference="C1", recorded=HAND)
    (only,) = years(person).values()
    assert (only.year, only.months) == (2011, 4)
    at_law = round(wage(2011) * Fraction(60, 100))
    assert only.base_sum_fen == 111_100 + 3 * at_law


@pytest.mark.parametrize(
    ("born", "sequence", "first"), [("19750512", 104, 1993 * 12), ("19900512", 106, 2006 * 12 + 4)]
)
def test_nobody_is_counted_before_sixteen_or_1993_and_what_does_not_fit_is_told(
    person: registry.Person, make_person: Any, born: str, sequence: int, first: int
) -> None:
    other = make_person(
        id_number=made_up.id_number(birth=born, sequence=sequence, region="310112"), retirement_category="F50",
        household_place="310112", residence_place="310112",
    )  # fmt: skip
    counted = career.count_carried(
        record=record(other, 400), months=400, reference="C1", recorded=HAND
    )
    assert counted == JULY_2011 - first
    assert contributions.counted_months(person_id=other.pk)[0].period == first
