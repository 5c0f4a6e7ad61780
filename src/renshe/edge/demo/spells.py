"""Enrolment spells of the five insurances and the wages declared for the running contribution year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from renshe.edge.demo import population as who
from renshe.edge.demo.days import NEVER, dates, first_days, months_of_days
from renshe.edge.demo.draws import Draws, waiting_months
from renshe.edge.demo.employers import OWN_PAYER, Employers
from renshe.edge.demo.figures import Figures
from renshe.edge.demo.frauds import Frauds
from renshe.edge.demo.jobs import Jobs, LabourMarket
from renshe.edge.demo.population import Census
from renshe.edge.demo.wages import at_floor, monthly_wages

PENSION, MEDICAL, UNEMPLOYMENT, INJURY, MATERNITY = range(1, 6)
_BEGAN = {
    # No spell is older than its insurance in the city (assumed months).
    PENSION: 0,
    MEDICAL: 2001 * 12,
    UNEMPLOYMENT: 1986 * 12 + 9,
    INJURY: 2004 * 12,
    MATERNITY: 2001 * 12,
}
_HISTORY = 21
"""Spells that ended up to so many months ago were taken over; older ones are in the careers only."""

RECORDED_BY = "take_over"


@dataclass(frozen=True)
class Pieces:
    """Spells before they become text: positions in the chunk, ordinals of months, codes."""

    person: np.ndarray
    employer: np.ndarray
    insurance: np.ndarray
    start: np.ndarray
    end: np.ndarray
    suspended: np.ndarray
    kind: np.ndarray
    leave: np.ndarray


_KINDS = ("employee", "flexible", "retiree_injury_only")
_LEAVES = ("employment_ended", "retirement", "death", "suspension")


def spells_of(
    *,
    jobs: Jobs,
    census: Census,
    positions: np.ndarray,
    draws: Draws,
    market: LabourMarket,
    month: int,
) -> Pieces:
    """All spells of a chunk, ordered by person, time and insurance."""
    recent = np.flatnonzero(jobs.end >= month - _HISTORY)
    person, employer = jobs.person[recent], jobs.employer[recent]
    own = employer == OWN_PAYER
    pension_only = own & draws.chance("pension only", positions[person], 120)
    role = census.role[positions[person]]
    leave = _leave_codes(
        census=census,
        positions=positions,
        person=person,
        own=own,
        role=role,
        today=int(first_days(np.array(month))),
    )
    found = []
    for insurance, began in _BEGAN.items():
        covered = ~own if insurance > MEDICAL else ~(pension_only & (insurance == MEDICAL))
        at = np.flatnonzero(covered)
        start = np.maximum(jobs.start[recent][at], began)
        found.append(
            Pieces(
                person=person[at],
                employer=employer[at],
                insurance=np.full(len(at), insurance),
                start=start,
                end=jobs.end[recent][at],
                suspended=np.zeros(len(at), dtype=bool),
                kind=own[at].astype(np.int64),
                leave=leave[at],
            )
        )
        paused = at[(leave[at] == 3) & (jobs.end[recent][at] < NEVER)]
        found.append(
            Pieces(
                person=person[paused],
                employer=employer[paused],
                insurance=np.full(len(paused), insurance),
                start=jobs.end[recent][paused],
                end=np.full(len(paused), NEVER),
                suspended=np.ones(len(paused), dtype=bool),
                kind=np.ones(len(paused), dtype=np.int64),
                leave=leave[paused],
            )
        )
    found.append(
        _working_pensioners(
            census=census, positions=positions, draws=draws, market=market, month=month
        )
    )
    joined = Pieces(
        *(
            np.concatenate(columns)
            for columns in zip(*(vars(p).values() for p in found), strict=True)
        )
    )
    order = np.lexsort((joined.insurance, joined.start, joined.person))
    return Pieces(*(column[order] for column in vars(joined).values()))


def _leave_codes(
    *,
    census: Census,
    positions: np.ndarray,
    person: np.ndarray,
    own: np.ndarray,
    role: np.ndarray,
    today: int,
) -> np.ndarray:
    """Why a spell ended; own payers who stopped but are alive are suspended."""
    # Nobody tells the bureau why until it has heard of the death; until then somebody just left.
    died = census.death_word[positions[person]] < today
    retired = (role == who.PENSIONER) | (role == who.CLAIMANT)
    paused = own & (role == who.FLEXIBLE) & (census.died[positions[person]] == NEVER)
    return np.select([paused, retired, died], [3, 1, 2], 0)


def _working_pensioners(
    *, census: Census, positions: np.ndarray, draws: Draws, market: LabourMarket, month: int
) -> Pieces:
    """Pensioners below 68 who work on, insured against work injury alone."""
    part = census.part(positions)
    age = (month - months_of_days(part.birth.astype(np.int64))) // 12
    alive = (
        (part.role == who.PENSIONER)
        & (part.died == NEVER)
        & (age < 68)
        & (part.retires + 1 < month)
    )
    person = np.flatnonzero(alive & draws.chance("works on", positions, 45))
    index = positions[person].astype(np.int64)
    since = 1 + draws.table("works on since", index, waiting_months(14))
    start = np.maximum(month - since, part.retires[person] + 1)
    employer = market.pick(index=index, month=np.full(len(person), month), slot=90)
    start = np.minimum(np.maximum(start, market.opened(employer)), month - 1)
    return Pieces(
        person=person,
        employer=employer,
        insurance=np.full(len(person), INJURY),
        start=start,
        end=np.full(len(person), NEVER),
        suspended=np.zeros(len(person), dtype=bool),
        kind=np.full(len(person), 2),
        leave=np.zeros(len(person), dtype=np.int64),
    )


def _month_text(months: np.ndarray) -> pa.Array:
    """The first day of each month as text, through the few months there are."""
    values, inverse = np.unique(months, return_inverse=True)
    text = dates(first_days(values)).cast(pa.string())
    return text.take(pa.array(inverse))


def spell_table(*, pieces: Pieces, positions: np.ndarray, recorded_at: str) -> pa.Table:
    """The rows of `enrolment_spell`."""
    ended = pieces.end < NEVER
    upper = pc.if_else(pa.array(ended), _month_text(np.where(ended, pieces.end, pieces.start)), "")
    count = len(pieces.person)
    return pa.table(
        {
            "person_id": positions[pieces.person].astype(np.int64) + 1,
            "employer_id": pa.array(pieces.employer + 1, mask=pieces.employer == OWN_PAYER),
            "insurance": pieces.insurance.astype(np.int16),
            "span": pc.binary_join_element_wise(
                "[", _month_text(pieces.start), ",", upper, ")", ""
            ),
            "status": pa.array(["active", "suspended"]).take(
                pa.array(pieces.suspended.astype(np.int8))
            ),
            "person_kind": pa.array(_KINDS).take(pa.array(pieces.kind)),
            "join_reason": pa.array(["take_over"] * count, pa.string()),
            "leave_reason": pc.if_else(
                pa.array(ended),
                pa.array(_LEAVES).take(pa.array(pieces.leave)),
                pa.scalar(None, pa.string()),
            ),
            "known_on": dates(first_days(pieces.start)),
            "recorded_by": pa.array([RECORDED_BY] * count, pa.string()),
            "recorded_at": pa.array([recorded_at] * count, pa.string()),
        }
    )


def declared_wage_table(
    *,
    pieces: Pieces,
    positions: np.ndarray,
    census: Census,
    employers: Employers,
    figures: Figures,
    draws: Draws,
    frauds: Frauds,
    recorded_at: str,
) -> pa.Table:
    """The rows of `contributions_declared_wage`: everybody insured now, with this contribution year's wage.

    One employer in seventy has not declared the new year's wages yet; of its people the old year's are known.
    """
    month = figures.end_month
    anchor = (
        ((pieces.insurance == PENSION) | (pieces.kind == 2))
        & (pieces.end == NEVER)
        & ~pieces.suspended
    )
    at = np.flatnonzero(anchor)
    index = positions[pieces.person[at]].astype(np.int64)
    employer, start = pieces.employer[at], pieces.start[at]
    year = int(figures.wage_year[figures.at(np.array(month // 12)), month % 12])
    late = draws.chance("declares late", np.maximum(employer, 0), 14) & (employer != OWN_PAYER)
    late &= start < year * 12
    years = np.where(late, year - 1, year)
    wage = wages_of(
        index=index,
        birth=census.birth[index],
        employer=employer,
        year=years,
        employers=employers,
        figures=figures,
        draws=draws,
        frauds=frauds,
    )
    count = len(at)
    return pa.table(
        {
            "person_id": index + 1,
            "employer_id": pa.array(employer + 1, mask=employer == OWN_PAYER),
            "year_start_month": (years * 12 + 6).astype(np.int32),
            "wage_fen": wage,
            "source": pa.array(["take_over"] * count, pa.string()),
            "recorded_at": pa.array([recorded_at] * count, pa.string()),
        }
    )


def wages_of(
    *,
    index: np.ndarray,
    birth: np.ndarray,
    employer: np.ndarray,
    year: np.ndarray,
    employers: Employers,
    figures: Figures,
    draws: Draws,
    frauds: Frauds,
) -> np.ndarray:
    """What is declared for the contribution years that begin in `year`: the wage, or the floor of those who cheat."""
    wage = monthly_wages(
        index=index,
        birth_year=months_of_days(birth.astype(np.int64)) // 12,
        employer=employer,
        year=year,
        employers=employers,
        figures=figures,
        draws=draws,
        frauds=frauds,
    )
    floor = figures.floor[figures.at(year), 6]
    lowest = at_floor(index=index, employer=employer, employers=employers, frauds=frauds)
    return np.where(lowest, floor, wage)
