"""The rows of `registry_person`: everybody, and the duplicates that should not be there."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from renshe.edge.demo.addresses import addresses, phones, residence_codes
from renshe.edge.demo.days import NEVER, dates
from renshe.edge.demo.draws import Draws
from renshe.edge.demo.frauds import Frauds
from renshe.edge.demo.identifiers import resident_ids
from renshe.edge.demo.mistakes import Mistakes, duplicate_sequences
from renshe.edge.demo.names import name_people
from renshe.edge.demo.population import CATEGORIES, FOREIGN, ID_KINDS, Census, birth_numbers
from renshe.edge.demo.profile import Profile


def person_table(
    *,
    plan: Profile,
    census: Census,
    positions: np.ndarray,
    draws: Draws,
    frauds: Frauds,
    mistakes: Mistakes,
    work_started: np.ndarray,
    today: int,
    created_at: str,
) -> pa.Table:
    """The people at `positions`; `work_started` is the month of each one's first job, 0 where there is none."""
    part = census.part(positions)
    return _rows(
        plan=plan,
        part=part,
        index=positions.astype(np.int64),
        draws=draws,
        ids=positions.astype(np.int64) + 1,
        sequence=part.sequence.astype(np.int64),
        phone=_phones(draws=draws, frauds=frauds, index=positions.astype(np.int64)),
        file_days=_file_days(mistakes, positions),
        work_started=work_started,
        today=today,
        created_at=created_at,
    )


def duplicate_table(
    *, plan: Profile, census: Census, draws: Draws, mistakes: Mistakes, today: int, created_at: str
) -> pa.Table:
    """The second records of the same human beings, numbered after everybody else."""
    positions = mistakes.duplicates
    part, count = census.part(positions), len(positions)
    return _rows(
        plan=plan,
        part=part,
        index=positions,
        draws=draws,
        ids=len(census) + 1 + np.arange(count, dtype=np.int64),
        sequence=duplicate_sequences(mistakes, census),
        phone=phones(draws=draws, index=positions + len(census)),
        file_days=np.zeros(count, dtype=np.int64),
        work_started=np.zeros(count, dtype=np.int64),
        today=today,
        created_at=created_at,
    )


def _rows(
    *,
    plan: Profile,
    part: Census,
    index: np.ndarray,
    draws: Draws,
    ids: np.ndarray,
    sequence: np.ndarray,
    phone: pa.Array,
    file_days: np.ndarray,
    work_started: np.ndarray,
    today: int,
    created_at: str,
) -> pa.Table:
    numbers = birth_numbers(part)
    named = name_people(
        draws=draws,
        index=index,
        is_man=part.is_man,
        birth_year=numbers // 10_000,
        prefix=part.prefix,
        id_kind=part.id_kind,
    )
    birth, died, word = (c.astype(np.int64) for c in (part.birth, part.died, part.death_word))
    known = word < today
    household = np.where(part.id_kind == FOREIGN, int(plan.mobile_seat), part.prefix)
    count = len(index)
    return pa.table(
        {
            "id": ids,
            "id_kind": pa.array(ID_KINDS).take(pa.array(part.id_kind)),
            "id_number": resident_ids(part.prefix, numbers, sequence),
            "name": named.name,
            "sex": pa.array(["F", "M"]).take(pa.array(part.is_man.astype(np.int8))),
            "birth_on": dates(birth),
            "birth_on_file": dates(birth + file_days, file_days != 0),
            "ethnic_code": named.ethnic_code,
            "household_place": pa.array(household).cast(pa.string()),
            "residence_place": residence_codes(plan=plan, community=part.community),
            "address": addresses(plan=plan, draws=draws, index=index, community=part.community),
            "phone": phone,
            "died_on": dates(np.where(known, died, 0), known & (died < NEVER)),
            "death_known_on": dates(np.where(known, word, 0), known),
            "work_started_month": pa.array(work_started, mask=work_started == 0),
            "retirement_category": pa.array(CATEGORIES).take(pa.array(part.category)),
            "created_at": pa.array([created_at] * count, pa.string()),
        }
    )


def _file_days(mistakes: Mistakes, positions: np.ndarray) -> np.ndarray:
    result = np.zeros(len(positions), dtype=np.int64)
    _, at, of = np.intersect1d(positions, mistakes.two_births, return_indices=True)
    result[at] = mistakes.file_days[of]
    return result


def _phones(*, draws: Draws, frauds: Frauds, index: np.ndarray) -> pa.Array:
    """A ghost's telephone is that of the first ghost of the same employer."""
    owner = index.copy()
    _, at, of = np.intersect1d(index, frauds.ghosts, return_indices=True)
    if len(at):
        employer, _ = frauds.faked_job(frauds.ghosts)
        first = dict(zip(employer[::-1].tolist(), frauds.ghosts[::-1].tolist(), strict=True))
        owner[at] = [first[e] for e in employer[of].tolist()]
    return phones(draws=draws, index=owner)


def recorded_at(as_of: dt.date) -> str:
    """When the take-over recorded everything: the evening before the city's day."""
    return f"{(as_of - dt.timedelta(days=1)).isoformat()} 18:00:00+08"
