"""Careers: one row a person, year and employer, with twelve months of bases and credits, and what is still owed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from renshe.edge.demo.days import months_of_days
from renshe.edge.demo.draws import Draws
from renshe.edge.demo.employers import OWN_PAYER, Employers
from renshe.edge.demo.figures import SCALE, Figures
from renshe.edge.demo.frauds import Frauds
from renshe.edge.demo.jobs import Jobs
from renshe.edge.demo.population import Census
from renshe.edge.demo.profile import Profile
from renshe.edge.demo.wages import at_floor, monthly_wages

_MONTHS = np.arange(12)
_BITS = 1 << _MONTHS


@dataclass(frozen=True)
class Careers:
    """Rows ordered by person, year and time. `person` is a position in the chunk.

    `paid` and `owed` are bit masks of months, January lowest; `base` and `credit` hold twelve months in fen. A month
    owed has a base and no credit; other months without a bit have neither.
    """

    person: np.ndarray
    employer: np.ndarray
    year: np.ndarray
    paid: np.ndarray
    owed: np.ndarray
    deemed: np.ndarray
    base: np.ndarray
    credit: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    def rows(self, keep: np.ndarray) -> Careers:
        """Some of the rows."""
        return Careers(**{name: column[keep] for name, column in vars(self).items()})


def careers_of(
    *,
    plan: Profile,
    jobs: Jobs,
    census: Census,
    positions: np.ndarray,
    employers: Employers,
    figures: Figures,
    draws: Draws,
    frauds: Frauds,
) -> Careers:
    """The year rows of a chunk's jobs, up to the last month before the city's day."""
    job, year = _job_years(jobs=jobs, end_month=figures.end_month)
    person, employer = jobs.person[job], jobs.employer[job]
    index = positions[person].astype(np.int64)
    first = np.maximum(jobs.start[job] - year * 12, 0)
    last = np.minimum(np.minimum(jobs.end[job], figures.end_month) - year * 12, 12)
    worked = (first[:, None] <= _MONTHS) & (last[:, None] > _MONTHS)
    month = year[:, None] * 12 + _MONTHS
    known = month >= plan.paid_start
    deemed = np.where(jobs.state_worker[job], (worked & ~known).sum(axis=1), 0)
    due = worked & known & ~_holes(index=index, year=year, end_month=figures.end_month, draws=draws)
    owed_from = employers.owes_from[np.maximum(employer, 0)]
    owes = (employer != OWN_PAYER)[:, None] & (month >= owed_from[:, None])
    keep = np.flatnonzero(due.any(axis=1) | (deemed > 0))
    due, owes = due[keep], owes[keep]
    base = _bases(
        index=index[keep],
        year=year[keep],
        employer=employer[keep],
        due=due,
        birth=census.birth[positions[person[keep]]],
        employers=employers,
        figures=figures,
        draws=draws,
        frauds=frauds,
    )
    paid = due & ~owes
    return Careers(
        person=person[keep],
        employer=employer[keep],
        year=year[keep],
        paid=(paid * _BITS).sum(axis=1),
        owed=((due & owes) * _BITS).sum(axis=1),
        deemed=deemed[keep],
        base=base,
        credit=_credits(
            base=base,
            paid=paid,
            year=year[keep],
            own_payer=employer[keep] == OWN_PAYER,
            figures=figures,
        ),
    )


def _job_years(*, jobs: Jobs, end_month: int) -> tuple[np.ndarray, np.ndarray]:
    """Each job once for every calendar year it touches before the city's day."""
    begins = jobs.start // 12
    ends = (np.minimum(jobs.end, end_month) - 1) // 12
    years = np.maximum(ends - begins + 1, 0)
    years = np.where(jobs.start >= end_month, 0, years)
    job = np.repeat(np.arange(len(jobs)), years)
    before = np.cumsum(years) - years
    return job, begins[job] + np.arange(len(job)) - before[job]


def _holes(*, index: np.ndarray, year: np.ndarray, end_month: int, draws: Draws) -> np.ndarray:
    """Months of a job for which nothing was ever declared: one year in fifty has one to three, the last year none."""
    has = draws.chance("hole", index, 20, year) & (year < end_month // 12)
    first = draws.integers("hole begins", index, 12, year)[:, None]
    length = 1 + draws.integers("hole lasts", index, 3, year)[:, None]
    return has[:, None] & (first <= _MONTHS) & (first + length > _MONTHS)


def _bases(
    *,
    index: np.ndarray,
    year: np.ndarray,
    employer: np.ndarray,
    due: np.ndarray,
    birth: np.ndarray,
    employers: Employers,
    figures: Figures,
    draws: Draws,
    frauds: Frauds,
) -> np.ndarray:
    """Bases in fen: the wage of the contribution year in which each month lies, between its floor and cap."""
    row = figures.at(year)
    birth_year = months_of_days(birth.astype(np.int64)) // 12
    told = {
        "index": index,
        "birth_year": birth_year,
        "employer": employer,
        "employers": employers,
        "figures": figures,
        "draws": draws,
        "frauds": frauds,
    }
    before = monthly_wages(year=year - 1, **told)
    since = monthly_wages(year=year, **told)
    new_year = figures.wage_year[row] == year[:, None]
    wage = np.where(new_year, since[:, None], before[:, None])
    floor = figures.floor[row]
    lowest = at_floor(index=index, employer=employer, employers=employers, frauds=frauds)
    wage = np.where(lowest[:, None], floor, wage)
    return np.where(due, np.clip(wage, floor, figures.cap[row]), 0)


def _credits(
    *, base: np.ndarray, paid: np.ndarray, year: np.ndarray, own_payer: np.ndarray, figures: Figures
) -> np.ndarray:
    """What went to the individual account: the person's own share, where it was so up to the jiao, and the top-up."""
    at = figures.at(year)
    alone = own_payer[:, None]
    own = base * np.where(alone, figures.flexible_rate[at], figures.own_rate[at])
    step = SCALE * 10
    own = np.where(figures.jiao_up[at], (own + step - 1) // step * 10, (own + SCALE // 2) // SCALE)
    top_up = np.where(alone, 0, (base * figures.top_up_rate[at] + SCALE // 2) // SCALE)
    return np.where(paid, own + top_up, 0)
