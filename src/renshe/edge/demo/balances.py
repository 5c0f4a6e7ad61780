"""Individual accounts by the monthly product (劳办发〔1997〕116号), year by year, as the rule engine's fold has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from renshe.edge.demo.careers import Careers
from renshe.edge.demo.figures import FIRST_YEAR, SCALE, Figures

_WEIGHTS = 12 - np.arange(12)
"""A credit of month n bears interest for 13 - n months: twelve for January, one for December."""


@dataclass(frozen=True)
class YearlyCredits:
    """Credits and their monthly product by owner and year since `FIRST_YEAR`, in fen."""

    credit: np.ndarray
    product: np.ndarray


def yearly_credits(
    *, owner: np.ndarray, owners: int, careers: Careers, years: int
) -> YearlyCredits:
    """Sums over all of an owner's rows of a year; `owner` numbers each row's owner from 0."""
    at = careers.year - FIRST_YEAR
    here = (at >= 0) & (careers.credit.any(axis=1))
    key = owner[here] * years + at[here]
    credit = careers.credit[here]
    # Sums stay far below 2**53, so that doubles count them exactly.
    sums = [
        np.bincount(key, weights=values.astype(np.float64), minlength=owners * years)
        .astype(np.int64)
        .reshape(owners, years)
        for values in (credit.sum(axis=1), (credit * _WEIGHTS).sum(axis=1))
    ]
    return YearlyCredits(credit=sums[0], product=sums[1])


def balances_at_openings(*, credits: YearlyCredits, figures: Figures) -> np.ndarray:
    """Balances by owner at the opening of each year; a further column stands for the opening after the last year."""
    owners, years = credits.credit.shape
    opening = np.zeros((owners, years + 1), dtype=np.int64)
    for year in range(years):
        opening[:, year + 1] = (
            opening[:, year]
            + credits.credit[:, year]
            + interest(
                opening=opening[:, year],
                product=credits.product[:, year],
                rate=figures.crediting_rate[year],
            )
        )
    return opening


def interest(*, opening: np.ndarray, product: np.ndarray, rate: np.ndarray | int) -> np.ndarray:
    """A full year's interest in fen, half a fen up: the rate on the opening balance and on a twelfth of the product."""
    return ((opening * 12 + product) * rate * 2 + 12 * SCALE) // (24 * SCALE)


def balance_at_claim(
    *,
    opening: np.ndarray,
    credit: np.ndarray,
    product: np.ndarray,
    months: np.ndarray,
    rate: np.ndarray,
) -> np.ndarray:
    """The balance in the month of retirement: the year of claim bears interest for its `months` so far."""
    counted = product - credit * (12 - months)
    earned = ((opening * months + counted) * rate * 2 + 12 * SCALE) // (24 * SCALE)
    return opening + credit + earned
