"""The figures of law that a career needs, month by month, read from the law's own parameters and rules.

What the city took over from its old system must agree with what the rule engine says today, so the path of wages,
bounds, rates, roundings and crediting rates come from the same rows, the demonstration city's assumptions included.
A hole in them is refused by the engine with its name and date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

import renshe.laws
from renshe.edge.demo.profile import Profile
from renshe.kernel.rules import RuleSet, explain_with, load_package, round_up

FIRST_YEAR = 1992
SCALE = 1_000_000
"""Rates are whole millionths; a rate that is not one is refused, never rounded."""

_HERE = Path(__file__).parent
ASSUMPTIONS = (_HERE / "assumptions.yaml", _HERE / "assumptions_pension.yaml")


def city_rules(overlays: Iterable[Path] = ASSUMPTIONS) -> RuleSet:
    """The laws with the demonstration city's assumptions."""
    return load_package(renshe.laws, overlays)


@dataclass(frozen=True)
class Figures:
    """Arrays by year since `FIRST_YEAR` and month; money is fen, rates are millionths.

    `average` is the monthly average wage of the year before, by year. `wage_year` is the year in which a month's
    contribution year began. A month's credit is the person's own share (`own_rate`, of own payers `flexible_rate`;
    up to the jiao where `jiao_up`) and what the employer's share adds (`top_up_rate`, to the fen); all are 0 where
    no account was kept. `crediting_rate` is 0 for a year that is not closed.
    """

    end_month: int
    average: np.ndarray
    floor: np.ndarray
    cap: np.ndarray
    wage_year: np.ndarray
    own_rate: np.ndarray
    flexible_rate: np.ndarray
    top_up_rate: np.ndarray
    jiao_up: np.ndarray
    crediting_rate: np.ndarray
    calculation_base: np.ndarray

    @property
    def years(self) -> int:
        """How many years the arrays hold."""
        return len(self.average)

    def at(self, year: np.ndarray) -> np.ndarray:
        """The position of each year in these arrays; the first for any year before."""
        return np.maximum(year - FIRST_YEAR, 0)


class _Reader:
    """Asks the parameters of one city."""

    def __init__(self, *, rules: RuleSet, plan: Profile) -> None:
        self.rules, self.place, self.plan = rules, plan.place, plan

    def value(
        self, name: str, on: dt.date, *, key: int | None = None, known_on: dt.date | None = None
    ) -> Fraction:
        row = self.rules.parameters[name].row(place=self.place, on=on, key=key, known_on=known_on)
        return Fraction(row.value)

    def fen(self, name: str, on: dt.date) -> int:
        return int(self.value(name, on))

    def wage_year(self, month: int, on: dt.date) -> int:
        told = explain_with(
            self.rules,
            "contribution_year_start",
            {"contribution_month": month},
            place=self.place,
            on=on,
            mode="demonstration",
        )
        return int(told.value) // 12

    def credit_rates(self, month: int, on: dt.date) -> tuple[int, int, int]:
        """The person's own rate, the employer's top-up, and the rate of own payers."""
        if month < self.plan.account_start:
            return 0, 0, 0
        own = self.value("pension_personal_rate", on)
        top_up = max(self.value("account_rate", on) - own, Fraction(0))
        flexible = (
            Fraction(0) if on < dt.date(1997, 8, 1) else self.value("flexible_account_rate", on)
        )
        return _millionths(own), _millionths(top_up), _millionths(flexible)

    def jiao_up(self, on: dt.date) -> bool:
        rounding = self.rules.rule_for("pension_personal", place=self.place, on=on).rounding
        return rounding is not None and rounding == round_up("jiao", clause=rounding.clause)

    def crediting_rate(self, year: int, as_of: dt.date) -> int:
        if year >= as_of.year or year * 12 + 11 < self.plan.account_start:
            return 0
        on = dt.date(year, 12, 31)
        return _millionths(self.value("account_crediting_rate", on, key=year, known_on=as_of))

    def calculation_base(self, year: int, as_of: dt.date) -> int:
        """The base of pensions that began in a year; of years before the present formula the average wage."""
        if year < 2006:
            return round(self.value("reference_wage", dt.date(year - 1, 12, 31), key=year - 1))
        latest = int(self.value("latest_calculation_base_year", as_of, known_on=as_of))
        year = min(year, latest)
        return round(self.value("calculation_base_of_year", dt.date(year, 12, 31), key=year))


def load_figures(*, plan: Profile, as_of: dt.date, rules: RuleSet) -> Figures:
    """The figures of a city for every year up to the one of `as_of`. Raises Refusal where the law has a hole."""
    ask = _Reader(rules=rules, plan=plan)
    years = range(FIRST_YEAR, as_of.year + 1)
    shape = (len(years), 12)
    floor, cap, start, own, top_up, flexible = (np.zeros(shape, dtype=np.int64) for _ in range(6))
    jiao = np.zeros(shape, dtype=bool)
    for row, year in enumerate(years):
        for column in range(12):
            month, on = year * 12 + column, dt.date(year, column + 1, 1)
            start[row, column] = ask.wage_year(month, on)
            floor[row, column] = ask.fen("pension_base_floor", on)
            cap[row, column] = ask.fen("pension_base_cap", on)
            own[row, column], top_up[row, column], flexible[row, column] = ask.credit_rates(
                month, on
            )
            jiao[row, column] = ask.jiao_up(on)
    wages = [
        round(ask.value("reference_wage", dt.date(year - 1, 12, 31), key=year - 1))
        for year in years
    ]
    return Figures(
        end_month=as_of.year * 12 + as_of.month - 1,
        average=np.array(wages, dtype=np.int64),
        floor=floor,
        cap=cap,
        wage_year=start,
        own_rate=own,
        flexible_rate=flexible,
        top_up_rate=top_up,
        jiao_up=jiao,
        crediting_rate=np.array(
            [ask.crediting_rate(year, as_of) for year in years], dtype=np.int64
        ),
        calculation_base=np.array(
            [ask.calculation_base(year, as_of) for year in years], dtype=np.int64
        ),
    )


def _millionths(value: Fraction) -> int:
    scaled = value * SCALE
    if scaled.denominator != 1:
        raise ValueError(f"{value} is not a whole number of millionths")
    return int(scaled)
