"""Pensions in payment as an old system hands them over: components, what adjustments added, payee accounts, stops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from renshe.edge.demo import population as who
from renshe.edge.demo.balances import YearlyCredits, balance_at_claim
from renshe.edge.demo.careers import Careers
from renshe.edge.demo.days import dates, first_days, months_of_days
from renshe.edge.demo.figures import FIRST_YEAR, SCALE, Figures
from renshe.edge.demo.population import Census
from renshe.edge.demo.profile import Profile

# 国发〔2005〕38号, annex: months of the account pension by age; only the ages at which people here retire.
_DIVISORS = {
    50: 1950,
    51: 1900,
    52: 1850,
    53: 1800,
    54: 1750,
    55: 1700,
    56: 1640,
    57: 1580,
    58: 1520,
    59: 1450,
    60: 1390,
    61: 1320,
    62: 1250,
    63: 1170,
    64: 1090,
}
# By how much pensions rose each year, in thousandths: the national levels as remembered, before 2005 assumed.
_ADJUSTED = {
    2005: 80,
    2016: 65,
    2017: 55,
    2018: 50,
    2019: 50,
    2020: 50,
    2021: 45,
    2022: 40,
    2023: 38,
    2024: 30,
    2025: 20,
}
_LAST_STATE = ("final", "suspended", "ended")


@dataclass(frozen=True)
class Pensions:
    """One row a pensioner, in order of position. Money is fen; `person` is a position in the chunk."""

    person: np.ndarray
    starts: np.ndarray
    months: np.ndarray
    deemed: np.ndarray
    index: np.ndarray
    balance: np.ndarray
    divisor: np.ndarray
    basic: np.ndarray
    account: np.ndarray
    transitional: np.ndarray
    other: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """The monthly pension now."""
        return self.basic + self.account + self.transitional + self.other


def adjustment_permille(year: int) -> int:
    """By how much pensions rose in a year: 18 % in the early nineties, then 7 %, 10 % from 2006 to 2015."""
    if year in _ADJUSTED:
        return _ADJUSTED[year]
    return 180 if year < 1997 else 70 if year < 2005 else 100


def award_pensions(
    *,
    plan: Profile,
    census: Census,
    positions: np.ndarray,
    careers: Careers,
    credits: YearlyCredits,
    openings: np.ndarray,
    figures: Figures,
) -> Pensions:
    """The pensions of a chunk's pensioners, by the formula of 2005 in a simple form for all years."""
    part = census.part(positions)
    person = np.flatnonzero(part.role == who.PENSIONER)
    retires = part.retires[person].astype(np.int64)
    months, deemed, index = _service(careers=careers, people=len(positions), figures=figures)
    months, deemed, index = months[person], deemed[person], index[person]
    year, passed = retires // 12, retires % 12 + 1
    at = figures.at(year)
    balance = balance_at_claim(
        opening=openings[person, at],
        credit=credits.credit[person, at],
        product=credits.product[person, at],
        months=passed,
        rate=figures.crediting_rate[np.minimum(at, figures.years - 2)],
    )
    balance = np.where(year >= FIRST_YEAR, balance, 0)
    divisor = _divisors(retires - months_of_days(part.birth[person].astype(np.int64)), year)
    average = figures.calculation_base[at]
    own = average * index // SCALE
    basic = (average + own) // 2 * months // 1200
    transitional = average * deemed // 12 * 12 // 1000
    account = np.where(balance > 0, (balance * 20 + divisor) // (2 * divisor), 0)
    first = basic + account + transitional
    return Pensions(
        person=person,
        starts=retires + 1,
        months=months,
        deemed=deemed,
        index=index,
        balance=balance,
        divisor=divisor,
        basic=basic,
        account=account,
        transitional=transitional,
        other=_adjusted(first=first, since=year, end_month=figures.end_month) - first,
    )


def _service(
    *, careers: Careers, people: int, figures: Figures
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Months paid and deemed, months deemed alone, and the average index in millionths (deemed months count 1)."""
    paid = np.bitwise_count(careers.paid.astype(np.uint64)).astype(np.int64)
    worth = careers.base.sum(axis=1) * SCALE // figures.average[figures.at(careers.year)]
    sums = [
        np.bincount(careers.person, weights=values.astype(np.float64), minlength=people).astype(
            np.int64
        )
        for values in (paid, careers.deemed, worth)
    ]
    months = sums[0] + sums[1]
    return months, sums[1], (sums[2] + sums[1] * SCALE) // np.maximum(months, 1)


def _divisors(age_months: np.ndarray, year: np.ndarray) -> np.ndarray:
    """Divisors in tenths: by whole years of age, and since 2025 in between by the month."""
    table = np.array([_DIVISORS[k] for k in sorted(_DIVISORS)], dtype=np.int64)
    years = np.clip(age_months // 12 - 50, 0, len(table) - 2)
    here, following = table[years], table[years + 1]
    between = here - ((here - following) * (age_months % 12) * 2 + 12) // 24
    return np.where(year >= 2025, between, here)


def _adjusted(*, first: np.ndarray, since: np.ndarray, end_month: int) -> np.ndarray:
    """The pension now: raised every year after the first, to the fen.

    Pensions that began before 1992 are taken at that year's level, since their average wage is of that year too.
    """
    amount, since = first.copy(), np.maximum(since, FIRST_YEAR)
    for year in range(FIRST_YEAR + 1, end_month // 12 + 1):
        raised = amount + amount * adjustment_permille(year) // 1000
        amount = np.where(since < year, raised, amount)
    return amount


def paid_out(
    *, pensions: Pensions, figures: Figures
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of each pensioner's account in the last closed year: opening, interest, payout and closing.

    What is paid out of an account bears no more interest from the month of payment (劳办发〔1997〕116号, remembered).
    Nothing goes below zero: pensions outlive accounts.
    """
    year, month = pensions.starts // 12, pensions.starts % 12
    last = figures.end_month // 12 - 1
    opening, interest, payout = (np.zeros(len(year), dtype=np.int64) for _ in range(3))
    left = np.where(year <= last, pensions.balance, 0)
    for now in range(max(int(year.min(initial=last)), FIRST_YEAR), last + 1):
        times = np.where(year == now, 12 - month, 12)
        rate = figures.crediting_rate[now - FIRST_YEAR]
        drawing = year <= now
        # A payment in month n stops earning for the 12 - n months that remain.
        product = left * times - pensions.account * times * (times - 1) // 2
        earned = np.maximum((product * rate * 2 + 12 * SCALE) // (24 * SCALE), 0)
        opening = np.where(drawing, left, 0)
        interest = np.where(drawing, earned, 0)
        payout = np.where(drawing, np.minimum(pensions.account * times, left + earned), 0)
        left = np.where(drawing, left + earned - payout, left)
    return opening, interest, payout, np.where(year <= last, left, 0)


def award_table(
    *,
    plan: Profile,
    pensions: Pensions,
    census: Census,
    positions: np.ndarray,
    states: np.ndarray,
    ends: np.ndarray,
    recorded_at: str,
) -> pa.Table:
    """The rows of `pension_award`; an award bears its person's number."""
    ids = positions[pensions.person].astype(np.int64) + 1
    count = len(ids)
    return pa.table(
        {
            "id": ids,
            "person_id": ids,
            "kind": pa.array(["old_age"] * count, pa.string()),
            "state": pa.array(_LAST_STATE).take(pa.array(states)),
            "starts_month": pensions.starts.astype(np.int32),
            "ends_month": pa.array(ends.astype(np.int32), mask=states != 2),
            "place": pa.array([plan.place] * count, pa.string()),
            "basic_fen": pensions.basic,
            "account_fen": pensions.account,
            "transitional_fen": pensions.transitional,
            "other_fen": pensions.other,
            "total_fen": pensions.total,
            "facts": _facts(pensions=pensions, census=census, positions=positions),
            "receipt": pa.array(['{"taken_over": true}'] * count, pa.string()),
            "decided_by": pa.array(["take_over"] * count, pa.string()),
            "decided_at": pa.array([recorded_at] * count, pa.string()),
        }
    )


def _facts(*, pensions: Pensions, census: Census, positions: np.ndarray) -> pa.Array:
    """What the old system knew of the award, as JSON in the names of the pension laws' facts."""
    birth = months_of_days(census.birth[positions[pensions.person]].astype(np.int64))
    category = pa.array(who.CATEGORIES).take(pa.array(census.category[positions[pensions.person]]))

    def text(numbers: np.ndarray) -> pa.Array:
        return pa.array(numbers).cast(pa.string())

    index = pc.binary_join_element_wise(
        text(pensions.index // SCALE),
        pc.utf8_lpad(text(pensions.index % SCALE // 100), 4, "0"),
        ".",
    )
    return pc.binary_join_element_wise(
        '{"taken_over": true, "birth_month": ',
        text(birth),
        ', "retirement_category": "',
        category,
        '", "retirement_month": ',
        text(pensions.starts - 1),
        ', "contribution_months": ',
        text(pensions.months),
        ', "deemed_months": ',
        text(pensions.deemed),
        ', "average_contribution_index": "',
        index,
        '", "account_balance": ',
        text(pensions.balance),
        ', "annuity_divisor_tenths": ',
        text(pensions.divisor),
        "}",
        "",
    )


def payee_table(
    *, ids: np.ndarray, names: pa.Array, number: pa.Array, bank: pa.Array, starts: np.ndarray
) -> pa.Table:
    """The rows of `pension_payee_account`, one for each award, from its first month."""
    since = dates(first_days(starts))
    return pa.table(
        {
            "id": ids,
            "person_id": ids,
            "bank_code": bank,
            "account_number": number,
            "account_name": names,
            "verified_on": since,
            "valid_from": since,
        }
    )


def months_after_death(
    *, died: np.ndarray, word: np.ndarray, end_month: int
) -> tuple[np.ndarray, np.ndarray]:
    """First month after each death, and the last one paid before the bureau heard; pensions are paid on the 15th."""
    died_month = months_of_days(died)
    heard = np.minimum(word, first_days(np.array([end_month]))[0] - 1)
    month = months_of_days(heard)
    paid = np.where(heard - first_days(month) + 1 >= 15, month, month - 1)
    return died_month + 1, np.minimum(paid, end_month - 1)
