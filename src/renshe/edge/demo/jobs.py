"""Working lives as jobs: drawn backwards from today, so that every job's employer existed all the while."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from renshe.edge.demo import population as who
from renshe.edge.demo.days import NEVER, months_of_days
from renshe.edge.demo.draws import Draws, cumulative, waiting_months
from renshe.edge.demo.employers import OWN_PAYER, Employers
from renshe.edge.demo.frauds import Frauds
from renshe.edge.demo.population import Census
from renshe.edge.demo.profile import Profile

JOBS_AT_MOST = 7
_LAST = JOBS_AT_MOST - 1
_REDRAWS = 4
SHORT_SINCE = 120
"""Months since the legal age of those who once paid too few years."""
PAUSED_PERMILLE = 25
"""Own payers who have stopped paying for up to six months and are suspended, not gone."""


@dataclass(frozen=True)
class Jobs:
    """Jobs ordered by person and time. `person` is a position in the chunk, `end` is the month after the last one
    and NEVER while the job lasts; `state_worker` says that service before contributions began is deemed paid."""

    person: np.ndarray
    employer: np.ndarray
    start: np.ndarray
    end: np.ndarray
    state_worker: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


class LabourMarket:
    """Employers as somebody looking for a job finds them in a month: the larger, the likelier."""

    def __init__(self, *, employers: Employers, draws: Draws) -> None:
        self._draws = draws
        self._employers = employers
        self._order = np.argsort(employers.opened, kind="stable")
        self._opened = employers.opened[self._order]
        self._running = cumulative(employers.weight[self._order])

    def pick(self, *, index: np.ndarray, month: np.ndarray, slot: int) -> np.ndarray:
        """An employer open in the given month for each person; a few draws meet only closed ones and get an anchor."""
        there = np.searchsorted(self._opened, month, side="right")
        found = self.anchor(index=index)
        open_in = np.full(len(index), False)
        total = self._running[np.maximum(there - 1, 0)]
        for attempt in range(_REDRAWS):
            drawn = self._draws.integers("employer", index, total, slot * _REDRAWS + attempt)
            candidate = self._order[np.searchsorted(self._running, drawn, side="right")]
            good = ~open_in & (there > 0) & (self._employers.closed[candidate] > month)
            found = np.where(good, candidate, found)
            open_in |= good
        return found

    def anchor(self, *, index: np.ndarray) -> np.ndarray:
        """One of the oldest employers, which were open in any month and still are."""
        anchors = self._employers.anchors
        return anchors[self._draws.integers("anchor", index, len(anchors))]

    def opened(self, employer: np.ndarray) -> np.ndarray:
        """The month in which each employer opened."""
        return self._employers.opened[employer]


def working_lives(
    *,
    plan: Profile,
    census: Census,
    positions: np.ndarray,
    draws: Draws,
    market: LabourMarket,
    month: int,
    frauds: Frauds,
) -> Jobs:
    """The jobs of the people at `positions`, up to `month` (exclusive) and, where they last, beyond it."""
    part = census.part(positions)
    local = np.flatnonzero(part.role != who.UNINSURED)
    people, index = part.part(local), positions[local].astype(np.int64)
    leaves = _leaving_months(people=people, index=index, draws=draws, month=month)
    enters = _entering_months(people=people, index=index, draws=draws, leaves=leaves, month=month)
    shape = (len(local), JOBS_AT_MOST)
    employer, start, end = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    until = leaves
    for slot in range(JOBS_AT_MOST):
        here = until > enters
        job, begins = _one_job(
            people=people,
            index=index,
            draws=draws,
            market=market,
            slot=slot,
            enters=enters,
            until=until,
            month=month,
        )
        if slot == 0:
            faked, begins_faked = frauds.faked_job(index)
            job = np.where(faked >= 0, faked, job)
            begins = np.where(faked >= 0, begins_faked, begins)
            enters = np.where(faked >= 0, begins_faked, enters)
        employer[:, slot], start[:, slot] = job, np.where(here, begins, 0)
        end[:, slot] = np.where(here, until, 0)
        gap = _gap(people=people, index=index, draws=draws, slot=slot, span=leaves - enters)
        until = np.where(here, begins - gap, until)
    state = (enters < plan.paid_start) & (
        (people.role == who.PENSIONER)
        | (people.role == who.CLAIMANT)
        | draws.chance("state worker", index, 620)
    )
    lasting = (people.role == who.EMPLOYEE) | (people.role == who.FLEXIBLE)
    lasting &= (people.died == NEVER) & (leaves > month)
    end[:, 0] = np.where(lasting, NEVER, end[:, 0])
    made = _flatten(local=local, employer=employer, start=start, end=end, state=state)
    return _together(made, _short_lives(part=part, positions=positions, draws=draws, month=month))


def _short_lives(*, part: Census, positions: np.ndarray, draws: Draws, month: int) -> Jobs:
    """A few years as own payers, long ago, of people who reached the legal age without the years for a pension: whoever the
    bridging of the two schemes is made for."""
    index = positions.astype(np.int64)
    retires = part.retires.astype(np.int64)
    short = (part.role == who.UNINSURED) & (part.died == NEVER) & (retires < month - 6)
    short &= (retires > month - SHORT_SINCE) & draws.chance("short life", index, 600)
    local = np.flatnonzero(short)
    chosen = index[local]
    start = retires[local] - 200 - draws.integers("short life begins", chosen, 60)
    start = np.maximum(start, 1998 * 12 + 6)
    end = start + 30 + draws.integers("short life lasts", chosen, 100)
    none = np.zeros(len(local), dtype=bool)
    return Jobs(local, np.full(len(local), OWN_PAYER), start, end, none)


def _together(made: Jobs, more: Jobs) -> Jobs:
    """The jobs of both by person; nobody is in both."""
    order = np.argsort(np.concatenate([made.person, more.person]), kind="stable")
    columns = {
        name: np.concatenate([column, getattr(more, name)])[order]
        for name, column in vars(made).items()
    }
    return Jobs(**columns)


def _flatten(
    *,
    local: np.ndarray,
    employer: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
    state: np.ndarray,
) -> Jobs:
    """Slots count backwards in time; rows count forwards."""
    backwards = np.s_[:, ::-1]
    there = (end > 0)[backwards]
    row = np.broadcast_to(np.arange(len(local))[:, None], there.shape)[there]
    return Jobs(
        person=local[row],
        employer=employer[backwards][there],
        start=start[backwards][there],
        end=end[backwards][there],
        state_worker=state[row],
    )


def _leaving_months(*, people: Census, index: np.ndarray, draws: Draws, month: int) -> np.ndarray:
    """The month after the last one worked; for those still at work the month after the coming one."""
    retired = (people.role == who.PENSIONER) | (people.role == who.CLAIMANT)
    adult = months_of_days(people.birth.astype(np.int64)) + 18 * 12
    former = month - 1 - draws.table("left since", index, waiting_months(70))
    leaves = np.where(
        people.role == who.FORMER, np.maximum(former, np.minimum(adult, month - 2)), month + 1
    )
    leaves = np.where(retired, people.retires.astype(np.int64) + 1, leaves)
    paused = (people.role == who.FLEXIBLE) & draws.chance(
        "own payer pauses", index, PAUSED_PERMILLE
    )
    leaves = np.where(paused, month - draws.integers("paused since", index, 6), leaves)
    died = months_of_days(people.died.astype(np.int64)) + 1
    at_work = (people.died < NEVER) & ~retired
    return np.where(at_work, np.minimum(leaves, died), leaves)


def _entering_months(
    *, people: Census, index: np.ndarray, draws: Draws, leaves: np.ndarray, month: int
) -> np.ndarray:
    """The month of the first job in the city: after school, or on arrival; of pensioners early enough."""
    birth = months_of_days(people.birth.astype(np.int64))
    enters = birth + 17 * 12 + draws.integers("leaves school", index, 7 * 12)
    later = draws.chance("came later", index, 600)
    enters += np.where(later, draws.integers("came at", index, 20 * 12), 0)
    retired = (people.role == who.PENSIONER) | (people.role == who.CLAIMANT)
    enough = leaves - 190 - draws.integers("more than enough", index, 150)
    enters = np.where(retired, np.minimum(enters, enough), enters)
    latest = leaves - 1 - draws.integers("at least so long", index, 30)
    return np.maximum(np.minimum(enters, latest), birth + 16 * 12)


def _one_job(
    *,
    people: Census,
    index: np.ndarray,
    draws: Draws,
    market: LabourMarket,
    slot: int,
    enters: np.ndarray,
    until: np.ndarray,
    month: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Employer and first month of the job that ends before `until`."""
    older = people.birth < -365 * 2
    lasts = np.where(
        older,
        draws.table("lasts long", index, waiting_months(110), slot),
        draws.table("lasts", index, waiting_months(50), slot),
    )
    employer = market.pick(index=index, month=np.minimum(until - 1, month), slot=slot)
    begins = np.maximum(until - lasts, market.opened(employer))
    if slot == 0:
        own = (people.role == who.FLEXIBLE) | (
            (people.role != who.EMPLOYEE) & draws.chance("ended as own payer", index, 150)
        )
        employer = np.where(own, OWN_PAYER, employer)
        # Own payers were admitted with the accounts of 1998.
        begins = np.where(
            own, np.maximum(until - lasts, np.minimum(1998 * 12 + 6, until - 1)), begins
        )
    if slot == _LAST:
        begins, employer = enters, market.anchor(index=index)
    return employer, np.maximum(begins, enters)


def _gap(
    *, people: Census, index: np.ndarray, draws: Draws, slot: int, span: np.ndarray
) -> np.ndarray:
    """Months without insurance before a job; pensioners' are short, so that fifteen years remain."""
    kind = draws.integers("gap", index, 1000, slot)
    short = draws.table("short gap", index, waiting_months(7), slot)
    long = draws.table("long gap", index, waiting_months(34), slot)
    gap = np.where(kind < 560, 0, np.where(kind < 930, short, long))
    retired = (people.role == who.PENSIONER) | (people.role == who.CLAIMANT)
    return np.where(retired, np.where(span > 300, np.minimum(gap, 12), 0), gap)
