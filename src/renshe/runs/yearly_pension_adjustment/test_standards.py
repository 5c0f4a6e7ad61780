"""Residents' basic part follows the city's standard, and a living allowance its plan and the years of life."""

import datetime as dt

import pytest
from django.db import connection

from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.foundation.invariants import prove
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.yearly_pension_adjustment import standards

DECEMBER_2024 = 2024 * 12 + 11
SIGNED = pension.Signatures(
    "determiner", "reviewer", dt.datetime(2025, 9, 1, tzinfo=dt.UTC), dt.date(2025, 9, 1)
)
SEPTEMBER = RunContext(
    place="310112",
    period=2025 * 12 + 8,
    accounting_month=2025 * 12 + 8,
    at=SIGNED.at,
    by="operator",
)


def facts(balance=13_900_00):
    return {
        "birth_month": 1964 * 12 + 4, "resident_years": 15, "resident_age": 60,
        "resident_age_at_claim": 60, "resident_account_balance": balance,
    }  # fmt: skip


@pytest.fixture
def residents(fresh_database):
    """Two residents of Minhang who began in December 2024."""
    fresh_database.become("runner")
    people = add_pensioners(count=2)
    for number, person in enumerate(people):
        pension.grant_benefit(
            kind="resident", person_id=person, place="310112", facts=facts(13_900_00 + number * 139),
            starts_month=DECEMBER_2024, signed=SIGNED, explain=library.explain,
        )  # fmt: skip
    pension.Arrears.objects.all().delete()
    return people


def standard(month):
    on = dt.date(month // 12, month % 12 + 1, 1)
    return int(library.explain("resident_basic_pension", facts(), place="310112", on=on).value)


def freeze(period, *, fund="resident_pension"):
    pension.freeze_month_roster(batch=pension.NewBatch(
        fund=fund, batch_id=period, period=period, place="310112", attempt=1, pays="month",
        accounting_month=period, frozen_at=SIGNED.at, frozen_by="clerk",
    ))  # fmt: skip


def grow(month):
    return standards.run(SEPTEMBER, kind="resident", from_month=month, signed=SIGNED)


def rising_month():
    """The first month of 2025 in which Shanghai's standard stands above that of December 2024."""
    return next(m for m in range(2025 * 12, 2025 * 12 + 9) if standard(m) > standard(DECEMBER_2024))


def test_everybody_is_raised_to_the_standard_and_owed_what_the_rosters_missed(residents):
    month = rising_month()
    freeze(2025 * 12 + 8)
    rise = standard(month) - standard(DECEMBER_2024)
    told = grow(month)["resident_basic_pension"]
    assert (told["raised"], told["increase_fen"], told["refused"]) == (2, 2 * rise, 0)
    owed = pension.Arrears.objects.filter(cause="adjustment")
    assert {(row.period, row.months, row.other_fen) for row in owed} == {
        (month, 2025 * 12 + 9 - month, rise)
    }
    seen = pension.person_pension(person_ids=[residents[0]], month=month, kind="resident")
    award = seen.current
    assert seen.monthly_fen == award.total_fen + rise


def test_run_again_or_for_a_later_month_of_the_same_standard_it_adds_nothing(residents):
    month = rising_month()
    first = grow(month)
    assert grow(month) == first
    assert grow(month + 1)["resident_basic_pension"]["raised"] == 0
    assert pension.Adjustment.objects.count() == 2


def test_a_better_award_has_its_rises_again_from_its_own_amount(residents):
    month = rising_month()
    grow(month)
    freeze(2025 * 12 + 8)
    award = pension.in_force(person_id=residents[0], kind="resident")
    redone = pension.redetermine_award(
        award_id=award.pk, cause="redetermined", signed=SIGNED, explain=library.explain,
        facts=facts(20_000_00),
    )  # fmt: skip
    (again,) = redone.award.adjustments.all()
    assert again.amount_fen == standard(month) - redone.award.basic_fen
    more = redone.award.account_fen - award.account_fen
    assert more > 0
    assert {row.account_fen for row in redone.arrears} == {more}
    assert {row.months for row in redone.arrears} == {1}


def test_where_the_law_has_no_standard_the_award_stays_and_is_named(residents):
    pension.grant_benefit(
        kind="land_allowance", person_id=residents[0], place="310112",
        facts={"age_at_expropriation": 58, "sex": "M", "land_age_now": 61},
        starts_month=DECEMBER_2024, signed=SIGNED, explain=library.explain,
    )  # fmt: skip
    found = {one.growth.rule: one for one in standards.preview(
        kind="land_allowance", place="310112", from_month=2025 * 12, known_on=dt.date(2025, 9, 1)
    )}  # fmt: skip
    refused = found["land_increase"].refused
    assert len(refused) + found["land_increase"].awards.height == 1
    assert found["land_elder_allowance"].awards.height == 0, "the same band of age adds nothing"


def test_a_benefit_raised_by_two_rules_for_the_same_months_is_owed_both(residents):
    """Seventy in January 2025, when every allowance rose, too: the old pages had frozen eight months by then."""
    born = "UPDATE registry_person SET birth_on = '1955-01-11', sex = 'M' WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute(born, [residents[0]])
    january, drawn_since = 2025 * 12, 2024 * 12 + 5
    award = pension.grant_benefit(
        kind="land_allowance", person_id=residents[0], place="310112", starts_month=drawn_since, signed=SIGNED,
        facts={"age_at_expropriation": 60, "sex": "M", "land_age_now": 69}, explain=library.explain,
    ).award  # fmt: skip
    pension.Arrears.objects.all().delete()
    for month in range(drawn_since, january + 8):
        freeze(month, fund="land_security")
    told = standards.run(SEPTEMBER, kind="land_allowance", from_month=january, signed=SIGNED)
    assert [one["raised"] for one in told.values()] == [1, 1]
    rises = dict(award.adjustments.values_list("target", "amount_fen"))
    owed = {row.rule: (row.period, row.months, row.other_fen) for row in award.arrears.all()}
    assert owed == {rule: (january, 8, fen) for rule, fen in rises.items()}
    assert [found for _, found, _ in prove(invariants=pension.INVARIANTS) if found] == []
