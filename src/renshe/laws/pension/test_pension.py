"""The pension laws: worked examples, properties, and the cases that break simple systems.

Only the law as loaded here is asked, without any city's assumptions; amounts have no tolerance.
"""

import datetime as dt
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import renshe.laws
import renshe.laws.pension
from renshe.kernel.rules import Refusal, explain_with, load_package
from renshe.kernel.rules.examples import check_example, load_bindings
from renshe.kernel.rules.sweep import gaps, overlaps, unused
from renshe.kernel.yaml_files import read_yaml

HERE = Path(__file__).parent
ZHUHAI, SHENZHEN, MINHANG, HEBEI = "440400", "440300", "310112", "130000"
YUAN = 100


@lru_cache
def laws():
    return load_package(renshe.laws)


@lru_cache
def readers():
    return load_bindings(renshe.laws.pension)


def ask(
    target,
    facts=None,
    *,
    place="CN",
    on="2025-10-15",
    known_on=None,
    given=None,
    mode="demonstration",
):
    """The value of a target, asked with the law of a day and what was known on another."""
    return explain_with(
        laws(),
        target,
        facts or {},
        place=place,
        on=dt.date.fromisoformat(on),
        known_on=dt.date.fromisoformat(known_on) if known_on else None,
        given=given or {},
        mode=mode,
    ).value


def refused(target, facts=None, **question):
    """The code of the refusal that a question ends in."""
    with pytest.raises(Refusal) as caught:
        ask(target, facts, **question)
    assert caught.value.describe("zh") != caught.value.describe("en")
    return caught.value.code


def month(year, calendar_month):
    return year * 12 + calendar_month - 1


def person_year(year, monthly_base, months=range(1, 13), rate=Fraction(8, 100), booked=None):
    """A career entry: ``months`` paid on one base, or amounts ``booked`` by month of booking."""
    credits = booked if booked is not None else {m: int(monthly_base * rate) for m in months}
    return {
        "year": year,
        "months": len(list(months)),
        "base_sum": monthly_base * len(list(months)),
        "credit": sum(credits.values()),
        "credit_product": sum(c * (13 - m) for m, c in credits.items()),
    }


def all_examples():
    for path in sorted(HERE.glob("*/examples/*.yaml")):
        for example in read_yaml(path.read_text(encoding="utf-8")):
            yield pytest.param(example, id=example["id"])


@pytest.mark.parametrize("example", list(all_examples()))
def test_a_worked_example_comes_out_within_its_printed_tolerance_and_at_our_frozen_figure(example):
    verdict = check_example(laws(), readers(), example)
    assert verdict.outcome == "pass", verdict.detail
    assert verdict.ours == example["ours"]


def test_every_law_has_examples_or_says_in_its_readme_why_it_has_none():
    for rules in HERE.glob("*/rules.py"):
        readme = (rules.parent / "README.md").read_text(encoding="utf-8")
        assert list((rules.parent / "examples").glob("*.yaml")) or "No published example" in readme


def test_no_parameter_overlaps_or_leaves_a_gap_and_none_is_unused():
    ours = load_package(renshe.laws.pension)
    names = {*ours.parameters.parameters, *ours.facts, *ours.rules}
    found = [*overlaps(laws()), *gaps(laws()), *unused(laws())]
    assert [finding for finding in found if finding.name in names] == []


# ---- retirement age and minimum years ------------------------------------------------------------

CATEGORIES = st.sampled_from(["M60", "F55", "F50"])
BIRTHS = st.integers(month(1950, 1), month(2005, 12))


@settings(max_examples=60, deadline=None)
@given(category=CATEGORIES, birth=BIRTHS)
def test_the_delay_never_shrinks_and_the_legal_month_always_comes_later_for_the_later_born(
    category, birth
):
    younger = {"birth_month": birth + 1, "retirement_category": category}
    older = {"birth_month": birth, "retirement_category": category}
    assert ask("retirement_delay_months", younger) >= ask("retirement_delay_months", older)
    assert ask("legal_retirement_month", younger) > ask("legal_retirement_month", older)


@settings(max_examples=40, deadline=None)
@given(category=CATEGORIES, birth=BIRTHS)
def test_the_flexible_window_holds_the_legal_month_and_never_begins_before_the_original_age(
    category, birth
):
    facts = {"birth_month": birth, "retirement_category": category}
    legal = ask("legal_retirement_month", facts)
    earliest = ask("earliest_retirement_month", facts)
    assert ask("original_retirement_month", facts) <= earliest <= legal
    assert legal - earliest <= 36
    assert ask("latest_retirement_month", facts) == legal + 36


def test_before_2025_nobody_was_delayed_and_nobody_could_choose():
    facts = {"birth_month": month(1970, 1), "retirement_category": "F55"}
    assert ask("legal_retirement_month", facts, on="2024-12-31") == month(2025, 1)
    assert ask("legal_retirement_month", facts, on="2025-01-01") == month(2025, 2)
    assert ask("earliest_retirement_month", facts, on="2024-12-31") == month(2025, 1)
    assert ask("latest_retirement_month", facts, on="2024-12-31") == month(2025, 1)


def test_a_pension_starts_in_the_month_after_retirement():
    assert ask("pension_start_month", {"retirement_month": month(2025, 12)}) == month(2026, 1)


@pytest.mark.parametrize(
    ("chosen", "kind"),
    [
        (month(2024, 12), "too_early"),
        (month(2025, 1), "flexible_early"),
        (month(2025, 2), "legal"),
        (month(2028, 2), "flexible_late"),
        (month(2028, 3), "too_late"),
    ],
)
def test_a_chosen_month_is_named_by_where_it_lies_in_the_window(chosen, kind):
    facts = {
        "birth_month": month(1965, 1),
        "retirement_category": "M60",
        "retirement_month": chosen,
    }
    assert ask("retirement_kind", facts) == kind


def test_an_early_retirement_across_new_year_follows_the_adopted_year_and_refuses_in_production():
    facts = {
        "birth_month": month(1968, 6),
        "retirement_category": "M60",
        "retirement_month": month(2029, 3),
    }
    assert ask("legal_retirement_month", facts) == month(2029, 5)
    facts["birth_month"] = month(1969, 1)
    assert ask("legal_retirement_month", facts) == month(2030, 2)
    by_rule = {"claim_year": 180, "legal_year": 186, "earlier_year": 180}
    for switch, months in by_rule.items():
        assert (
            ask("minimum_contribution_months", facts, given={"minimum_years_follow": switch})
            == months
        )
    assert (
        refused("minimum_contribution_months", facts, mode="production") == "unconfirmed_parameter"
    )


def test_a_short_record_is_told_how_many_months_it_lacks_and_when_a_lump_payment_opens():
    facts = {
        "birth_month": month(1965, 1),
        "retirement_category": "M60",
        "retirement_month": month(2025, 2),
        "first_insured_month": month(2011, 6),
        "assessment_month": month(2030, 2),
        "deemed_months": 0,
    }
    short = {"actual_contribution_months": 170}
    assert ask("missing_contribution_months", facts, given=short) == 10
    assert ask("pension_entitlement", facts, given=short) == "years_short"
    assert (
        ask("pension_entitlement", facts, given={"actual_contribution_months": 180}) == "entitled"
    )
    assert ask("lump_payment_open", facts, given=short) is True
    assert (
        ask("lump_payment_open", facts | {"assessment_month": month(2030, 1)}, given=short) is False
    )
    assert (
        ask("lump_payment_open", facts | {"first_insured_month": month(2011, 7)}, given=short)
        is False
    )


# ---- individual account --------------------------------------------------------------------------


def month_by_month(opening, booked, rate):
    """A year's closing balance by hand: each month-end balance bears a twelfth of the rate."""
    balance, borne = opening, Fraction(0)
    for calendar_month in range(1, 13):
        balance += booked.get(calendar_month, 0)
        borne += Fraction(balance) * rate / 12
    return balance + (2 * borne.numerator + borne.denominator) // (2 * borne.denominator)


@settings(max_examples=30, deadline=None)
@given(
    opening=st.integers(0, 10**8),
    amounts=st.dictionaries(st.integers(1, 12), st.integers(0, 300_000), max_size=12),
    year=st.integers(2016, 2025),
)
def test_the_monthly_product_gives_what_interest_on_every_month_end_balance_gives(
    opening, amounts, year
):
    facts = {
        "account_year": year,
        "account_opening_balance": opening,
        "account_year_credit": sum(amounts.values()),
        "account_year_credit_product": sum(c * (13 - m) for m, c in amounts.items()),
    }
    rate = ask("account_rate_of_year", facts, on="2026-10-01")
    closing = ask("account_closing_balance", facts, on="2026-10-01")
    assert closing == month_by_month(opening, amounts, rate)
    assert closing == opening + facts["account_year_credit"] + ask(
        "account_interest_on_opening", facts, on="2026-10-01"
    ) + ask("account_interest_on_credits", facts, on="2026-10-01")


@settings(max_examples=15, deadline=None)
@given(
    bases=st.lists(st.integers(400_000, 3_000_000), min_size=2, max_size=9),
    claim=st.integers(1, 12),
)
def test_the_account_from_the_career_equals_the_account_credited_year_by_year(bases, claim):
    first = 2025 - len(bases) + 1
    last_months = range(1, claim + 1)
    career = [
        person_year(first + i, base, months=last_months if first + i == 2025 else range(1, 13))
        for i, base in enumerate(bases)
    ]
    when = {"on": "2025-10-15", "known_on": "2025-10-15"}
    balance = 0
    for entry in career[:-1]:
        facts = {
            "account_year": entry["year"],
            "account_opening_balance": balance,
            "account_year_credit": entry["credit"],
            "account_year_credit_product": entry["credit_product"],
        }
        balance = ask("account_closing_balance", facts, **when)
    at_claim = ask(
        "account_balance_at_claim",
        {
            "account_opening_balance": balance,
            "account_year_credit": career[-1]["credit"],
            "account_year_credit_product": career[-1]["credit_product"],
            "retirement_month": month(2025, claim),
        },
        **when,
    )
    whole_career = ask(
        "account_balance_at", {"career": career, "retirement_month": month(2025, claim)}, **when
    )
    assert whole_career == at_claim


def test_a_month_owed_is_credited_only_once_its_own_share_is_fully_paid():
    month_of_720 = {"personal_share_due": 72_000, "account_credit_when_paid": 72_000}
    assert ask("account_credit_now", month_of_720 | {"personal_share_received": 71_999}) == 0
    assert ask("account_credit_now", month_of_720 | {"personal_share_received": 72_000}) == 72_000


def test_a_month_made_good_bears_interest_from_the_month_in_which_it_is_booked():
    in_time = person_year(2023, 900_000)
    made_good = person_year(2023, 900_000, booked=dict.fromkeys(range(1, 12), 72000))
    later = person_year(2024, 900_000, booked=dict.fromkeys(range(1, 13), 72000) | {6: 144_000})
    plain = person_year(2024, 900_000)
    at = {"retirement_month": month(2024, 12)}
    when = {"on": "2025-10-15"}
    paid = ask("account_balance_at", at | {"career": [in_time, plain]}, **when)
    owed = ask("account_balance_at", at | {"career": [made_good, later]}, **when)
    # On time: a twelfth of 3.97 %, then a year at 2.62 %; booked in June 2024: seven twelfths.
    december = Fraction(72_000) * Fraction(397, 10_000) / 12
    lost = december + (Fraction(72_000) + december) * Fraction(262, 10_000)
    lost -= Fraction(72_000) * Fraction(262, 10_000) * 7 / 12
    assert abs((paid - owed) - lost) <= 1


def test_an_empty_year_still_bears_interest_but_a_year_left_out_is_refused():
    idle = person_year(2023, 0, months=[])
    career = [person_year(2022, 1_000_000), idle, person_year(2024, 1_000_000, months=[1])]
    at = {"retirement_month": month(2024, 1)}
    full = ask("account_balance_at", at | {"career": career}, on="2025-10-15")
    assert (
        full == 1_113_625
    )  # 9,918.24 after 2022, 10,311.99 after an idle 2023, January 2024 with a month's interest
    assert (
        refused("account_balance_at", at | {"career": [career[0], career[2]]})
        == "career_years_missing"
    )
    assert refused("account_balance_at", at | {"career": career[:2]}) == "career_years_missing"


def test_the_year_of_claim_bears_the_latest_published_rate_until_its_own_appears():
    facts = {
        "account_opening_balance": 100_000 * YUAN,
        "account_year_credit": 0,
        "account_year_credit_product": 0,
        "retirement_month": month(2025, 6),
    }
    before = ask("account_balance_at_claim", facts, known_on="2025-10-15")
    after = ask("account_balance_at_claim", facts, known_on="2026-07-01")
    assert before == 100_000 * YUAN + 1_310 * YUAN
    assert after == 100_000 * YUAN + 750 * YUAN


def test_a_crediting_rate_before_2016_is_provincial_and_refuses_without_the_provinces_own():
    facts = {"account_year": 2015}
    assert (
        refused("account_rate_of_year", facts, place=ZHUHAI, on="2025-10-15") == "missing_parameter"
    )


# ---- index ---------------------------------------------------------------------------------------


def test_a_part_year_is_measured_by_its_months_and_never_by_twelve():
    half = [person_year(2024, 1_237_668, months=range(1, 7))]
    full = [person_year(2024, 1_237_668)]
    facts = {"deemed_months": 0}
    for career in (half, full):
        index = ask("average_contribution_index", facts | {"career": career}, place=MINHANG)
        assert index == Fraction(10057, 10000)  # 12376.68 over 12307, to four decimals


def test_deemed_months_weigh_in_the_average_with_the_index_of_the_workplace():
    facts = {
        "career": [person_year(2024, 916_700)],
        "deemed_months": 12,
        "deemed_workplace": "斗门县",
    }
    index = ask("average_contribution_index", facts, place=ZHUHAI)
    assert index == (1 + Fraction("1.087")) / 2
    assert refused(
        "average_contribution_index", facts | {"deemed_workplace": "none"}, place=ZHUHAI
    ) == ("deemed_workplace_missing")


def test_deemed_service_of_a_province_without_loaded_rules_is_refused_not_guessed():
    facts = {"career": [person_year(2024, 916_700)], "deemed_months": 12}
    assert refused("deemed_contribution_index", facts, place=HEBEI) == "deemed_index_is_provincial"
    assert refused("transitional_pension", facts, place=HEBEI) == "transitional_rule_is_provincial"


def test_nobody_without_a_month_has_an_average_index():
    facts = {"career": [], "deemed_months": 0}
    assert refused("average_contribution_index", facts, place=MINHANG) == "no_contribution_months"


def test_shanghai_lifts_the_years_to_2013_to_its_floor_and_leaves_later_years_alone():
    poor = {year: [person_year(year, 300_000)] for year in (2015, 2024)}
    facts = {"deemed_months": 0}
    assert ask(
        "average_contribution_index", facts | {"career": poor[2024]}, place=MINHANG
    ) < Fraction("0.3")
    wages = {
        "reference_wage": {
            2010: Fraction(400_000),
            2012: Fraction(500_000),
            2014: Fraction(545_100),
        }
    }
    lifted = {2011: "1", 2013: "0.75"}
    for year, floor in lifted.items():
        career = [person_year(year, 100_000)]
        assert ask(
            "average_contribution_index", facts | {"career": career}, place=MINHANG, given=wages
        ) == (Fraction(floor))
    assert ask("average_contribution_index", facts | {"career": poor[2015]}, place=MINHANG) == (
        Fraction(5504, 10000)
    )


# ---- the pension ---------------------------------------------------------------------------------


def sheet(base, index, months, balance, divisor):
    """Figures of a determination sheet as given nodes, and the facts beside them."""
    figures = {
        "pension_calculation_base": base * YUAN,
        "average_contribution_index": Fraction(str(index)),
        "contribution_months": months,
        "annuity_divisor": Fraction(str(divisor)),
    }
    facts = {
        "account_balance": balance,
        "deemed_months": 0,
        "local_addition": 0,
        "deemed_account_balance": 0,
        "virtual_account_balance": 0,
    }
    return facts, figures


INDICES = st.integers(3_000, 30_000).map(lambda n: Fraction(n, 10_000))


@settings(max_examples=25, deadline=None)
@given(
    place=st.sampled_from(["CN", ZHUHAI, SHENZHEN, MINHANG]),
    index=INDICES,
    months=st.integers(180, 500),
    balance=st.integers(0, 10**8),
)
def test_a_pension_never_falls_when_months_index_or_balance_rise(place, index, months, balance):
    def total(index, months, balance):
        facts, figures = sheet(9_493, index, months, balance, 139)
        figures["new_method_weighted_years"] = Fraction(0)
        return ask("monthly_pension", facts, place=place, given=figures)

    here = total(index, months, balance)
    assert total(index, months + 1, balance) >= here
    assert total(index + Fraction(1, 10_000), months, balance) >= here
    assert total(index, months, balance + YUAN) >= here


def test_twelve_leftover_months_of_shanghai_are_never_paid_as_twelfths():
    facts, figures = sheet(12_434, "1.5231", 287, 0, 195)
    assert ask("basic_pension", facts, place=MINHANG, given=figures) == 3_751_10
    assert ask("basic_pension", facts, place="CN", given=figures) == 3_751_60


def test_the_divisor_table_has_208_at_47_and_93_at_66_and_interpolates_only_since_2025():
    def divisor(years, months, on):
        return ask("annuity_divisor", given={"age_at_claim_months": years * 12 + months}, on=on)

    assert divisor(47, 0, "2025-01-01") == 208
    assert divisor(66, 0, "2025-01-01") == 93
    assert divisor(55, 1, "2025-01-01") == Fraction("169.5")
    assert divisor(55, 1, "2024-12-31") == 170
    assert divisor(71, 6, "2025-01-01") == 56
    assert (
        refused("annuity_divisor", given={"age_at_claim_months": 479})
        == "age_outside_divisor_table"
    )


def test_guangdong_weighs_the_base_below_an_index_of_0_6_and_shenzhen_does_not():
    facts, figures = sheet(9_493, "0.4665", 327, 0, 195)
    assert ask("basic_pension", facts, place=ZHUHAI, given=figures, on="2026-04-30") == 1_609_02
    assert ask("calculation_base_factor", facts, place=SHENZHEN, given=figures) == 1
    assert ask("basic_pension", facts, place=SHENZHEN, given=figures) == 1_896_80


def test_guangdong_pays_the_phase_in_as_its_own_line_until_2025_and_inside_the_line_from_2026():
    facts, figures = sheet(9_307, "0.5938", 335, 8_411_274, 195)
    facts["deemed_account_balance"] = 1_361_508
    figures["new_method_weighted_years"] = Fraction("4.41845")
    lines = {
        year: (
            ask("transitional_pension", facts, place=ZHUHAI, given=figures, on=f"{year}-06-30"),
            ask("pension_adjustment_line", facts, place=ZHUHAI, given=figures, on=f"{year}-06-30"),
        )
        for year in (2021, 2025, 2026)
    }
    assert lines[2021] == (321_46, 81_60)
    assert lines[2025] == (321_46, 272_01)
    assert lines[2026] == (493_47 + 100_00 + 108_00, 0)


def test_the_new_method_counts_deemed_years_by_table_and_1994_to_mid_1998_by_the_own_wage():
    career = [person_year(year, 79_000, rate=0) for year in range(1995, 1999)]
    facts = {
        "career": career,
        "deemed_months": 24,
        "deemed_workplace": "珠海市区",
        "first_half_1998_base_sum": 6 * 79_000,
    }
    indices = {1995: "1.4934", 1996: "1.2749", 1997: "1.1089"}
    own = sum(12 * Fraction(index) for index in indices.values()) + Fraction("6.0235")
    weighted = ask("new_method_weighted_years", facts, place=ZHUHAI)
    assert weighted == (24 * Fraction("1.441") + own) / 12


# ---- provisional award ---------------------------------------------------------------------------


def claim_of_october_2025():
    facts, figures = sheet(0, "0.9", 300, 10_000_000, "138.4")
    del figures["pension_calculation_base"]
    return facts | {"retirement_month": month(2025, 10)}, figures


def test_an_award_before_the_notice_takes_last_years_base_and_is_paid_up_afterwards():
    facts, figures = claim_of_october_2025()
    figures["new_method_weighted_years"] = Fraction(0)
    told = {"place": ZHUHAI, "on": "2025-10-15", "given": figures}
    assert ask("award_state", facts, known_on="2025-10-15", **told) == "provisional"
    assert ask("pension_calculation_base", facts, known_on="2025-10-15", **told) == 9_307 * YUAN
    assert ask("pension_calculation_base", facts, known_on="2025-12-01", **told) == 9_493 * YUAN
    assert (
        ask("award_state", facts, known_on="2025-12-01", **told) == "provisional"
    )  # the rate is still open
    assert ask("award_state", facts, known_on="2026-07-01", **told) == "final"
    assert (
        ask("award_state", facts, known_on="2026-07-01", **told | {"on": "2025-10-31"}) == "final"
    )


@settings(max_examples=20, deadline=None)
@given(months=st.integers(1, 24), place=st.sampled_from([ZHUHAI, MINHANG]))
def test_arrears_are_the_recomputed_pensions_less_those_paid_provisionally(months, place):
    facts, figures = claim_of_october_2025()
    figures["new_method_weighted_years"] = Fraction(0)
    told = {"place": place, "on": "2025-10-15", "given": figures}
    first = ask("monthly_pension", facts, known_on="2025-10-15", **told)
    final = ask("monthly_pension", facts, known_on="2026-07-01", **told)
    paid = facts | {"provisional_monthly_pension": first, "provisional_months": months}
    assert (
        ask("award_arrears", paid, known_on="2026-07-01", **told) == final * months - first * months
    )
    assert (final > first) == (place == ZHUHAI)  # Shanghai's base of 2025 was known by October


def test_a_base_that_was_never_confirmed_computes_in_the_demonstration_and_refuses_in_production():
    facts = {"retirement_month": month(2020, 12)}
    asked = {"place": MINHANG, "on": "2020-12-31", "known_on": "2020-12-31"}
    assert ask("pension_calculation_base", facts, **asked) == 9_580 * YUAN
    assert (
        refused("pension_calculation_base", facts, **asked, mode="production")
        == "unconfirmed_parameter"
    )


# ---- yearly adjustment ---------------------------------------------------------------------------


def test_the_news_pages_45_for_30_years_in_2023_is_40_by_the_plan():
    years = {"contribution_months": 360}
    assert ask("adjustment_years_part", place=ZHUHAI, on="2023-01-01", given=years) == 40 * YUAN


def test_a_year_whose_plan_was_not_located_refuses():
    facts = {"pension_before_adjustment": 3_000 * YUAN, "age_at_adjustment": 65}
    years = {"contribution_months": 360}
    for when in ({"place": ZHUHAI, "on": "2026-01-01"}, {"place": MINHANG, "on": "2018-01-01"}):
        assert refused("adjustment_increase", facts, given=years, **when) == "missing_parameter"


def test_a_started_year_counts_in_guangdong_and_not_in_shanghai():
    started = {"contribution_months": 301}
    assert ask("adjustment_years", place=ZHUHAI, on="2025-01-01", given=started) == 26
    assert ask("adjustment_years", place=MINHANG, on="2025-01-01", given=started) == 25


def test_an_age_tier_that_no_source_printed_refuses_instead_of_paying_nothing():
    told = {"place": ZHUHAI, "on": "2024-01-01"}
    assert ask("adjustment_age_part", {"age_at_adjustment": 69}, **told) == 0
    assert refused("adjustment_age_part", {"age_at_adjustment": 70}, **told) == "missing_parameter"


def test_every_amount_of_a_pension_can_name_its_instrument_and_clause():
    facts, figures = sheet(9_493, "0.9", 300, 10_000_000, 139)
    figures["new_method_weighted_years"] = Fraction(1)
    told = explain_with(
        laws(), "monthly_pension", facts, place=ZHUHAI, on=dt.date(2025, 10, 15), given=figures
    )
    waiting = [told.root]
    seen = 0
    while waiting:
        node = waiting.pop()
        waiting.extend(node.children)
        if node.kind == "rule":
            seen += 1
            assert "" not in (node.instrument, node.zh, node.doc)
            assert not node.rounding or node.rounding_clause
    assert seen >= 10
