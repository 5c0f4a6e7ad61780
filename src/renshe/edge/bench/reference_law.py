"""The reference model of the rule benchmark as a law of ours: 17 exact outputs for a person-month.

Wage → base clamped to 60–300 % of the average wage → eight contribution lines, two totals, the new account
balance, indexed wage, basic, account and transitional pension, and their total. Figures are synthetic.
"""

from __future__ import annotations

from typing import Any

from renshe.kernel.rules import Rule, RuleSet, half_up, rule
from renshe.kernel.rules.facts import fact_type
from renshe.kernel.rules.parameters import Parameter, parse_row

LINES = {
    "pension_personal": "0.08",
    "pension_employer": "0.16",
    "medical_personal": "0.02",
    "medical_employer": "0.065",
    "unemployment_personal": "0.005",
    "unemployment_employer": "0.005",
    "injury_employer": "0.004",
    "maternity_employer": "0.005",
}
DIVISORS = [
    233,
    230,
    226,
    223,
    220,
    216,
    212,
    208,
    204,
    199,
    195,
    190,
    185,
    180,
    175,
    170,
    164,
    158,
    152,
    145,
    139,
    132,
    125,
    117,
    109,
    101,
    93,
    84,
    75,
    65,
    56,
]
TARGETS = (
    "base",
    *LINES,
    "personal_total",
    "employer_total",
    "balance_after",
    "indexed_wage",
    "basic",
    "account",
    "transitional",
    "total",
)
FEN = half_up("fen", clause="benchmark")
_ALL: dict[str, Any] = {
    "unit": "fen",
    "instrument": "benchmark",
    "valid_from": "2005-01-01",
    "confidence": "A",
}


@rule(zh="下限", rounding=FEN, **_ALL)
def lower(average, lower_share):
    """60 % of the average wage."""
    return average * lower_share


@rule(zh="上限", rounding=FEN, **_ALL)
def upper(average, upper_share):
    """300 % of the average wage."""
    return average * upper_share


@rule(zh="基数", **_ALL)
def base(wage, lower, upper):
    """The wage within its bounds."""
    return max(lower, min(upper, wage))


def _line(name: str) -> Rule:
    text = f"def {name}(base, rate_{name}):\n    '''The base times the rate.'''\n    return base * rate_{name}\n"
    import linecache

    filename = f"<benchmark {name}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    space: dict[str, Any] = {}
    exec(compile(text, filename, "exec"), space)
    return rule(zh=name, rounding=FEN, **_ALL)(space[name])


@rule(zh="个人合计", **_ALL)
def personal_total(pension_personal, medical_personal, unemployment_personal):
    """The person's three lines."""
    return pension_personal + medical_personal + unemployment_personal


@rule(zh="单位合计", **_ALL)
def employer_total(
    pension_employer, medical_employer, unemployment_employer, injury_employer, maternity_employer
):
    """The employer's five lines."""
    return (
        pension_employer
        + medical_employer
        + unemployment_employer
        + injury_employer
        + maternity_employer
    )


@rule(zh="账户余额", **_ALL)
def balance_after(balance, pension_personal):
    """The account after this month's credit."""
    return balance + pension_personal


@rule(zh="指数化工资", rounding=FEN, **_ALL)
def indexed_wage(average, contribution_index):
    """The average wage times the person's index."""
    return average * contribution_index


@rule(zh="基础养老金", rounding=FEN, **_ALL)
def basic(average, indexed_wage, months, basic_rate):
    """Half of average and indexed wage, one percent a year."""
    return (average + indexed_wage) / 2 * months / 12 * basic_rate


@rule(zh="个人账户养老金", rounding=FEN, **_ALL)
def account(balance, divisors, age):
    """The balance over the months of the table."""
    return balance / divisors[age]


@rule(zh="过渡性养老金", rounding=FEN, **_ALL)
def transitional(indexed_wage, deemed, transitional_rate):
    """The indexed wage times deemed years times 1.2 %."""
    return indexed_wage * deemed / 12 * transitional_rate


@rule(zh="养老金合计", **_ALL)
def total(basic, account, transitional):
    """The three parts."""
    return basic + account + transitional


def _parameter(name: str, unit: str, *values: tuple[int | None, str]) -> Parameter:
    rows = tuple(
        parse_row(
            name,
            unit,
            {
                "place": "CN",
                "from": "2005-01-01",
                "to": "open",
                "key": key,
                "value": value,
                "instrument": "benchmark",
                "confidence": "A",
            },
        )
        for key, value in values
    )
    return Parameter(name, name, name, unit, "age" if values[0][0] is not None else None, rows)


def law() -> RuleSet:
    """The benchmark's rule set."""
    parameters = [
        _parameter("average", "yuan", (None, "8123.45")),
        _parameter("lower_share", "ratio", (None, "0.6")),
        _parameter("upper_share", "ratio", (None, "3")),
        _parameter("basic_rate", "ratio", (None, "0.01")),
        _parameter("transitional_rate", "ratio", (None, "0.012")),
        _parameter("divisors", "months", *[(40 + k, str(v)) for k, v in enumerate(DIVISORS)]),
        *[_parameter(f"rate_{name}", "ratio", (None, rate)) for name, rate in LINES.items()],
    ]
    facts = {
        name: fact_type(name, {"zh": name, **body})
        for name, body in {
            "wage": {"unit": "fen", "min": 0, "max": 10**9},
            "contribution_index": {"unit": "index", "min": 0, "max": 10, "scale": 10000},
            "months": {"unit": "months", "min": 0, "max": 720},
            "deemed": {"unit": "months", "min": 0, "max": 720},
            "balance": {"unit": "fen", "min": 0, "max": 10**11},
            "age": {"unit": "years", "min": 40, "max": 70},
        }.items()
    }
    rules = [
        lower,
        upper,
        base,
        *[_line(name) for name in LINES],
        personal_total,
        employer_total,
        balance_after,
        indexed_wage,
        basic,
        account,
        transitional,
        total,
    ]
    return RuleSet.of(rules=rules, parameters={p.name: p for p in parameters}, facts=facts)
