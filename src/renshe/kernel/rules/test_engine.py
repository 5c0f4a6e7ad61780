"""The engine on a small law of its own: explanation, refusal, dates, places, columns against fractions."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renshe.kernel.rules import (
    Refusal,
    RuleSet,
    ceil,
    explain_with,
    fold,
    half_even,
    half_up,
    month_of,
    refuse,
    round_down,
    round_up,
    rounded,
    rule,
    whole,
    year_of,
)
from renshe.kernel.rules.compute import compute_with
from renshe.kernel.rules.facts import fact_type
from renshe.kernel.rules.parameters import Parameter, parse_row
from renshe.kernel.rules.refusal import Reason
from renshe.kernel.rules.sweep import overlaps

ON = dt.date(2025, 10, 1)


def parameter(
    name: str, unit: str, *rows: dict[str, Any], key: str | None = None
) -> dict[str, Parameter]:
    """A parameter whose rows need only what the test is about."""
    full = [
        {
            "place": "CN",
            "from": "2006-01-01",
            "to": "open",
            "instrument": "测试",
            "confidence": "V",
            **r,
        }
        for r in rows
    ]
    return {
        name: Parameter(name, name, name, unit, key, tuple(parse_row(name, unit, r) for r in full))
    }


PARAMETERS = {
    **parameter("base_wage", "yuan", {"value": "8123.45"}),
    **parameter(
        "floor",
        "yuan",
        {"value": "4000"},
        {"place": "310000", "value": "7460", "from": "2025-07-01"},
    ),
    **parameter(
        "rate", "percent", {"value": "8", "to": "2025-06-30"}, {"value": "9", "from": "2025-07-01"}
    ),
    **parameter(
        "divisors",
        "months",
        *[{"key": k, "value": v} for k, v in ((50, "195"), (55, "170"), (60, "139"))],
        key="age",
    ),
    **parameter(
        "reference",
        "yuan",
        *[{"key": y, "value": str(500 + 37 * (y - 1990))} for y in range(1990, 2026)],
        key="year",
    ),
    **parameter(
        "interest",
        "percent",
        *[{"key": y, "value": f"{(y % 7) + 1}.{y % 10}{y % 3}"} for y in range(1990, 2026)],
        key="year",
    ),
}
FACTS = {
    name: fact_type(name, {"zh": name, **body})
    for name, body in {
        "wage": {"unit": "fen", "min": 0, "max": 10**9},
        "index": {"unit": "index", "min": 0, "max": 10, "scale": 10000},
        "months": {"unit": "months", "min": 0, "max": 720},
        "age": {"unit": "years", "min": 40, "max": 70},
        "balance": {"unit": "fen", "min": 0, "max": 10**11},
        "owed": {"unit": "fen", "min": -(10**9), "max": 10**9},
        "month": {"unit": "month", "min": 22800, "max": 25200},
        "sex": {"unit": "code", "values": ["F", "M"]},
        "career": {
            "type": "history",
            "fields": {
                "year": {"zh": "年", "unit": "year", "min": 1980, "max": 2100},
                "months": {"zh": "月数", "unit": "months", "min": 1, "max": 12},
                "base": {"zh": "基数", "unit": "fen", "min": 0, "max": 10**8},
                "credit": {"zh": "记账", "unit": "fen", "min": 0, "max": 10**7},
            },
        },
    }.items()
}
FEN = half_up("fen", clause="owner-default")
COMMON: dict[str, Any] = {"instrument": "测试规则", "valid_from": "2006-01-01"}


@rule(zh="基数", unit="fen", **COMMON)
def base(wage, floor):
    """The wage, but at least the floor."""
    return max(wage, floor)


@rule(zh="缴费", unit="fen", rounding=FEN, **COMMON)
def dues(base, rate):
    """The base times the rate."""
    return base * rate


@rule(zh="账户养老金", unit="fen", rounding=FEN, **COMMON)
def account(balance, divisors, age):
    """The balance over the months of the table."""
    return balance / divisors[age]


@rule(zh="平均指数", unit="index", **COMMON)
def average_index(career, reference):
    """Each year's mean base over the reference wage, weighted by months."""
    total = sum(entry.base / reference[entry.year] for entry in career if entry.months > 0)
    months = sum(entry.months for entry in career)
    return total / months


@rule(zh="基础养老金", unit="fen", rounding=FEN, **COMMON)
def basic(base_wage, average_index, months):
    """Half of the wage and the indexed wage, one percent a year."""
    return (base_wage + base_wage * average_index) / 2 * months / 12 * 1 / 100


@fold(over="career", start="balance", zh="账户累计", unit="fen", rounding=FEN, **COMMON)
def grown(total, entry, interest):
    """The account after every year's interest and credit."""
    return total * (1 + interest[entry.year]) + entry.credit


@rule(zh="分段", unit="fen", rounding=round_up("jiao", clause="测试 2"), **COMMON)
def banded(wage, months, sex):
    """A case of the branches that a rule may have."""
    years = whole(months / 12)
    left = months % 12
    if sex == "F" and years > 30:
        return wage * (years + left / 12) / 100
    if wage <= 0:
        refuse("no_wage")
    part = rounded(wage / 3, half_even("fen", clause="测试 3"))
    return part + ceil(left / 5) if years in (1, 2, 3) else part * 2 - min(years, 40, left)


@rule(zh="冲减", unit="fen", rounding=half_up("yuan", clause="测试 4"), **COMMON)
def netted(owed, wage):
    """A signed amount rounds symmetrically."""
    return owed / 7 - abs(owed) / 9 + wage - wage


@rule(zh="年月", unit="number", **COMMON)
def stamp(month):
    """Year and month of an ordinal."""
    return year_of(month) * 100 + month_of(month)


@rule(zh="截尾", unit="fen", rounding=round_down("fen", clause="测试 5"), **COMMON)
def dropped(wage):
    """A remainder is dropped."""
    return wage / 11


RULES = [base, dues, account, average_index, basic, grown, banded, netted, stamp, dropped]
LAW = RuleSet.of(
    rules=RULES,
    parameters=PARAMETERS,
    facts=FACTS,
    reasons={"no_wage": Reason("no_wage", "没有工资", "no wage", "测试 1", "请申报", "declare it")},
)


def ask(target: str, facts: dict[str, Any], **more: Any) -> Any:
    """The value of a target, in Shanghai on the test's day unless told otherwise."""
    options: dict[str, Any] = {"place": "310112", "on": ON, **more}
    return explain_with(LAW, target, facts, **options).value


def test_a_district_inherits_its_provinces_row_and_another_place_the_nations() -> None:
    assert ask("base", {"wage": 100}) == 746000
    assert ask("base", {"wage": 100}, place="440402") == 400000


def test_the_rate_of_the_day_applies_and_the_day_before_the_change_keeps_the_old() -> None:
    assert ask("dues", {"wage": 1000000}, on=dt.date(2025, 7, 1)) == 90000
    assert ask("dues", {"wage": 1000000}, on=dt.date(2025, 6, 30), place="440402") == 80000


def test_a_missing_fact_refuses_with_its_name_and_the_path_to_it() -> None:
    with pytest.raises(Refusal) as caught:
        ask("dues", {})
    assert (caught.value.code, caught.value.subject) == ("missing_fact", "wage")
    assert caught.value.path == ("dues", "base", "wage")


def test_a_missing_parameter_refuses_with_its_date() -> None:
    with pytest.raises(Refusal) as caught:
        ask("dues", {"wage": 1}, on=dt.date(2005, 12, 31))
    assert caught.value.code == "missing_rule"
    with pytest.raises(Refusal) as caught:
        ask("account", {"balance": 1, "age": 51})
    assert (caught.value.code, caught.value.subject) == ("missing_parameter", "divisors[51]")


def test_what_was_not_yet_known_does_not_count_on_an_earlier_knowledge_date() -> None:
    late = parameter(
        "rate", "percent", {"value": "9.5", "from": "2025-07-01", "known_from": "2025-11-15"}
    )
    law = LAW.with_parameters(late)
    assert explain_with(law, "dues", {"wage": 1000000}, place="CN", on=ON).value == 95000
    before = explain_with(
        law, "dues", {"wage": 1000000}, place="CN", on=ON, known_on=dt.date(2025, 11, 14)
    )
    assert before.value == 90000
    assert law.hash != LAW.hash


def test_an_unconfirmed_parameter_computes_in_the_demonstration_and_refuses_in_production() -> None:
    law = RuleSet.of(
        rules=[dues, base],
        facts=FACTS,
        parameters={
            **parameter("rate", "percent", {"value": "8", "confidence": "K?"}),
            **parameter("floor", "yuan", {"value": "1"}),
        },
    )
    shown = explain_with(law, "dues", {"wage": 1000000}, place="CN", on=ON)
    assert (shown.value, shown.confidence) == (80000, "K?")
    with pytest.raises(Refusal, match="unconfirmed_parameter"):
        explain_with(law, "dues", {"wage": 1000000}, place="CN", on=ON, mode="production")


def test_two_versions_of_a_rule_on_one_day_are_found_before_anybody_asks_for_them() -> None:
    def version(first: str, last: str | None) -> Any:
        @rule(zh="费", unit="fen", instrument="法", valid_from=first, valid_to=last, name="due")
        def due(wage: Any) -> Any:
            """A contribution."""
            return wage

        return due

    def found(*rules: Any) -> list[tuple[str, str]]:
        law = RuleSet.of(rules=rules, facts=FACTS, parameters={})
        return [(one.name, one.on) for one in overlaps(law)]

    assert found(version("2020-01-01", "2024-09-30"), version("2024-10-01", None)) == []
    assert found(version("2020-01-01", None), version("2024-10-01", None)) == [
        ("due", "2024-10-01")
    ]


def test_a_rule_that_refuses_names_clause_and_next_step_in_both_languages() -> None:
    with pytest.raises(Refusal) as caught:
        ask("banded", {"wage": 0, "months": 12, "sex": "M"})
    assert "请申报" in caught.value.describe("zh")
    assert "declare it" in caught.value.describe("en")


def test_the_tree_shows_formula_inputs_clause_rounding_and_the_row_in_force() -> None:
    tree = explain_with(LAW, "dues", {"wage": 1000000}, place="310112", on=ON).to_dict()
    root = tree["root"]
    assert (root["formula"], root["rounding"], root["rounding_clause"]) == (
        "base * rate",
        "half_up fen",
        "owner-default",
    )
    rate = next(node for node in root["inputs"] if node["name"] == "rate")
    assert (rate["value"], rate["valid_from"], rate["confidence"]) == ("9/100", "2025-07-01", "V")


def test_a_given_figure_replaces_a_rule_and_is_marked_as_given() -> None:
    explained = explain_with(
        LAW, "basic", {"months": 320}, place="CN", on=ON, given={"average_index": "1.2"}
    )
    assert explained.value == half_up("fen", clause="x").apply(
        Fraction(812345) * Fraction(22, 10) / 2 * 320 / 1200
    )
    assert {node.kind for node in explained.root.walk() if node.name == "average_index"} == {
        "given"
    }


@pytest.mark.parametrize(
    ("rounding", "value", "result"),
    [
        (half_up("fen", clause="x"), Fraction(5, 2), 3),
        (half_up("fen", clause="x"), Fraction(-5, 2), -3),
        (half_even("fen", clause="x"), Fraction(5, 2), 2),
        (half_even("fen", clause="x"), Fraction(7, 2), 4),
        (round_up("jiao", clause="x"), Fraction(101, 10), 20),
        (round_up("jiao", clause="x"), Fraction(10), 10),
        (round_down("yuan", clause="x"), Fraction(199), 100),
        (half_up("0.1", clause="x"), Fraction(3846, 100), Fraction(385, 10)),
    ],
)
def test_a_rounding_goes_to_its_quantum_in_its_direction(
    rounding: Any, value: Fraction, result: Fraction
) -> None:
    assert rounding.apply(value) == result


def _careers(seed: int, rows: int) -> list[list[dict[str, int]]]:
    draw = np.random.default_rng(seed)
    people = []
    for _ in range(rows):
        first, length = int(draw.integers(1990, 2020)), int(draw.integers(1, 7))
        people.append(
            [
                {
                    "year": first + k,
                    "months": int(draw.integers(1, 13)),
                    "base": int(draw.integers(0, 5_000_000)),
                    "credit": int(draw.integers(0, 300_000)),
                }
                for k in range(length)
            ]
        )
    return people


def _table(seed: int, rows: int) -> pa.Table:
    draw = np.random.default_rng(seed)
    fields = [(k, pa.int64()) for k in ("year", "months", "base", "credit")]
    return pa.table(
        {
            "wage": draw.choice(np.array([0, 5, 12345, 746000, 999999, 10**9]), rows),
            "index": draw.integers(0, 100_001, rows),
            "months": draw.integers(0, 721, rows).astype(np.int16),
            "age": draw.choice(np.array([50, 55, 60], np.int8), rows),
            "balance": draw.integers(0, 10**9, rows),
            "owed": draw.integers(-(10**6), 10**6, rows),
            "month": draw.integers(22800, 25200, rows),
            "sex": draw.choice(np.array(["F", "M"]), rows),
            "career": pa.array(_careers(seed, rows), pa.list_(pa.struct(fields))),
        }
    )


def _facts(table: pa.Table, row: int) -> dict[str, Any]:
    facts = {name: table.column(name)[row].as_py() for name in table.column_names}
    facts["index"] = Fraction(facts["index"], 10000)
    return facts


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_columns_agree_with_fractions_on_every_fen_and_every_refusal(seed: int) -> None:
    targets = ["dues", "account", "basic", "grown", "banded", "netted", "stamp", "dropped"]
    table = _table(seed, 120)
    computed = compute_with(LAW, targets, table, place="310112", on=ON)
    assert computed.why_not_compiled == ""
    refused = dict(computed.refused)
    for row in range(table.num_rows):
        try:
            explained = explain_with(
                LAW, targets[0], _facts(table, row), place="310112", on=ON, also=tuple(targets[1:])
            )
        except Refusal as refusal:
            met = refused[row]
            assert (met.code, met.subject, met.path) == (
                refusal.code,
                refusal.subject,
                refusal.path,
            )
            continue
        assert row not in refused
        for target in targets:
            node = explained.root if target == targets[0] else explained.others[target]
            assert computed.table[target][row].as_py() == node.value, (target, row)


def test_a_career_index_carries_a_certified_error_and_hardly_any_row_takes_the_exact_way() -> None:
    computed = compute_with(LAW, ["basic"], _table(7, 3000), place="310112", on=ON)
    assert computed.exact_share < 0.01


def test_a_value_outside_its_declared_range_or_missing_is_refused_by_row_and_the_others_compute() -> (
    None
):
    table = pa.table({"wage": pa.array([746000, None, 10**9 + 1, 800000])})
    computed = compute_with(LAW, ["dues"], table, place="310112", on=ON)
    assert computed.table["dues"].to_pylist() == [67140, None, None, 72000]
    assert [(row, refusal.code) for row, refusal in computed.refused] == [
        (1, "missing_fact"),
        (2, "fact_out_of_range"),
    ]


def test_a_refusal_that_many_meet_alike_is_asked_of_the_law_once(monkeypatch: Any) -> None:
    asked = []

    def counting(*args: Any, **kwargs: Any) -> Any:
        asked.append(args[2])
        return explain_with(*args, **kwargs)

    monkeypatch.setattr("renshe.kernel.rules.compute.explain_with", counting)
    wages = [746000, *[10**9 + 1] * 40, *[10**9 + 2] * 2, None, None]
    table = pa.table({"wage": pa.array(wages), "age": pa.array([50 + n % 3 for n in range(45)])})
    computed = compute_with(LAW, ["dues"], table, place="310112", on=ON)
    assert len(computed.refused) == 44
    assert len(asked) == 3, "one for each value that was read: what nobody read makes no difference"
    assert {refusal.code for row, refusal in computed.refused if row > 42} == {"missing_fact"}


def test_the_kernel_is_readable_and_names_rule_and_instrument() -> None:
    source = compute_with(LAW, ["dues"], pa.table({"wage": [1]}), place="310112", on=ON).source
    assert "# dues (缴费) [测试规则]" in source
    assert "def kernel(first, last" in source


def test_two_versions_in_force_at_once_are_an_error() -> None:
    law = RuleSet.of(
        rules=[
            dues,
            rule(
                zh="缴费",
                unit="fen",
                name="dues",
                instrument="x",
                valid_from="2007-01-01",
                rounding=FEN,
            )(lambda_doc),
        ],
        parameters=PARAMETERS,
        facts=FACTS,
    )
    with pytest.raises(ValueError, match="two versions"):
        explain_with(law, "dues", {"wage": 1}, place="CN", on=ON)


def lambda_doc(wage):
    """A second version."""
    return wage
