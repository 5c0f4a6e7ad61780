"""The demonstration city's pension assumptions close every gap from 1992 to 2026."""

import datetime as dt
from pathlib import Path

import pytest

import renshe.laws.pension
from renshe.kernel.rules import Refusal, explain_with, load_package
from renshe.kernel.rules.parameters import load_parameters

ASSUMPTIONS = Path(__file__).parent / "assumptions_pension.yaml"


def career(until_year, months):
    """Insured from 1992 on, one base a year; accounts from July 1998 at the latest."""
    entries = []
    for year in range(1992, until_year + 1):
        base, paid = 100_000 + (year - 1992) * 20_000, months if year == until_year else 12
        credit = base * 8 // 100 * paid if year >= 1999 else 0
        product = base * 8 // 100 * sum(13 - m for m in range(1, paid + 1)) if year >= 1999 else 0
        entries.append(
            {
                "year": year,
                "months": paid,
                "base_sum": base * paid,
                "credit": credit,
                "credit_product": product,
            }
        )
    return entries


def claim(year, calendar_month):
    return {
        "birth_month": 1965 * 12,
        "retirement_category": "M60",
        "retirement_month": year * 12 + calendar_month - 1,
        "career": career(year, calendar_month),
        "deemed_months": 60,
        "deemed_workplace": "珠海市",
        "first_half_1998_base_sum": 6 * 220_000,
        "deemed_account_balance": 500_000,
        "virtual_account_balance": 500_000,
        "local_addition": 0,
    }


@pytest.mark.parametrize("place", ["440400", "310112"])
@pytest.mark.parametrize("when", [(2025, 3), (2025, 10), (2025, 12), (2026, 1), (2026, 9)])
def test_a_career_since_1992_computes_to_a_pension_in_both_cities(place, when):
    rules = load_package(renshe.laws.pension, [ASSUMPTIONS])
    day = dt.date(*when, 15)
    facts = claim(*when)
    asked = {"place": place, "on": day, "known_on": day}
    facts["account_balance"] = explain_with(rules, "account_balance_at", facts, **asked).value
    total = explain_with(rules, "monthly_pension", facts, **asked).value
    assert 100_000 < facts["account_balance"] < 50_000_000
    assert 100_000 < total < 1_000_000


@pytest.mark.parametrize("place", ["440400", "310112"])
def test_without_the_assumptions_or_in_production_the_same_career_refuses(place):
    day, facts = dt.date(2025, 10, 15), claim(2025, 10)
    bare = load_package(renshe.laws.pension)
    with pytest.raises(Refusal) as missing:
        explain_with(bare, "account_balance_at", facts, place=place, on=day)
    assert missing.value.code == "missing_parameter"
    city = load_package(renshe.laws.pension, [ASSUMPTIONS])
    with pytest.raises(Refusal) as unconfirmed:
        explain_with(city, "account_balance_at", facts, place=place, on=day, mode="production")
    assert unconfirmed.value.code == "unconfirmed_parameter"


def test_every_row_says_that_it_is_an_assumption_without_legal_force():
    for parameter in load_parameters(ASSUMPTIONS).values():
        for row in parameter.rows:
            assert row.confidence == "A"
            assert "无法律效力" in row.instrument


def test_no_assumption_shadows_a_row_of_the_law():
    law = load_package(renshe.laws.pension).parameters
    for name, parameter in load_parameters(ASSUMPTIONS).items():
        taken = {(row.place, row.key, row.first, row.known_from) for row in law[name].rows}
        ours = {(row.place, row.key, row.first, row.known_from) for row in parameter.rows}
        assert not taken & ours
