"""Residents, expropriated farmers, government staff, bridging and certification: where these laws turn."""

import datetime as dt
import random
from fractions import Fraction
from functools import lru_cache

import pyarrow as pa
import pytest

import renshe.laws
from renshe.kernel.rules import Refusal, explain_with, load_package
from renshe.kernel.rules.compute import compute_with


@lru_cache
def laws():
    return load_package(renshe.laws)


def ask(target, facts=None, *, place="CN", on="2025-10-15", mode="demonstration", **given):
    return explain_with(
        laws(), target, facts or {}, place=place, on=dt.date.fromisoformat(on), given=given, mode=mode
    ).value  # fmt: skip


def month(year, number):
    return year * 12 + number - 1


# ---- residents -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age_at_start", "required"),
    [(720, 0), (800, 0), (719, 0), (708, 1), (541, 14), (540, 15), (300, 15)],
)
def test_who_was_near_sixty_when_the_scheme_began_owes_only_the_years_that_were_left(
    age_at_start, required
):
    facts = {"resident_age_at_scheme_start": age_at_start}
    assert ask("resident_years_required", facts) == required


@pytest.mark.parametrize(
    ("birth", "years", "other", "answer"),
    [
        (month(1965, 10), 15, False, "entitled"),
        (month(1965, 11), 15, False, "too_young"),
        (month(1965, 10), 14, False, "years_short"),
        (month(1965, 10), 15, True, "draws_other_pension"),
    ],
)
def test_a_resident_draws_from_sixty_with_the_years_and_without_another_pension(
    birth, years, other, answer
):
    facts = {
        "birth_month": birth, "assessment_month": month(2025, 10), "resident_years": years,
        "draws_other_pension": other,
    }  # fmt: skip
    assert ask("resident_entitlement", facts, resident_years_required=15) == answer


def test_the_basic_part_is_the_nations_where_the_place_sets_none():
    assert ask("resident_basic_pension") == 143_00
    assert ask("resident_basic_pension", place="310112") == 1555_00


def test_zhuhai_adds_for_long_service_and_from_2021_for_age():
    def basic(on, years, age):
        facts = {"resident_years": years, "resident_age": age}
        return ask("resident_basic_pension", facts, place="440400", on=on)

    assert basic("2014-09-30", 20, 70) == 350_00
    assert basic("2014-10-01", 20, 70) == 365_00
    assert basic("2020-12-31", 20, 70) == 475_00
    assert basic("2021-01-01", 20, 64) == 475_00
    assert basic("2021-01-01", 20, 65) == 485_00


def test_what_zhuhai_pays_after_2021_was_not_seen_and_refuses_in_production():
    facts = {"resident_years": 15, "resident_age": 60}
    assert ask("resident_basic_pension", facts, place="440400") == 460_00
    with pytest.raises(Refusal):
        ask("resident_basic_pension", facts, place="440400", mode="production")


def test_a_residents_account_is_divided_by_139_and_in_zhuhai_by_the_table_of_the_age():
    facts = {"resident_account_balance": 41_700_00, "resident_age_at_claim": 65}
    assert ask("resident_account_pension", facts) == 300_00
    assert ask("resident_account_pension", facts, place="440400") == 412_87  # 101 months at 65


def test_the_subsidy_grows_with_the_tier_and_a_tier_that_does_not_exist_refuses():
    assert ask("resident_subsidy", {"resident_tier": 499}) == 30_00
    assert ask("resident_subsidy", {"resident_tier": 500}) == 60_00
    assert ask("resident_subsidy", {"resident_tier": 7300}, place="310112") == 730_00
    with pytest.raises(Refusal):
        ask("resident_subsidy", {"resident_tier": 900}, place="310112")
    assert (
        ask("resident_subsidy", {"resident_tier": 900}, place="310112", on="2023-06-01") == 300_00
    )


def test_the_funeral_grant_of_zhuhai_needs_a_year_paid_or_a_pension_drawn():
    def grant(years, draws):
        facts = {"resident_years": years, "draws_resident_pension": draws}
        return ask("resident_funeral_grant", facts, place="440400", on="2020-06-01")

    assert (grant(1, False), grant(0, True), grant(0, False)) == (5520_00, 5520_00, 0)


# ---- bridging ------------------------------------------------------------------------------------


def bridged(target, *, months, years=6, minimum=180, at_age=True, draws=False, double=0):
    facts = {
        "employee_months": months, "resident_years": years, "at_legal_retirement_age": at_age,
        "draws_other_pension": draws, "bridged_double_months": double,
    }  # fmt: skip
    return ask(target, facts, minimum_contribution_months=minimum)


def test_one_month_decides_which_account_joins_which():
    assert bridged("bridging_direction", months=180) == "resident_to_employee"
    assert bridged("bridging_direction", months=179) == "employee_to_resident"
    assert bridged("bridging_direction", months=180, minimum=186) == "employee_to_resident"


def test_employee_years_count_for_the_resident_scheme_and_never_the_other_way():
    assert bridged("bridged_employee_months", months=200) == 200
    assert bridged("bridged_resident_months", months=200) == 0
    assert bridged("bridged_employee_months", months=100) == 0
    assert bridged("bridged_resident_months", months=100) == 172
    assert bridged("bridged_resident_months", months=100, double=7) == 165, "a month counts once"


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"at_age": False}, "not_yet_at_retirement_age"),
        ({"draws": True}, "draws_a_pension_already"),
    ],
)
def test_nothing_is_bridged_before_the_legal_age_or_after_a_pension_began(told, reason):
    with pytest.raises(Refusal) as refused:
        bridged("bridging_direction", months=200, **told)
    assert refused.value.code == reason


def test_two_pensions_are_cleared_from_the_resident_account_and_never_below_nothing():
    facts = {"resident_account_balance": 8_000_00, "double_resident_basic": 3_000_00}
    assert ask("double_benefit_returned", facts) == 5_000_00
    assert ask("double_benefit_returned", facts | {"double_resident_basic": 9_000_00}) == 0


# ---- the place that pays -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("current", "relations", "pays"),
    [
        (510000, [(310000, 300), (510000, 3)], 510000),
        (440000, [(310000, 144), (440000, 84)], 310000),
        (440000, [(310000, 144), (440000, 120)], 440000),
        (440000, [(310000, 120), (330000, 125), (440000, 119)], 330000),
        (440000, [(310000, 119), (440000, 119)], 510000),
        (440000, [], 510000),
    ],
)
def test_the_last_province_with_ten_years_pays_unless_the_relation_is_at_home(
    current, relations, pays
):
    facts = {
        "household_province": 510000, "current_province": current,
        "provincial_relations": [{"province": p, "months": m} for p, m in relations],
    }  # fmt: skip
    assert ask("place_of_benefit", facts) == pays


# ---- government staff ----------------------------------------------------------------------------


def transition(target, *, new, old, retired, annuity=0, on=None):
    facts = {
        "retirement_month": month(*retired),
        "occupational_annuity_monthly": annuity,
    }  # fmt: skip
    day = on or f"{retired[0]}-{retired[1]:02d}-01"
    return ask(target, facts, on=day, institution_old_method=old, institution_new_basic_pension=new)


@pytest.mark.parametrize(
    ("retired", "total"),
    [((2014, 10), 6100_00), ((2015, 12), 6100_00), ((2016, 1), 6200_00), ((2023, 12), 6900_00),
     ((2024, 1), 7000_00), ((2024, 9), 7000_00)],
)  # fmt: skip
def test_each_calendar_year_pays_ten_points_more_of_what_the_new_method_gives_above(retired, total):
    assert transition("institution_total", new=7000_00, old=6000_00, retired=retired) == total


def test_the_old_method_is_the_floor_until_september_2024_and_then_no_more():
    low = {"new": 5000_00, "old": 6000_00}
    assert transition("institution_total", **low, retired=(2024, 9)) == 6000_00
    assert transition("institution_total", **low, retired=(2024, 10)) == 5000_00


def test_the_annuity_is_paid_by_its_own_fund_and_not_twice():
    paid = transition(
        "institution_payable_pension", new=7000_00, old=6000_00, retired=(2020, 5), annuity=700_00
    )
    assert paid == 5900_00


def test_who_retired_before_the_reform_is_not_in_the_transition():
    with pytest.raises(Refusal, match="not_a_middle_person"):
        transition(
            "institution_total", new=7000_00, old=6000_00, retired=(2014, 9), on="2014-10-01"
        )


# ---- town insurance and the land allowance -------------------------------------------------------


def test_the_town_pension_grows_by_the_month_up_to_thirty_percent_and_to_the_next_yuan():
    def pension(months):
        facts = {"town_months": months, "town_reference_wage": 4000_00}
        return ask("town_pension", facts, place="310112")

    assert [pension(months) for months in (180, 181, 192, 420, 500)] == [
        800_00, 802_00, 820_00, 1200_00, 1200_00,
    ]  # fmt: skip
    with pytest.raises(Refusal, match="town_years_short"):
        pension(179)


def test_the_land_allowance_rises_by_the_plan_and_the_districts_round_differently():
    facts = {
        "land_allowance_before": 2451_00, "age_at_adjustment": 72, "turned_elder_last_year": False,
    }  # fmt: skip
    # 2451 × 1.8 % = 44.118: Changning makes it 44.20, Jiading makes the whole rise a full yuan.
    assert ask("land_increase", facts, place="310105", on="2023-01-01") == 145_20
    assert ask("land_increase", facts, place="310114", on="2023-01-01") == 146_00
    assert ask("land_increase", facts, place="310117", on="2023-01-01") == 148_00
    turned = facts | {"turned_elder_last_year": True, "age_at_adjustment": 65}
    assert ask("land_increase", turned, place="310114", on="2023-01-01") == 241_00
    assert ask("land_increase", turned, place="310117", on="2023-01-01") == 318_00


def test_minhangs_own_notice_was_not_seen_so_its_rise_refuses_in_production():
    facts = {"land_allowance_before": 2450_00, "age_at_adjustment": 66}
    assert ask("land_increase", facts, place="310112", on="2025-01-01") == 70_50
    with pytest.raises(Refusal):
        ask("land_increase", facts, place="310112", on="2025-01-01", mode="production")


# ---- certification and the third pillar ----------------------------------------------------------


def test_a_proof_holds_a_year_and_the_28th_of_february_stands_for_the_29th():
    def due(year, number, day):
        facts = {"last_verified_month": month(year, number), "last_verified_day": day}
        on = f"{year}-{number:02d}-01"
        return (
            ask("certification_due_month", facts, on=on),
            ask("certification_due_day", facts, on=on),
        )

    assert due(2024, 2, 29) == (month(2025, 2), 28)
    assert due(2025, 12, 31) == (month(2026, 12), 31)


def test_a_withdrawal_is_taxed_to_the_fen_and_a_payment_is_deductible_up_to_the_cap():
    assert ask("personal_pension_tax", {"personal_pension_withdrawal": 333_33}) == 10_00
    assert ask("personal_pension_deduction", {"personal_pension_paid": 15_000_00}) == 12_000_00


# ---- columns agree with the explanation ----------------------------------------------------------

DRAWN = {
    ("CN", "resident_pension"): {"resident_account_balance": (0, 9_000_000)},
    ("310112", "resident_pension"): {"resident_account_balance": (0, 9_000_000)},
    ("310112", "town_pension"): {"town_months": (180, 600), "town_reference_wage": (100_000, 900_000)},
    ("310112", "land_allowance_after"): {
        "land_allowance_before": (50_000, 600_000), "age_at_adjustment": (45, 100),
    },
    ("440400", "resident_account_pension"): {
        "resident_account_balance": (0, 9_000_000), "resident_age_at_claim": (60, 90),
    },
    ("CN", "personal_pension_net"): {"personal_pension_withdrawal": (0, 90_000_000)},
}  # fmt: skip


@pytest.mark.parametrize(("place", "target"), list(DRAWN))
def test_columns_and_explanation_agree_for_every_scheme(place, target):
    draw = random.Random(f"{place}{target}")
    ranges = DRAWN[place, target]
    people = [{name: draw.randint(*ends) for name, ends in ranges.items()} for _ in range(200)]
    table = pa.table({name: [one[name] for one in people] for name in ranges})
    on = dt.date(2025, 10, 1)
    columns = compute_with(laws(), [target], table, place=place, on=on).table[target].to_pylist()
    explained = [ask(target, one, place=place, on=on.isoformat()) for one in people]
    assert [Fraction(value) for value in columns] == explained
