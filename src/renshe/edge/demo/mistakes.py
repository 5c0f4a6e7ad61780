"""Planted mistakes: honest errors in the records that clerks should find and mend."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from renshe.edge.demo import population as who
from renshe.edge.demo.days import NEVER, months_of_days
from renshe.edge.demo.draws import Draws
from renshe.edge.demo.identifiers import WINDOW, sequence_codes
from renshe.edge.demo.population import Census
from renshe.edge.demo.truth import Truth, per_100_000, pick

_DUPLICATE_WINDOW = 3
"""Duplicates take their sequence codes from a window of two hundred that no first number reaches."""


@dataclass
class Mistakes:
    """Where the records are wrong. Arrays of positions are in ascending order.

    A duplicate is a further person with an id of its own, under which the years before `split_year` were kept.
    `file_days` is by how many days the personal file has somebody younger or older than the id.
    """

    duplicates: np.ndarray
    split_year: np.ndarray
    two_births: np.ndarray
    file_days: np.ndarray
    wrong_bank_names: np.ndarray
    truths: list[Truth] = field(default_factory=list)

    def duplicate_of(self, index: np.ndarray) -> np.ndarray:
        """The number of each person's duplicate, -1 where there is none."""
        at = np.minimum(np.searchsorted(self.duplicates, index), max(len(self.duplicates) - 1, 0))
        there = (
            (self.duplicates[at] == index)
            if len(self.duplicates)
            else np.zeros(len(index), dtype=bool)
        )
        return np.where(there, at, -1)


def plan_mistakes(*, census: Census, draws: Draws, month: int, spared: np.ndarray) -> Mistakes:
    """Choose whose records are wrong; `spared` are people already in a fraud."""
    people = len(census)
    age = (month - months_of_days(census.birth.astype(np.int64))) // 12
    sound = (census.died == NEVER) & (census.id_kind == who.RESIDENT)
    sound[spared] = False
    working = np.flatnonzero(sound & (census.role == who.EMPLOYEE) & (age >= 34) & (age <= 56))
    twice = pick(
        draws=draws, stream="duplicates", candidates=working, count=per_100_000(people, 60)
    )
    older = np.setdiff1d(np.flatnonzero(sound & (census.role == who.EMPLOYEE) & (age >= 30)), twice)
    births = pick(
        draws=draws, stream="two births", candidates=older, count=per_100_000(people, 250)
    )
    drawing = np.flatnonzero(sound & (census.role == who.PENSIONER))
    names = pick(
        draws=draws, stream="bank names", candidates=drawing, count=per_100_000(people, 60)
    )
    mistakes = Mistakes(
        duplicates=twice,
        split_year=month // 12 - 3 - draws.integers("split", twice, 8),
        two_births=births,
        file_days=_file_days(draws=draws, positions=births),
        wrong_bank_names=names,
    )
    mistakes.truths += [
        Truth("duplicate_person", "person", people + 1 + k, {"same_as": int(position) + 1})
        for k, position in enumerate(twice.tolist())
    ]
    mistakes.truths += [
        Truth(
            "two_birth_dates",
            "person",
            int(position) + 1,
            {"file_is_right": True, "days": int(days)},
        )
        for position, days in zip(births, mistakes.file_days, strict=True)
    ]
    mistakes.truths += [Truth("wrong_bank_name", "person", int(p) + 1) for p in names]
    return mistakes


def _file_days(*, draws: Draws, positions: np.ndarray) -> np.ndarray:
    """By how many days the earliest file record differs from the id: usually months, in both directions."""
    size = 20 + draws.integers("file differs by", positions, 700)
    return np.where(draws.chance("file is older", positions, 650), -size, size)


def duplicate_sequences(mistakes: Mistakes, census: Census) -> np.ndarray:
    """Sequence codes for duplicates, of the same sex and free of any other's."""
    number = np.arange(len(mistakes.duplicates), dtype=np.int64)
    rank = WINDOW * _DUPLICATE_WINDOW + number % WINDOW
    return sequence_codes(rank, np.zeros_like(rank), census.is_man[mistakes.duplicates])
