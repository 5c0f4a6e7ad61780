"""The whole city from (place, people, seed): small things at once, people chunk by chunk, always the same.

`City` holds what must be known about everybody (the census, employers, frauds, mistakes). `chunk` makes all rows of
some people. Nothing in a row depends on which chunk it was made in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from renshe.edge.demo.addresses import settle
from renshe.edge.demo.arrears import Dues
from renshe.edge.demo.balances import YearlyCredits, balances_at_openings, yearly_credits
from renshe.edge.demo.careers import Careers, careers_of
from renshe.edge.demo.days import NEVER, days_of, months_of_days
from renshe.edge.demo.draws import Draws
from renshe.edge.demo.employers import Employers, employer_table, found_employers
from renshe.edge.demo.figures import Figures, city_rules, load_figures
from renshe.edge.demo.frauds import Frauds, plan_frauds
from renshe.edge.demo.jobs import Jobs, LabourMarket, working_lives
from renshe.edge.demo.ledgers import account_year_table, dues_of, year_table
from renshe.edge.demo.mistakes import Mistakes, plan_mistakes
from renshe.edge.demo.payments import pension_tables
from renshe.edge.demo.payrolls import Payable
from renshe.edge.demo.pensioners import award_pensions
from renshe.edge.demo.people import duplicate_table, person_table, recorded_at
from renshe.edge.demo.population import Census, take_census
from renshe.edge.demo.profile import Profile, profile
from renshe.edge.demo.recognitions import recognition_table
from renshe.edge.demo.spells import declared_wage_table, spell_table, spells_of
from renshe.edge.demo.truth import Truth
from renshe.kernel.rules import RuleSet

CHUNK = 8192
SEED = 20251001
AS_OF = dt.date(2025, 10, 1)


@dataclass(frozen=True)
class Chunk:
    """All rows of some people by table, the months to be billed, and what sums and choices need later."""

    tables: dict[str, pa.Table]
    dues: Dues
    heads: np.ndarray
    paid_months: np.ndarray
    credited_fen: int
    account_fen: int
    payable: Payable
    monthly_pensions_fen: int
    truths: list[Truth]


@dataclass
class City:
    """A demonstration city. Use `City.found`."""

    plan: Profile
    people: int
    as_of: dt.date
    draws: Draws
    rules: RuleSet
    figures: Figures
    census: Census
    employers: Employers
    market: LabourMarket
    frauds: Frauds
    mistakes: Mistakes

    @classmethod
    def found(
        cls,
        *,
        place: str,
        people: int,
        seed: int = SEED,
        as_of: dt.date = AS_OF,
        rules: RuleSet | None = None,
    ) -> City:
        """Everything that concerns the whole city. Raises ValueError for a place without a demonstration city."""
        if people < 100:
            raise ValueError("演示城市至少100人。 A demonstration city has at least 100 people.")
        plan, draws = profile(place), Draws(seed)
        rules = rules or city_rules()
        figures = load_figures(plan=plan, as_of=as_of, rules=rules)
        homes = settle(plan=plan, draws=draws, index=np.arange(people, dtype=np.int64))
        census = take_census(plan=plan, people=people, draws=draws, as_of=as_of, community=homes)
        employers = found_employers(plan=plan, people=people, draws=draws, as_of=as_of)
        month = figures.end_month
        frauds = plan_frauds(census=census, employers=employers, draws=draws, month=month)
        spared = np.array(
            [t.subject - 1 for t in frauds.truths if t.subject_kind == "person"], dtype=np.int64
        )
        mistakes = plan_mistakes(census=census, draws=draws, month=month, spared=spared)
        return cls(
            plan=plan,
            people=people,
            as_of=as_of,
            draws=draws,
            rules=rules,
            figures=figures,
            census=census,
            employers=employers,
            market=LabourMarket(employers=employers, draws=draws),
            frauds=frauds,
            mistakes=mistakes,
        )

    @property
    def recorded_at(self) -> str:
        """When everything was recorded by the take-over."""
        return recorded_at(self.as_of)

    def employer_rows(self) -> pa.Table:
        """The rows of `registry_employer`."""
        return employer_table(plan=self.plan, employers=self.employers, draws=self.draws)

    def duplicate_rows(self) -> pa.Table:
        """The rows of `registry_person` that are somebody's second."""
        return duplicate_table(
            plan=self.plan,
            census=self.census,
            draws=self.draws,
            mistakes=self.mistakes,
            today=days_of(self.as_of),
            created_at=self.recorded_at,
        )

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        """The whole city, so many people at a time."""
        for first in range(0, self.people, size):
            yield self.chunk(np.arange(first, min(first + size, self.people)))

    def chunk(self, positions: np.ndarray) -> Chunk:
        """All rows of the people at some positions (in ascending order)."""
        jobs = working_lives(
            plan=self.plan,
            census=self.census,
            positions=positions,
            draws=self.draws,
            market=self.market,
            month=self.figures.end_month,
            frauds=self.frauds,
        )
        careers = careers_of(
            plan=self.plan,
            jobs=jobs,
            census=self.census,
            positions=positions,
            employers=self.employers,
            figures=self.figures,
            draws=self.draws,
            frauds=self.frauds,
        )
        pieces = spells_of(
            jobs=jobs,
            census=self.census,
            positions=positions,
            draws=self.draws,
            market=self.market,
            month=self.figures.end_month,
        )
        shared = {
            "positions": positions,
            "census": self.census,
            "draws": self.draws,
            "employers": self.employers,
            "figures": self.figures,
            "frauds": self.frauds,
        }
        tables = {
            "registry_person": person_table(
                plan=self.plan,
                census=self.census,
                positions=positions,
                draws=self.draws,
                frauds=self.frauds,
                mistakes=self.mistakes,
                today=days_of(self.as_of),
                work_started=_first_months(jobs, len(positions)),
                created_at=self.recorded_at,
            ),
            "enrolment_spell": spell_table(
                pieces=pieces, positions=positions, recorded_at=self.recorded_at
            ),
            "contributions_declared_wage": declared_wage_table(
                pieces=pieces, recorded_at=self.recorded_at, **shared
            ),
        }
        return self._ledgers(
            positions=positions,
            jobs=jobs,
            careers=careers,
            tables=tables,
            dues=dues_of(careers=careers, pieces=pieces, **shared),
        )

    def _ledgers(
        self,
        *,
        positions: np.ndarray,
        jobs: Jobs,
        careers: Careers,
        tables: dict[str, pa.Table],
        dues: Dues,
    ) -> Chunk:
        """The rows that follow from careers: history, accounts, pensions."""
        twins = self.mistakes.duplicate_of(positions)
        owner = _owners(careers=careers, twins=twins, mistakes=self.mistakes, people=len(positions))
        credits = yearly_credits(
            owner=owner,
            owners=len(positions) + int((twins >= 0).sum()),
            careers=careers,
            years=self.figures.years,
        )
        openings = balances_at_openings(credits=credits, figures=self.figures)
        ids = np.concatenate([positions + 1, self.people + 1 + twins[twins >= 0]]).astype(np.int64)
        kept = year_table(careers=careers, ids=ids[owner], figures=self.figures)
        tables["contributions_year"] = kept
        pensions = award_pensions(
            plan=self.plan,
            census=self.census,
            positions=positions,
            careers=careers,
            credits=_of_people(credits, len(positions)),
            openings=openings,
            figures=self.figures,
        )
        accounts = account_year_table(
            ids=ids,
            credits=credits,
            openings=openings,
            pensions=pensions,
            figures=self.figures,
            # A duplicate follows the person whose it is, wherever the chunk ends.
            turn=np.concatenate(
                [2 * np.arange(len(positions)), 2 * np.flatnonzero(twins >= 0) + 1]
            ),
        )
        tables["funds_account_year"] = accounts
        names = tables["registry_person"]["name"]
        paid, payable, truths = self._pension_rows(pensions, positions, careers, names)
        tables |= paid
        now = jobs.person[jobs.end == NEVER], jobs.employer[jobs.end == NEVER]
        months = np.bitwise_count(careers.paid.astype(np.uint64)).astype(np.int64) + careers.deemed
        living = self.census.died[positions[pensions.person]] == NEVER
        return Chunk(
            tables=tables,
            dues=dues,
            heads=np.bincount(now[1][now[1] >= 0], minlength=len(self.employers)),
            paid_months=np.bincount(
                careers.person, weights=months, minlength=len(positions)
            ).astype(np.int32),
            credited_fen=int(careers.credit[careers.year == self.figures.end_month // 12].sum()),
            account_fen=pc.sum(accounts["closing_fen"]).as_py() or 0,
            payable=payable,
            monthly_pensions_fen=int(pensions.total[living].sum()),
            truths=truths,
        )

    def _pension_rows(
        self, pensions: Any, positions: np.ndarray, careers: Careers, names: pa.ChunkedArray
    ) -> tuple[dict[str, pa.Table], Any, list[Truth]]:
        """Awards with their payment history, what is payable now, and what the department recognised."""
        paid, payable, truths = pension_tables(
            plan=self.plan,
            pensions=pensions,
            census=self.census,
            positions=positions,
            draws=self.draws,
            frauds=self.frauds,
            mistakes=self.mistakes,
            names=names,
            figures=self.figures,
            as_of=self.as_of,
            recorded_at=self.recorded_at,
        )
        recognised = recognition_table(
            plan=self.plan,
            careers=careers,
            census=self.census,
            positions=positions,
            month=self.figures.end_month,
            today=days_of(self.as_of),
        )
        return {**paid, "pension_recognition": recognised}, payable, truths

    def later_truths(self) -> list[Truth]:
        """Deaths of which the bureau will hear after the city's day, and employers who declare the floor for all."""
        today = days_of(self.as_of)
        late = np.flatnonzero((self.census.died < NEVER) & (self.census.death_word >= today))
        first = months_of_days(self.census.died[late].astype(np.int64))
        truths = [
            Truth(
                "death_learned_later",
                "person",
                int(p) + 1,
                {"died_month": int(m), "word_in_days": int(w)},
            )
            for p, m, w in zip(late, first, self.census.death_word[late] - today, strict=True)
        ]
        cheats = np.flatnonzero(self.employers.declares_floor & (self.employers.closed == NEVER))
        return truths + [
            Truth("declares_everybody_at_the_floor", "employer", int(e) + 1) for e in cheats
        ]


def _first_months(jobs: Jobs, people: int) -> np.ndarray:
    """The month of each person's first job, 0 where there is none; jobs come in order of time."""
    first = np.zeros(people, dtype=np.int64)
    first[jobs.person[::-1]] = jobs.start[::-1]
    return first


def _owners(*, careers: Careers, twins: np.ndarray, mistakes: Mistakes, people: int) -> np.ndarray:
    """Under whose number each row was kept: a duplicate's, counted after the chunk's people, before the split."""
    twin = twins[careers.person]
    rank = np.cumsum(twins >= 0) - 1
    if not len(mistakes.duplicates):
        return careers.person
    early = (twin >= 0) & (careers.year < mistakes.split_year[np.maximum(twin, 0)])
    return np.where(early, people + rank[careers.person], careers.person)


def _of_people(credits: YearlyCredits, people: int) -> YearlyCredits:
    return YearlyCredits(credit=credits.credit[:people], product=credits.product[:people])
