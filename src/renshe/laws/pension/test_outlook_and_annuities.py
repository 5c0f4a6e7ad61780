"""Annuities, the personal pension and the projection of calculators: each figure worked out by hand, and where the law turns."""

from fractions import Fraction

import pytest

from renshe.kernel.rules import Refusal
from renshe.laws.pension.test_further_schemes import ask


@pytest.mark.parametrize(
    ("months", "years", "at_once", "vested"),
    [
        (11, 8, False, 0), (12, 8, False, 125_00), (23, 8, False, 125_00), (36, 8, False, 375_00),
        (95, 8, False, 875_00), (96, 8, False, 1_000_00), (200, 8, False, 1_000_00), (0, 0, False, 1_000_00),
        (3, 8, True, 1_000_00), (12, 3, False, 333_33),
    ],
)  # fmt: skip
def test_the_employers_part_becomes_ones_own_by_whole_years_or_at_once(
    months, years, at_once, vested
):
    facts = {
        "annuity_employer_balance": 1_000_00, "annuity_service_months": months,
        "annuity_full_vesting_years": years, "annuity_vests_at_once": at_once,
    }  # fmt: skip
    assert ask("annuity_vested", facts) == vested
    assert ask("annuity_not_vested", facts) == 1_000_00 - vested


def test_a_plan_that_vests_after_nine_years_is_refused_by_name():
    facts = {
        "annuity_service_months": 12,
        "annuity_full_vesting_years": 9,
        "annuity_vests_at_once": False,
    }
    with pytest.raises(Refusal, match="annuity_vesting_too_long"):
        ask("annuity_vested_share", facts)


def test_a_month_draws_the_balance_over_the_months_left_and_none_when_they_are_over():
    assert (
        ask(
            "annuity_month_payment",
            {"annuity_payment_balance": 1_000, "annuity_payment_months_left": 3},
        )
        == 333
    )
    assert (
        ask(
            "annuity_month_payment",
            {"annuity_payment_balance": 334, "annuity_payment_months_left": 1},
        )
        == 334
    )
    with pytest.raises(Refusal, match="annuity_months_over"):
        ask(
            "annuity_month_payment",
            {"annuity_payment_balance": 1, "annuity_payment_months_left": 0},
        )


def test_the_tax_saved_is_of_the_deductible_part_alone():
    facts = {"personal_pension_paid": 15_000_00, "marginal_tax_rate": Fraction(1, 10)}
    assert ask("personal_pension_tax_saved", facts) == 1_200_00


@pytest.mark.parametrize(
    ("reason", "changed", "before", "since"),
    [
        ("pension_age", {"at_legal_retirement_age": True}, "open", "open"),
        ("pension_age", {}, "not_open", "not_open"),
        ("emigration", {}, "open", "open"),
        ("medical_cost", {"medical_cost_own": 40_000_01}, "not_open", "open"),
        ("medical_cost", {"medical_cost_own": 40_000_00}, "not_open", "not_open"),
        ("unemployment", {"unemployment_months_drawn": 12}, "not_open", "open"),
        ("unemployment", {"unemployment_months_drawn": 11}, "not_open", "not_open"),
        ("minimum_allowance", {}, "not_open", "open"),
    ],
)  # fmt: skip
def test_the_personal_pension_opens_in_more_cases_since_september_2025(
    reason, changed, before, since
):
    facts = {
        "personal_pension_reason": reason, "at_legal_retirement_age": False, "medical_cost_own": 0,
        "disposable_income_per_head": 40_000_00, "unemployment_months_drawn": 0, **changed,
    }  # fmt: skip
    assert ask("personal_pension_claim", facts, on="2025-08-31") == before
    assert ask("personal_pension_claim", facts, on="2025-09-01") == since


def year(number, *, months=12, rises=1, monthly=0):
    entry = {"year": number, "months": months, "rises": rises}
    for name in ("account", "annuity", "personal"):
        entry |= {
            f"{name}_credit": monthly * months,
            f"{name}_product": monthly * months * (months + 1) // 2,
        }
    return entry


def test_savings_earn_the_rate_and_lose_in_january_what_wages_gained():
    """1,000 yuan for the last two months of a year at 3 %, then a year in which wages rose by 4 %, 100 paid each month."""
    facts = {
        "account_balance_now": 1_000_00, "annuity_balance_now": 1_000_00, "personal_pension_balance_now": 0,
        "projected_years": [year(2025, months=2, rises=0), year(2026, monthly=100_00)],
        "assumed_crediting_rate": Fraction(3, 100), "assumed_return": Fraction(6, 100),
        "assumed_wage_growth": Fraction(4, 100),
    }  # fmt: skip
    first = 1_005_00
    opened = Fraction(first * 100, 104)
    expected = opened + 1_200_00 + (opened * 12 + 100_00 * 78) / 12 * Fraction(3, 100)
    assert abs(ask("projected_account", facts) - expected) <= 1
    assert ask("projected_annuity", facts) > ask("projected_account", facts)
    level = facts | {"assumed_crediting_rate": 0, "assumed_wage_growth": 0}
    assert ask("projected_account", level) == 2_200_00


def test_what_is_drawn_monthly_is_the_balance_over_the_divisor_and_taxed_at_three_percent():
    facts = {"retirement_month": 2044 * 12 + 4, "birth_month": 1984 * 12 + 4}
    given = {"projected_annuity": 139_000_00, "projected_personal_pension": 139_000_00}
    assert ask("annuity_monthly_estimate", facts, **given) == 1_000_00
    assert ask("personal_pension_monthly_gross", facts, **given) == 1_000_00
    assert ask("personal_pension_monthly_estimate", facts, **given) == 970_00


def test_the_gap_is_never_negative():
    assert (
        ask("retirement_gap", {"retirement_goal": 5_000_00}, retirement_income_estimate=4_000_01)
        == 999_99
    )
    assert (
        ask("retirement_gap", {"retirement_goal": 5_000_00}, retirement_income_estimate=6_000_00)
        == 0
    )
