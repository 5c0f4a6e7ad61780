"""The laws of contributions: every worked example, every month in both cities, what must hold."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import renshe.laws.contributions as contributions
from renshe.kernel.rules import Refusal, RuleSet, explain_with, load_package
from renshe.kernel.rules.compute import compute_with
from renshe.kernel.rules.examples import check_example, load_bindings
from renshe.kernel.rules.sweep import gaps, overlaps, unresolved, unused
from renshe.kernel.yaml_files import read_yaml

HERE = Path(__file__).parent
ASSUMPTIONS = HERE.parents[1] / "edge" / "demo" / "assumptions.yaml"
LAW = load_package(contributions)
DEMO = load_package(contributions, [ASSUMPTIONS])
BINDINGS = load_bindings(contributions)
SHANGHAI, ZHUHAI, GUANGDONG = "310000", "440400", "440000"
CITIES = (SHANGHAI, ZHUHAI)
KINDS = (
    "employee", "flexible", "civil_service", "drawing_pension", "retiree_injury_only",
    "migrant_contract",
)  # fmt: skip
IN_PENSION = ("employee", "civil_service", "migrant_contract")
EMPLOYEE_SHARES = (
    "pension_employer", "medical_employer", "unemployment_employer", "injury_employer",
    "maternity_employer", "pension_personal", "medical_personal", "unemployment_personal",
)  # fmt: skip
FLEXIBLE_SHARES = (
    "flexible_pension", "flexible_pension_pooled", "flexible_pension_account", "flexible_medical",
)  # fmt: skip
MONTH = (
    "pension_base", "medical_base", "unemployment_base", "injury_base", *EMPLOYEE_SHARES,
    "employer_total", "personal_total", "account_credit", *FLEXIBLE_SHARES,
    "pension_employer_relief", "unemployment_employer_relief", "injury_employer_relief",
    "employer_due",
)  # fmt: skip


def facts(**changes: Any) -> dict[str, Any]:
    """A month of an ordinary employee of a small enterprise, changed where the test is about it."""
    return {
        "declared_wage": 1_000_000, "person_kind": "employee", "employer_kind": "enterprise",
        "employer_size": "small", "injury_rate": "0.002", **changes,
    }  # fmt: skip


def ask(target: str, *, place: str, on: str, law: RuleSet = DEMO, **changes: Any) -> Any:
    """One value for the month that begins on the day."""
    day = dt.date.fromisoformat(on)
    return explain_with(law, target, facts(**changes), place=place, on=day).value


def month(*, place: str, on: str, law: RuleSet = DEMO, **changes: Any) -> dict[str, Any]:
    """All targets of the month run at once."""
    day = dt.date.fromisoformat(on)
    found = explain_with(law, MONTH[0], facts(**changes), place=place, on=day, also=MONTH[1:])
    return {MONTH[0]: found.root.value, **{name: node.value for name, node in found.others.items()}}


# -- worked examples ------------------------------------------------------------------------------


def named(*paths: Path) -> list[Any]:
    """The examples of some files, named by their ids."""
    found: list[Any] = []
    for path in paths:
        for example in read_yaml(path.read_text(encoding="utf-8")):
            found.append(pytest.param(example, id=example["id"]))
    return found


EXAMPLES = named(*sorted(HERE.glob("*/examples/*.yaml")))


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_worked_example_passes_and_our_exact_answer_stays(example: dict[str, Any]) -> None:
    verdict = check_example(LAW, BINDINGS, example)
    assert (verdict.outcome, verdict.detail) == ("pass", "")
    assert verdict.ours == example["ours"]


def test_the_public_examples_of_these_laws_are_all_here() -> None:
    assert len(EXAMPLES) == 38


@pytest.mark.parametrize("example", named(HERE / "further_examples.yaml"))
def test_another_example_of_the_same_rule_is_read_by_its_words(example: dict[str, Any]) -> None:
    verdict = check_example(LAW, BINDINGS, example)
    assert (verdict.outcome, verdict.detail) == ("pass", "")


@pytest.mark.parametrize("example", named(HERE / "outside_examples.yaml"))
def test_an_example_outside_these_laws_is_not_covered(example: dict[str, Any]) -> None:
    assert check_example(LAW, BINDINGS, example).outcome == "not covered"


# -- every date -----------------------------------------------------------------------------------


@pytest.mark.parametrize("law", [LAW, DEMO], ids=["law alone", "with assumptions"])
def test_no_row_overlaps_another_and_nothing_is_unused(law: RuleSet) -> None:
    assert [*overlaps(law), *gaps(law), *unused(law)] == []


def test_every_target_resolves_on_every_day_anything_changes_in_both_cities() -> None:
    span = {"since": dt.date(1992, 1, 1), "until": dt.date(2026, 12, 31)}
    targets = [*MONTH, "contribution_year_start"]
    assert list(unresolved(DEMO, places=CITIES, targets=targets, **span)) == []


@pytest.mark.parametrize("place", CITIES)
def test_every_month_from_1992_to_2026_computes_for_every_kind_of_person(place: str) -> None:
    for number in range(1992 * 12, 2027 * 12):
        on = dt.date(number // 12, number % 12 + 1, 1).isoformat()
        kind = KINDS[number % len(KINDS)] if number % 5 else "employee"
        values = month(place=place, on=on, person_kind=kind)
        assert min(values.values()) >= 0
        assert values["employer_total"] == sum(values[name] for name in EMPLOYEE_SHARES[:5])
        assert values["pension_employer"] < 300_000
        assert (values["pension_base"] > 0) == (kind in IN_PENSION)
        flexible = kind == "flexible" and number >= 1997 * 12 + 7
        assert (values["flexible_pension"] > 0) == flexible


@pytest.mark.parametrize("name", sorted(LAW.parameters.parameters))
def test_no_assumption_of_the_demonstration_city_lies_under_a_row_of_law(name: str) -> None:
    for row in DEMO.parameters[name].rows:
        if row.confidence != "A":
            continue
        assert row.instrument == "assumption of the demonstration city, no legal force"
        for day in (row.first, row.last):
            with pytest.raises(Refusal):
                LAW.parameters[name].row(place=row.place, on=day, key=row.key)


def test_every_row_of_law_says_where_it_was_seen() -> None:
    for parameter in LAW.parameters.parameters.values():
        for row in parameter.rows:
            assert row.instrument, parameter.name
            assert row.source, parameter.name
            assert row.confidence != "A", parameter.name


OPEN = (
    ("pension_base", GUANGDONG, "2026-07-01", "pension_base_floor"),
    ("pension_base", ZHUHAI, "2018-07-01", "pension_base_floor"),
    ("medical_base", ZHUHAI, "2025-10-01", "medical_base_floor"),
    ("unemployment_personal", ZHUHAI, "2025-10-01", "unemployment_base_cap"),
    ("medical_employer", SHANGHAI, "2027-03-01", "medical_employer_rate"),
)


@pytest.mark.parametrize(("target", "place", "on", "subject"), OPEN)
def test_a_month_the_catalogue_does_not_reach_refuses(
    target: str, place: str, on: str, subject: str
) -> None:
    with pytest.raises(Refusal) as refused:
        ask(target, place=place, on=on, law=LAW)
    assert (refused.value.code, refused.value.subject) == ("missing_parameter", subject)


@pytest.mark.parametrize(
    ("target", "place", "on"),
    [
        ("pension_employer", ZHUHAI, "2025-10-01"),
        ("unemployment_personal", SHANGHAI, "2026-07-01"),
        ("medical_base", ZHUHAI, "2025-10-01"),
    ],
)
def test_in_production_an_unconfirmed_figure_refuses(target: str, place: str, on: str) -> None:
    day = dt.date.fromisoformat(on)
    with pytest.raises(Refusal) as refused:
        explain_with(DEMO, target, facts(), place=place, on=day, mode="production")
    assert refused.value.code == "unconfirmed_parameter"


# -- spots where a wrong sign, date or rounding would show ----------------------------------------

SPOTS = (
    # Shanghai's published bounds begin and end on their day.
    ("pension_base", SHANGHAI, "2019-04-01", {"declared_wage": 1}, 427_900),
    ("pension_base", SHANGHAI, "2019-05-01", {"declared_wage": 1}, 492_700),
    ("pension_base", SHANGHAI, "2005-04-01", {"declared_wage": 99_999_999}, 609_900),
    ("pension_base", SHANGHAI, "2026-06-01", {"declared_wage": 99_999_999}, 3_730_200),
    ("pension_base", SHANGHAI, "2026-07-01", {"declared_wage": 99_999_999}, 3_773_100),
    ("pension_base", "310112", "2025-10-01", {"declared_wage": 1}, 746_000),
    # Rates change on their day.
    ("pension_employer", SHANGHAI, "2013-09-01", {}, 220_000),
    ("pension_employer", SHANGHAI, "2013-10-01", {}, 210_000),
    ("pension_employer", SHANGHAI, "2016-01-01", {}, 200_000),
    ("pension_employer", SHANGHAI, "2019-05-01", {}, 160_000),
    ("medical_employer", SHANGHAI, "2025-02-01", {}, 100_000),
    ("medical_employer", SHANGHAI, "2025-03-01", {}, 90_000),
    ("unemployment_personal", SHANGHAI, "2013-09-01", {}, 10_000),
    ("unemployment_personal", SHANGHAI, "2013-10-01", {}, 5_000),
    ("maternity_employer", SHANGHAI, "2019-12-01", {}, 10_000),
    ("maternity_employer", SHANGHAI, "2020-01-01", {}, 0),
    ("pension_employer", ZHUHAI, "2024-12-01", {}, 150_000),
    ("pension_employer", ZHUHAI, "2025-01-01", {}, 160_000),
    # Shanghai's agency rounded up to the jiao; the tax bureau rounds half up to the fen.
    ("pension_personal", SHANGHAI, "2020-10-01", {"declared_wage": 1_000_013}, 80_010),
    ("pension_personal", SHANGHAI, "2020-11-01", {"declared_wage": 1_000_013}, 80_001),
    ("medical_personal", SHANGHAI, "2018-05-01", {"declared_wage": 1_000_001}, 20_010),
    ("unemployment_employer", SHANGHAI, "2018-05-01", {"declared_wage": 1_000_001}, 5_010),
    ("injury_employer", SHANGHAI, "2018-05-01", {"declared_wage": 1_000_301}, 2_001),
    ("pension_personal", ZHUHAI, "2018-05-01", {"declared_wage": 1_000_013}, 80_001),
    ("flexible_pension", SHANGHAI, "2018-05-01",
     {"declared_wage": 1_000_013, "person_kind": "flexible"}, 280_010),
    ("flexible_pension_account", SHANGHAI, "2018-05-01",
     {"declared_wage": 1_000_013, "person_kind": "flexible"}, 80_010),
    ("flexible_medical", SHANGHAI, "2020-10-01",
     {"declared_wage": 1_000_013, "person_kind": "flexible"}, 115_010),
    ("flexible_pension", SHANGHAI, "2020-11-01",
     {"declared_wage": 1_000_013, "person_kind": "flexible"}, 240_003),
    ("flexible_pension_account", SHANGHAI, "2020-11-01",
     {"declared_wage": 1_000_013, "person_kind": "flexible"}, 80_001),
    ("flexible_medical", SHANGHAI, "2020-11-01",
     {"declared_wage": 1_000_013, "person_kind": "flexible"}, 115_001),
    ("unemployment_personal", SHANGHAI, "2020-10-01", {"declared_wage": 1_000_013}, 5_010),
    ("unemployment_personal", SHANGHAI, "2020-11-01", {"declared_wage": 1_000_013}, 5_000),
    # Before an insurance existed nothing was due to it.
    ("medical_base", ZHUHAI, "1998-12-01", {}, 0),
    ("medical_base", ZHUHAI, "1999-01-01", {"declared_wage": 1}, 47_200),
    ("injury_employer", ZHUHAI, "2003-12-01", {"declared_wage": 100_000}, 0),
    ("injury_employer", ZHUHAI, "2004-01-01", {"declared_wage": 100_000}, 200),
    ("flexible_total", ZHUHAI, "1997-07-01", {"person_kind": "flexible"}, 0),
    # A tie goes up, in every law that rounds to the fen.
    ("injury_employer", SHANGHAI, "2026-07-01", {"declared_wage": 755_250}, 1_511),
    ("medical_employer", SHANGHAI, "2026-07-01", {"declared_wage": 1_000_050}, 90_005),
    ("account_credit", ZHUHAI, "2005-12-01", {"declared_wage": 300_150}, 33_017),
    ("injury_contribution_on_payroll", "CN", "2026-01-01",
     {"payroll": 250, "injury_class": 1, "injury_float": 100}, 1),
    ("unemployment_employer_relief", SHANGHAI, "2020-06-01",
     {"declared_wage": 1_000_200, "employer_size": "large"}, 2_505),
    ("flexible_medical", ZHUHAI, "2025-10-01",
     {"declared_wage": 1_000_006, "person_kind": "flexible"}, 80_000),
    ("undeclared_assessment", "CN", "2025-10-01", {"last_month_assessed": 15}, 17),
    # The account received 11 % until 2005, in Guangdong until June 2006.
    ("account_credit", SHANGHAI, "2005-12-01", {"declared_wage": 300_000}, 33_000),
    ("account_credit", SHANGHAI, "2006-01-01", {"declared_wage": 300_000}, 24_000),
    ("account_credit", ZHUHAI, "2006-06-01", {"declared_wage": 300_000}, 33_000),
    ("account_credit", ZHUHAI, "2006-07-01", {"declared_wage": 300_000}, 24_000),
    ("account_credit", ZHUHAI, "1998-06-01", {"declared_wage": 100_000}, 0),
    ("account_credit", ZHUHAI, "1998-07-01", {"declared_wage": 100_000}, 11_000),
    ("account_credit", SHANGHAI, "1992-12-01", {"declared_wage": 50_000}, 0),
    ("account_credit", SHANGHAI, "1993-01-01", {"declared_wage": 50_000}, 1_500),
    ("account_credit", SHANGHAI, "1997-12-01", {"declared_wage": 100_000}, 4_000),
    ("account_credit", SHANGHAI, "2018-05-01", {"declared_wage": 1_000_013}, 80_010),
    # Migrant contract workers: nothing of their own, until Guangdong's law of July 2014.
    ("unemployment_personal", ZHUHAI, "2014-06-01", {"person_kind": "migrant_contract"}, 0),
    ("unemployment_personal", ZHUHAI, "2014-07-01", {"person_kind": "migrant_contract"}, 10_000),
    ("unemployment_employer", ZHUHAI, "2014-06-01", {"person_kind": "migrant_contract"}, 20_000),
    ("unemployment_base", ZHUHAI, "2026-09-01", {"declared_wage": 1}, 230_000),
    # Retirees: injury alone if enrolled for it, nothing if only drawing a pension.
    ("employer_total", SHANGHAI, "2026-01-01", {"person_kind": "retiree_injury_only"}, 2_000),
    ("personal_total", SHANGHAI, "2026-01-01", {"person_kind": "retiree_injury_only"}, 0),
    ("employer_total", SHANGHAI, "2026-01-01", {"person_kind": "drawing_pension"}, 0),
    # The relief of 2020.
    ("pension_employer_relief", SHANGHAI, "2020-01-01", {}, 0),
    ("pension_employer_relief", SHANGHAI, "2020-02-01", {}, 160_000),
    ("pension_employer_relief", SHANGHAI, "2020-12-01", {"employer_size": "micro"}, 160_000),
    ("pension_employer_relief", SHANGHAI, "2021-01-01", {}, 0),
    ("pension_employer_relief", SHANGHAI, "2020-06-01", {"employer_size": "large"}, 80_000),
    ("pension_employer_relief", SHANGHAI, "2020-07-01", {"employer_size": "large"}, 0),
    ("pension_employer_relief", SHANGHAI, "2020-03-01", {"employer_kind": "institution"}, 0),
    ("pension_employer_relief", SHANGHAI, "2020-03-01",
     {"employer_kind": "own", "employer_size": "none", "person_kind": "flexible"}, 0),
    ("injury_employer_relief", SHANGHAI, "2020-03-01", {"employer_size": "large"}, 1_000),
    ("employer_due", SHANGHAI, "2020-03-01", {}, 105_000),
    ("account_credit", SHANGHAI, "2020-03-01", {}, 80_000),
)  # fmt: skip


@pytest.mark.parametrize(("target", "place", "on", "changes", "expected"), SPOTS)
def test_a_month_at_a_turning_point_gives_exactly(
    target: str, place: str, on: str, changes: dict[str, Any], expected: int
) -> None:
    assert ask(target, place=place, on=on, **changes) == expected


@pytest.mark.parametrize("on", ["1994-05-01", "2003-05-01", "2014-06-01", "2025-10-01"])
@pytest.mark.parametrize("place", CITIES)
def test_who_draws_a_basic_pension_has_no_base_and_pays_nothing(place: str, on: str) -> None:
    values = month(place=place, on=on, person_kind="drawing_pension")
    assert {name: value for name, value in values.items() if value} == {}


@pytest.mark.parametrize("place", CITIES)
def test_before_an_insurance_existed_an_employee_has_no_base_in_it(place: str) -> None:
    values = month(place=place, on="1994-12-01")
    later = ("medical", "injury", "maternity")
    assert not any(value for name, value in values.items() if name.startswith(later))


AVERAGE_WAGES = {
    2005: 2033, 2006: 2235, 2007: 2464, 2008: 2892, 2009: 3292, 2010: 3566, 2011: 3896, 2012: 4331,
    2013: 4692, 2014: 5036, 2015: 5451, 2016: 5939, 2017: 6504, 2018: 7132, 2019: 8211, 2020: 9339,
    2021: 10338, 2022: 11396, 2023: 12183, 2024: 12307, 2025: 12434, 2026: 12577,
}  # fmt: skip
FLOORS_BY_TABLE = {2020: 4927, 2021: 5975, 2022: 6520}


@pytest.mark.parametrize("year", AVERAGE_WAGES)
def test_shanghais_published_bounds_follow_the_average_wage_but_for_three_floors(year: int) -> None:
    average = {"published_average_wage": AVERAGE_WAGES[year] * 100}
    asked: dict[str, Any] = {"place": SHANGHAI, "on": f"{year}-08-01", "law": LAW}
    floor = ask("floor_from_average_wage", floor_ratio="0.6", **average, **asked)
    cap = ask("cap_from_average_wage", cap_ratio=3, **average, **asked)
    assert ask("pension_base", declared_wage=10**9, **asked) == cap
    assert (
        ask("pension_base", declared_wage=0, **asked)
        == FLOORS_BY_TABLE.get(year, floor / 100) * 100
    )


@pytest.mark.parametrize(
    ("place", "asked", "start"),
    [
        (SHANGHAI, "2017-03", "2016-04"), (SHANGHAI, "2017-04", "2017-04"),
        (SHANGHAI, "2018-12", "2018-04"), (SHANGHAI, "2019-04", "2018-04"),
        (SHANGHAI, "2019-05", "2019-05"), (SHANGHAI, "2020-06", "2019-05"),
        (SHANGHAI, "2020-07", "2020-07"), (SHANGHAI, "2026-06", "2025-07"),
        (ZHUHAI, "2018-06", "2017-07"), (ZHUHAI, "2018-07", "2018-07"),
    ],
)  # fmt: skip
def test_the_contribution_year_of_a_month_starts_in(place: str, asked: str, start: str) -> None:
    asked_for = {"on": f"{asked}-01", "contribution_month": ordinal(asked)}
    found = ask("contribution_year_start", place=place, **asked_for)
    assert found == ordinal(start)


def ordinal(text: str) -> int:
    """``2018-07`` as a month ordinal."""
    year, number = text.split("-")
    return int(year) * 12 + int(number) - 1


@pytest.mark.parametrize(
    ("hired", "first_day", "asked", "basis"),
    [
        ("2023-12", False, "2024-07", "prior_year_average"),
        ("2024-07", False, "2024-07", "part_month"),
        ("2024-07", True, "2024-07", "first_full_month"),
        ("2024-07", False, "2025-06", "first_full_month"),
        ("2024-07", False, "2025-07", "prior_year_average"),
        ("2024-01", True, "2024-08", "first_full_month"),
    ],
)
def test_the_base_is_taken_from_last_years_wage_or_the_first_full_month(
    hired: str, first_day: bool, asked: str, basis: str
) -> None:
    found = ask("wage_basis", place=ZHUHAI, on=f"{asked}-01", contribution_month=ordinal(asked),
                hired_month=ordinal(hired), hired_on_first_day=first_day)  # fmt: skip
    assert found == basis


@pytest.mark.parametrize(
    ("risk_class", "percent", "allowed"),
    [(1, 100, True), (1, 50, False), (2, 50, True), (8, 80, True), (2, 90, False)],
)
def test_the_injury_rate_floats_only_where_its_class_has_the_step(
    risk_class: int, percent: int, allowed: bool
) -> None:
    asked = {"injury_class": risk_class, "injury_float": percent, "place": "CN", "on": "2026-01-01"}
    assert ask("injury_float_allowed", law=LAW, **asked) is allowed
    if not allowed:
        with pytest.raises(Refusal) as refused:
            ask("injury_rate_by_class", law=LAW, **asked)
        assert refused.value.code == "injury_float_not_allowed"
        assert refused.value.reason.next_step_zh


# -- late surcharge -------------------------------------------------------------------------------


def surcharge(principal: int, due: dt.date, paid: dt.date, target: str = "late_surcharge") -> Any:
    """The surcharge, or another target of its law, on the day of payment."""
    given_facts = {
        "overdue_contribution": principal, "due_on": due.toordinal(), "paid_on": paid.toordinal(),
    }  # fmt: skip
    return explain_with(LAW, target, given_facts, place="CN", on=paid).value


@pytest.mark.parametrize(
    ("due", "paid", "expected"),
    [
        ("2011-06-29", "2011-06-30", 200_000), ("2011-06-30", "2011-07-01", 50_000),
        ("2011-06-29", "2011-07-01", 250_000), ("2011-06-28", "2011-07-02", 500_000),
        ("2025-10-15", "2025-10-15", 0), ("2025-10-15", "2025-10-14", 0),
        ("2025-10-15", "2025-10-16", 50_000),
    ],
)  # fmt: skip
def test_a_day_late_costs_the_rate_of_the_law_it_falls_under(
    due: str, paid: str, expected: int
) -> None:
    found = surcharge(100_000_000, dt.date.fromisoformat(due), dt.date.fromisoformat(paid))
    assert found == expected


def test_half_a_fen_of_surcharge_is_a_fen() -> None:
    assert surcharge(1_000, dt.date(2025, 10, 15), dt.date(2025, 10, 16)) == 1


def test_the_surcharge_is_capped_at_the_principal_only_where_that_is_adopted() -> None:
    asked = {
        "overdue_contribution": 10_000, "due_on": dt.date(2012, 1, 1).toordinal(),
        "paid_on": dt.date(2025, 1, 1).toordinal(),
    }  # fmt: skip
    rest = {"place": "CN", "on": dt.date(2025, 1, 1)}
    assert explain_with(LAW, "late_surcharge", asked, **rest).value == 23_745
    capped = explain_with(
        LAW, "late_surcharge", asked, given={"late_surcharge_cap": "principal"}, **rest
    )
    assert capped.value == 10_000


def test_a_delay_from_before_the_regulation_of_1999_refuses() -> None:
    assert surcharge(10_000, dt.date(1999, 1, 22), dt.date(1999, 1, 23)) == 20
    assert surcharge(10_000, dt.date(1999, 1, 22), dt.date(2011, 7, 1)) == 90_845
    with pytest.raises(Refusal) as refused:
        surcharge(10_000, dt.date(1999, 1, 21), dt.date(2005, 1, 1))
    assert refused.value.code == "surcharge_before_1999"


def test_without_an_amount_last_month_the_110_percent_refuses() -> None:
    with pytest.raises(Refusal) as refused:
        ask("undeclared_assessment", place="CN", on="2025-10-01", law=LAW, last_month_assessed=0)
    assert refused.value.code == "no_amount_last_month"


# -- what always holds ----------------------------------------------------------------------------

DAYS = st.dates(dt.date(1999, 1, 22), dt.date(2026, 12, 31))
MONTHS = st.dates(dt.date(1992, 1, 1), dt.date(2026, 12, 31)).map(
    lambda day: day.replace(day=1).isoformat()
)
WAGES = st.integers(0, 10_000_000)
PEOPLE = st.sampled_from(KINDS)
PLACES = st.sampled_from(CITIES)
FEW = settings(max_examples=40, deadline=None)


@FEW
@given(place=PLACES, on=MONTHS, wage=WAGES, more=WAGES, kind=PEOPLE)
def test_more_wage_never_means_less_base_share_or_credit(
    place: str, on: str, wage: int, more: int, kind: str
) -> None:
    low = month(place=place, on=on, declared_wage=wage, person_kind=kind)
    high = month(place=place, on=on, declared_wage=wage + more, person_kind=kind)
    assert all(low[name] <= high[name] for name in MONTH)


@FEW
@given(place=PLACES, on=MONTHS, wage=WAGES)
def test_a_base_declared_again_is_the_same_base(place: str, on: str, wage: int) -> None:
    for name in ("pension_base", "unemployment_base"):
        base = ask(name, place=place, on=on, declared_wage=wage)
        assert ask(name, place=place, on=on, declared_wage=base) == base


@FEW
@given(place=PLACES, on=MONTHS, wage=WAGES, kind=PEOPLE)
def test_the_shares_add_up_and_only_one_kind_of_share_is_due(
    place: str, on: str, wage: int, kind: str
) -> None:
    values = month(place=place, on=on, declared_wage=wage, person_kind=kind, employer_size="large")
    assert values["employer_total"] == sum(values[name] for name in EMPLOYEE_SHARES[:5])
    assert values["personal_total"] == sum(values[name] for name in EMPLOYEE_SHARES[5:])
    reliefs = sum(
        values[f"{name}_employer_relief"] for name in ("pension", "unemployment", "injury")
    )
    assert values["employer_due"] == values["employer_total"] - reliefs
    parts = values["flexible_pension_pooled"] + values["flexible_pension_account"]
    assert values["flexible_pension"] == parts
    silent = EMPLOYEE_SHARES if kind == "flexible" else FLEXIBLE_SHARES
    assert not any(values[name] for name in silent)


@FEW
@given(days=st.lists(DAYS, min_size=3, max_size=3), principal=st.integers(0, 10**10))
def test_the_surcharge_of_two_adjoining_spans_is_that_of_both(
    days: list[dt.date], principal: int
) -> None:
    due, between, paid = sorted(days)
    first = surcharge(principal, due, between, "surcharge_accrued")
    second = surcharge(principal, between, paid, "surcharge_accrued")
    whole = surcharge(principal, due, paid, "surcharge_accrued")
    assert first + second == whole
    law, start = dt.date(2011, 7, 1), paid
    by_hand = sum(
        Fraction(2, 1000) if start - dt.timedelta(n) < law else Fraction(5, 10000)
        for n in range((paid - due).days)
    )
    assert whole == principal * by_hand


# -- columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "on"), [(SHANGHAI, "2018-10-01"), (ZHUHAI, "2020-04-01"), (ZHUHAI, "2025-10-01")]
)
def test_columns_give_what_the_explanation_gives(place: str, on: str) -> None:
    rows = 3_000
    draw = np.random.default_rng(20251001)
    pick = lambda values: np.array(values)[draw.integers(0, len(values), rows)]  # noqa: E731
    table = pa.table({
        "declared_wage": draw.integers(0, 6_000_000, rows), "person_kind": pick(KINDS),
        "employer_kind": pick(["enterprise", "institution", "individual", "own"]),
        "employer_size": pick(["large", "medium", "small", "micro"]),
        "injury_rate": draw.integers(0, 2_000, rows),
    })  # fmt: skip
    day = dt.date.fromisoformat(on)
    found = compute_with(DEMO, MONTH, table, place=place, on=day)
    assert (found.exact_rows, found.refused, found.why_not_compiled) == (0, (), "")
    for number in range(0, rows, 30):
        row = {name: table[name][number].as_py() for name in table.column_names}
        row["injury_rate"] = Fraction(row["injury_rate"], 100_000)
        values = month(place=place, on=on, **row)
        assert {name: found.table[name][number].as_py() for name in MONTH} == values
