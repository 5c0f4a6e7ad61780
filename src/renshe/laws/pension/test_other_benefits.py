"""Survivors, invalidity, transfer and annuity: where these laws turn."""

import datetime as dt
from functools import lru_cache

import pytest

import renshe.laws
from renshe.kernel.rules import Refusal, explain_with, load_package


@lru_cache
def laws():
    return load_package(renshe.laws)


def ask(target, facts=None, **given):
    return explain_with(
        laws(), target, facts or {}, place="CN", on=dt.date(2025, 10, 15), given=given
    ).value


@pytest.mark.parametrize(
    ("months", "grant"), [(59, 3), (60, 6), (119, 6), (120, 9), (180, 9), (192, 10), (480, 24)]
)
def test_the_survivors_grant_grows_with_the_years_of_contribution(months, grant):
    assert (
        ask(
            "survivors_grant_months",
            {"survivors_status": "in_service", "pension_months_received": 0},
            contribution_months=months,
        )
        == grant
    )


def test_a_part_year_above_fifteen_is_for_the_clerk_because_no_text_settles_it():
    facts = {"survivors_status": "in_service", "pension_months_received": 0}
    with pytest.raises(Refusal) as told:
        ask("survivors_grant_months", facts, contribution_months=186)
    assert told.value.code == "part_year_not_settled"


def test_below_five_years_the_family_gets_at_most_what_was_paid_in():
    facts = {
        "survivors_status": "in_service",
        "pension_months_received": 0,
        "own_contributions_total": 900_000,
    }
    income = 500_000
    short = {"contribution_months": 59, "monthly_disposable_income": income}
    assert ask("survivors_benefit", facts, **short) == 900_000
    assert ask("survivors_benefit", facts, **{**short, "contribution_months": 60}) == 4_000_000


@pytest.mark.parametrize(
    ("months", "received", "grant"),
    [(300, 125, 9), (186, 13, 9), (366, 180, 9), (366, 36, 21), (264, 36, 13), (0, 1, 9)],
)
def test_a_pensioners_nine_months_stand_where_every_reading_of_a_part_year_gives_them(
    months, received, grant
):
    facts = {"survivors_status": "retiree", "pension_months_received": received}
    assert ask("survivors_grant_months", facts, contribution_months=months) == grant


@pytest.mark.parametrize(("months", "received"), [(300, 30), (306, 36), (360, 41)])
def test_where_the_reading_of_a_part_year_decides_a_pensioners_grant_is_refused_too(
    months, received
):
    facts = {"survivors_status": "retiree", "pension_months_received": received}
    with pytest.raises(Refusal, match="part_year_not_settled"):
        ask("survivors_grant_months", facts, contribution_months=months)


def test_the_whole_formula_of_invalidity_reaches_to_exactly_five_years_before_the_legal_month():
    met = {"contribution_months": 200, "minimum_contribution_months": 180}
    assert ask("invalidity_formula", **met, months_to_legal_retirement=60) == "full_pension_formula"
    assert ask("invalidity_formula", **met, months_to_legal_retirement=61) == (
        "basic_pension_formula_only"
    )


def test_a_started_year_lengthens_the_allowance_of_a_short_record():
    assert [
        ask("invalidity_allowance_months", contribution_months=m) for m in (60, 61, 72, 73)
    ] == [12, 15, 15, 18]


def test_only_elder_people_outside_their_household_place_get_a_temporary_account():
    def temporary(sex, age, home):
        return ask(
            "temporary_account",
            {
                "sex": sex,
                "age_at_new_enrolment": age,
                "new_place_is_household_place": home,
            },
        )

    assert temporary("F", 40, False) is True
    assert temporary("F", 40, True) is False
    assert temporary("M", 49, False) is False


def test_a_cap_of_the_annuity_is_never_rounded_above_the_law():
    assert ask("annuity_employer_most", {"annual_payroll": 1_000_001_24}) == 80_000_09
    assert ask("annuity_person_most", {"average_annual_annuity_credit": 10_000_00}) == 50_000_00
