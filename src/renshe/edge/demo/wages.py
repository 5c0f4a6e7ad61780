"""Wages that follow the city's average, the age and the trade, as declared once a contribution year."""

from __future__ import annotations

import numpy as np

from renshe.edge.demo.draws import Draws, lognormal_permille
from renshe.edge.demo.employers import OWN_PAYER, Employers
from renshe.edge.demo.figures import Figures
from renshe.edge.demo.frauds import Frauds

_AGES = (16, 20, 25, 30, 36, 45, 55, 75)
_PROFILE = (520, 640, 820, 980, 1100, 1120, 1040, 900)
_OWN_CHOICES = (600, 600, 600, 600, 700, 800, 1000, 1500, 3000)
"""What own payers choose as base, in thousandths of the average wage: most take the floor."""


def _by_age() -> np.ndarray:
    """Wages by age in thousandths of the middle, straight between the ages given."""
    values = []
    for age in range(_AGES[-1] + 1):
        at = max(k for k in range(len(_AGES) - 1) if age >= _AGES[k] or k == 0)
        low, high = _AGES[at], _AGES[at + 1]
        passed = min(max(age - low, 0), high - low)
        values.append(_PROFILE[at] + (_PROFILE[at + 1] - _PROFILE[at]) * passed // (high - low))
    return np.array(values, dtype=np.int64)


AGE_PROFILE = _by_age()


def monthly_wages(
    *,
    index: np.ndarray,
    birth_year: np.ndarray,
    employer: np.ndarray,
    year: np.ndarray,
    employers: Employers,
    figures: Figures,
    draws: Draws,
    frauds: Frauds,
) -> np.ndarray:
    """The wage in fen declared for the contribution year that begins in `year`, before any bound.

    Some small employers declare everybody at the floor; their people's true wage is not in the city's data.
    """
    average = figures.average[figures.at(year)]
    skill = draws.table("skill", index, lognormal_permille(48))
    swing = 940 + draws.integers("good and bad years", index, 121, year)
    age = np.clip(year - birth_year, 16, len(AGE_PROFILE) - 1)
    wage = average * skill // 1000 * AGE_PROFILE[age] // 1000 * swing // 1000
    place = np.maximum(employer, 0)
    employed = wage * employers.wage_permille[place] // 1000
    choices = np.array(_OWN_CHOICES, dtype=np.int64)
    chosen = choices[draws.integers("base chosen", index, len(choices), year // 4)]
    own = average * chosen // 1000
    result = np.where(employer == OWN_PAYER, own, employed)
    faked = frauds.faked_wage_permille(index)
    result = np.where(faked > 0, average * faked // 1000, result)
    # Most employers report whole yuan, some to the fen.
    round_yuan = (employer == OWN_PAYER) | (place % 5 > 0)
    return np.where(round_yuan, result // 100 * 100, result)


def at_floor(
    *, index: np.ndarray, employer: np.ndarray, employers: Employers, frauds: Frauds
) -> np.ndarray:
    """Whose employer declares the floor for everybody."""
    declares = (employer != OWN_PAYER) & employers.declares_floor[np.maximum(employer, 0)]
    return declares & (frauds.faked_wage_permille(index) == 0)
