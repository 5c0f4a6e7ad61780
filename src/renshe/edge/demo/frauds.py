"""Planted frauds: what a supervisor should find, planned over the whole city before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from renshe.edge.demo import population as who
from renshe.edge.demo.days import NEVER, months_of_days
from renshe.edge.demo.draws import Draws
from renshe.edge.demo.employers import Employers
from renshe.edge.demo.population import Census
from renshe.edge.demo.truth import Truth, per_100_000, pick

_NOBODY = np.array([], dtype=np.int64)
_AT_THE_CAP, _GHOST_WAGE = 3300, 640


@dataclass
class Frauds:
    """Who is in which fraud. `faked` are people with an invented job, in order of position, with columns beside."""

    faked: np.ndarray = field(default_factory=lambda: _NOBODY)
    faked_employer: np.ndarray = field(default_factory=lambda: _NOBODY)
    faked_start: np.ndarray = field(default_factory=lambda: _NOBODY)
    faked_wage: np.ndarray = field(default_factory=lambda: _NOBODY)
    ghosts: np.ndarray = field(default_factory=lambda: _NOBODY)
    sharers: np.ndarray = field(default_factory=lambda: _NOBODY)
    shared_account: np.ndarray = field(default_factory=lambda: _NOBODY)
    truths: list[Truth] = field(default_factory=list)

    def _find(self, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        at = np.searchsorted(self.faked, index)
        at = np.minimum(at, max(len(self.faked) - 1, 0))
        return at, (self.faked[at] == index) if len(self.faked) else np.zeros(
            len(index), dtype=bool
        )

    def faked_job(self, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Employer (-1: none) and first month of each person's invented job."""
        at, there = self._find(index)
        if not len(self.faked):
            return np.full(len(index), -1), np.zeros(len(index), dtype=np.int64)
        return np.where(there, self.faked_employer[at], -1), self.faked_start[at]

    def faked_wage_permille(self, index: np.ndarray) -> np.ndarray:
        """The invented wage in thousandths of the average; 0 for everybody else."""
        at, there = self._find(index)
        if not len(self.faked):
            return np.zeros(len(index), dtype=np.int64)
        return np.where(there, self.faked_wage[at], 0)


def plan_frauds(*, census: Census, employers: Employers, draws: Draws, month: int) -> Frauds:
    """Choose who does what. The people of invented jobs become employees in the census."""
    frauds = Frauds()
    _invent_jobs(frauds, census=census, employers=employers, draws=draws, month=month)
    _share_accounts(frauds, census=census, draws=draws)
    _draw_after_death(frauds, census=census, draws=draws, month=month)
    _draw_in_custody(frauds, census=census, draws=draws, month=month)
    return frauds


def _idle_adults(census: Census, month: int) -> np.ndarray:
    """People without insurance between 30 and 57, below the legal age, alive, with a resident's id."""
    age = (month - months_of_days(census.birth.astype(np.int64))) // 12
    idle = (census.role == who.UNINSURED) & (age >= 30) & (age <= 57) & (census.retires >= month)
    return np.flatnonzero(idle & (census.died == NEVER) & (census.id_kind == who.RESIDENT))


def _shells(employers: Employers, month: int) -> np.ndarray:
    """Small open employers founded long enough ago that owe nothing."""
    small = (employers.size == 3) & (employers.kind == 0) & (employers.closed == NEVER)
    return np.flatnonzero(small & (employers.owes_from == NEVER) & (employers.opened < month - 30))


def _invent_jobs(
    frauds: Frauds, *, census: Census, employers: Employers, draws: Draws, month: int
) -> None:
    """Shell companies that insure people at the cap before a claim, and employers who insure ghosts."""
    people = len(census)
    groups = per_100_000(people, 4)
    each = {
        "fake_employment_before_claim": min(6, max(2, people // 2000)),
        "ghost_workers": min(12, max(3, people // 1500)),
    }
    idle, shells = _idle_adults(census, month), _shells(employers, month)
    crowd = pick(draws=draws, stream="invented", candidates=idle, count=groups * sum(each.values()))
    places = pick(draws=draws, stream="shells", candidates=shells, count=2 * groups)
    places = places[np.argsort(draws.words("shell order", places), kind="stable")]
    crowd = crowd[np.argsort(draws.words("crowd order", crowd), kind="stable")]
    rows: list[tuple[int, int, int, int]] = []
    ghosts: list[int] = []
    for number, place in enumerate(places.tolist()):
        kind = tuple(each)[number % 2]
        members, crowd = crowd[: each[kind]], crowd[each[kind] :]
        since = 5 + int(draws.integers("invented since", np.array([place]), 10)[0])
        wage = _GHOST_WAGE if kind == "ghost_workers" else _AT_THE_CAP
        rows += [(int(m), place, month - since, wage) for m in members]
        ghosts += members.tolist() if kind == "ghost_workers" else []
        detail = {"employer": place + 1, "since_month": month - since}
        frauds.truths += [Truth(kind, "person", int(m) + 1, detail) for m in members]
        frauds.truths.append(
            Truth(f"{kind}_employer", "employer", place + 1, {"people": len(members)})
        )
    columns = np.array(sorted(rows), dtype=np.int64).reshape(-1, 4).T
    frauds.faked, frauds.faked_employer, frauds.faked_start, frauds.faked_wage = columns
    frauds.ghosts = np.sort(np.array(ghosts, dtype=np.int64))
    census.role[frauds.faked] = who.EMPLOYEE


def _pensioners(census: Census, month: int, age_at_least: int) -> np.ndarray:
    age = (month - months_of_days(census.birth.astype(np.int64))) // 12
    old = (census.role == who.PENSIONER) & (age >= age_at_least) & (census.died == NEVER)
    return np.flatnonzero(old & (census.id_kind == who.RESIDENT))


def _share_accounts(frauds: Frauds, *, census: Census, draws: Draws) -> None:
    """One bank account that draws several people's pensions."""
    people = len(census)
    groups, each = per_100_000(people, 4), min(8, max(3, people // 3000))
    chosen = pick(
        draws=draws,
        stream="sharers",
        count=groups * each,
        candidates=np.flatnonzero((census.role == who.PENSIONER) & (census.died == NEVER)),
    )
    frauds.sharers, frauds.shared_account = chosen, np.arange(len(chosen)) % groups
    frauds.truths += [
        Truth("shared_bank_account", "person", int(position) + 1, {"group": int(group) + 1})
        for position, group in zip(chosen, frauds.shared_account, strict=True)
    ]


def _draw_after_death(frauds: Frauds, *, census: Census, draws: Draws, month: int) -> None:
    """People dead for months whose pension is still drawn. In every table they are alive."""
    count = per_100_000(len(census), 10)
    free = np.setdiff1d(_pensioners(census, month, 68), frauds.sharers)
    for position in pick(draws=draws, stream="dead", candidates=free, count=count).tolist():
        since = 3 + int(draws.integers("dead since", np.array([position]), 36)[0])
        started = int(census.retires[position]) + 1
        died = max(month - since, started + 1)
        frauds.truths.append(
            Truth("pension_after_death", "person", position + 1, {"died_month": died})
        )


def _draw_in_custody(frauds: Frauds, *, census: Census, draws: Draws, month: int) -> None:
    """People serving a sentence, of which the bureau has not heard."""
    count = per_100_000(len(census), 4)
    taken = [truth.subject - 1 for truth in frauds.truths]
    free = np.setdiff1d(_pensioners(census, month, 50), np.array(taken, dtype=np.int64))
    for position in pick(draws=draws, stream="in custody", candidates=free, count=count).tolist():
        since = 1 + int(draws.integers("custody since", np.array([position]), 14)[0])
        detail = {"from_month": max(month - since, int(census.retires[position]) + 1)}
        frauds.truths.append(Truth("pension_in_custody", "person", position + 1, detail))
