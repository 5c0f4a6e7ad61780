"""The census: a few bytes about everybody, kept in memory, from which all else is derived chunk by chunk.

Fifty bytes a person (a million people: 50 MB) let frauds and mistakes be planted over the whole city and ids be
counted without collision, while names, addresses, careers and accounts stream by.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from renshe.edge.demo.days import NEVER, days_of, months_of_days, year_month_day
from renshe.edge.demo.draws import Draws, cumulative
from renshe.edge.demo.identifiers import sequence_codes
from renshe.edge.demo.profile import Profile, month_of

UNINSURED, FORMER, EMPLOYEE, FLEXIBLE, PENSIONER, CLAIMANT = range(6)
"""What somebody is on the city's day: never insured, once insured, insured through an employer, insured on his own,
drawing a pension, or past the legal age in the last month with a pension still to be claimed."""

RESIDENT, HMT, FOREIGN = range(3)
ID_KINDS = ("resident_id", "hmt_permit", "foreign_permit")
_NATIONS = ("840", "392", "410", "250", "643", "076")
"""Numeric codes of ISO 3166-1, which stand in a foreigner's card after 9 and the province."""

MAN, WOMAN_55, WOMAN_50 = range(3)
CATEGORIES = ("M60", "F55", "F50")

_WORKING_MIX = (
    # from age, employees, own payers, once insured, never insured; thousandths
    (0, 0, 0, 0, 1000),
    (16, 15, 0, 0, 985),
    (18, 350, 35, 15, 600),
    (23, 740, 120, 45, 95),
    (30, 710, 170, 55, 65),
    (40, 640, 230, 65, 65),
    (50, 540, 290, 75, 95),
    (58, 480, 300, 90, 130),
)
_PENSIONER_PERMILLE = 800


@dataclass
class Census:
    """Columns of equal length, one entry a person in the order of their numbers (person id = position + 1).

    Days count from 1970-01-01, months are ordinals, NEVER where there is none. `death_word` is the day on which the
    bureau hears of a death, which may still be to come.
    """

    birth: np.ndarray
    is_man: np.ndarray
    category: np.ndarray
    role: np.ndarray
    retires: np.ndarray
    id_kind: np.ndarray
    prefix: np.ndarray
    sequence: np.ndarray
    community: np.ndarray
    died: np.ndarray
    death_word: np.ndarray

    def __len__(self) -> int:
        return len(self.birth)

    def part(self, positions: np.ndarray) -> Census:
        """The same columns for some people."""
        return Census(**{name: column[positions] for name, column in vars(self).items()})


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of the demonstration's data files; lines that begin with # say where they are from."""
    text = resources.files("renshe.edge.demo").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@lru_cache(maxsize=4)
def household_places(place: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Six-digit codes, their weights in a city, and which of them are the city's own."""
    rows = rows_of("household_places.csv")
    codes = np.array([int(row["code"]) for row in rows], dtype=np.int32)
    weights = np.array([int(row[f"weight_{place}"]) for row in rows], dtype=np.int64)
    city = place[:4] if place.endswith("00") else place
    own = np.array([row["code"].startswith(city) for row in rows])
    return codes, weights, own


def legal_retirement_month(birth_month: np.ndarray, category: np.ndarray) -> np.ndarray:
    """The month of the legal age, by the gradual change from 2025 (全国人大常委会决定 2024-09-13)."""
    start = np.array([1965 * 12, 1970 * 12, 1975 * 12])[category]
    step = np.array([4, 4, 2])[category]
    cap = np.array([36, 36, 60])[category]
    original = np.array([720, 660, 600])[category]
    late = birth_month - start
    delay = np.where(late < 0, 0, np.minimum(cap, late // step + 1))
    return birth_month + original + delay


def take_census(
    *, plan: Profile, people: int, draws: Draws, as_of: dt.date, community: np.ndarray
) -> Census:
    """Everybody's sex, birth, origin, role and death, from the seed; `community` is where they live."""
    index = np.arange(people, dtype=np.int64)
    today, month = days_of(as_of), month_of(as_of)
    age_group, is_man = _ages(plan=plan, draws=draws, index=index)
    birth = today - 1 - age_group * 1826 - draws.integers("birth", index, 1826)
    birth_month = months_of_days(birth)
    age = (month - birth_month) // 12
    category = np.where(
        is_man, MAN, np.where(draws.chance("worker post", index, 600), WOMAN_50, WOMAN_55)
    )
    role = _roles(draws=draws, index=index, age=age)
    category = np.where((role == FLEXIBLE) & ~is_man, WOMAN_55, category)
    retires = legal_retirement_month(birth_month, category)
    role = _retire(draws=draws, index=index, role=role, retires=retires, month=month)
    died, word = _deaths(draws=draws, index=index, age_group=age_group, is_man=is_man, today=today)
    # Nobody dies before birth, nor a pensioner before the first month of the pension.
    living = (died < birth) | ((retires < month) & (months_of_days(died) <= retires))
    died, word = np.where(living, NEVER, died), np.where(living, NEVER, word)
    id_kind, prefix = _origins(plan=plan, draws=draws, index=index, age=age)
    return Census(
        birth=birth.astype(np.int32),
        is_man=is_man,
        category=category.astype(np.int8),
        role=role.astype(np.int8),
        retires=retires.astype(np.int32),
        id_kind=id_kind,
        prefix=prefix,
        sequence=_sequences(prefix=prefix, birth=birth, is_man=is_man, draws=draws),
        community=community.astype(np.int16),
        died=died.astype(np.int32),
        death_word=word.astype(np.int32),
    )


def _ages(*, plan: Profile, draws: Draws, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows = rows_of("wpp2019_china_2025.csv")
    weights = []
    for row, percent in zip(rows, plan.age_percent, strict=True):
        # Tens of thousands of people keep the running sum below 2**32 after stretching.
        weights += [int(float(row[sex]) / 10 * percent) for sex in ("men", "women")]
    cell = draws.choose("age and sex", index, cumulative(weights))
    return cell // 2, cell % 2 == 0


def _roles(*, draws: Draws, index: np.ndarray, age: np.ndarray) -> np.ndarray:
    band = np.searchsorted([row[0] for row in _WORKING_MIX], age, side="right") - 1
    steps = np.cumsum([row[1:] for row in _WORKING_MIX], axis=1)[band]
    drawn = draws.integers("role", index, 1000)[:, None]
    position = (drawn >= steps).sum(axis=1)
    return np.array([EMPLOYEE, FLEXIBLE, FORMER, UNINSURED])[position]


def _retire(
    *, draws: Draws, index: np.ndarray, role: np.ndarray, retires: np.ndarray, month: int
) -> np.ndarray:
    """Who has reached the legal age draws a pension, or never had the scheme; last month's have yet to claim."""
    reached = retires < month
    covered = draws.chance("covered in old age", index, _PENSIONER_PERMILLE)
    old = np.where(covered, PENSIONER, UNINSURED)
    old = np.where((old == PENSIONER) & (retires == month - 1), CLAIMANT, old)
    return np.where(reached, old, role)


def _deaths(
    *, draws: Draws, index: np.ndarray, age_group: np.ndarray, is_man: np.ndarray, today: int
) -> tuple[np.ndarray, np.ndarray]:
    """Deaths of the last year, and when the bureau hears of them; NEVER where there is none."""
    rows = rows_of("wpp2019_china_2025.csv")
    rates = np.array(
        [[int(float(row[f"death_rate_{sex}"]) * 1e9) for sex in ("women", "men")] for row in rows]
    )
    drawn = draws.integers("death", index, 1_000_000_000)
    dead = drawn < rates[age_group, is_man.astype(np.int64)]
    died = today - 1 - draws.integers("day of death", index, 365)
    kind = draws.integers("word of death", index, 1000)
    wait = np.where(
        kind < 780,
        draws.integers("word comes soon", index, 20),
        np.where(
            kind < 960,
            20 + draws.integers("word comes late", index, 90),
            110 + draws.integers("word comes very late", index, 300),
        ),
    )
    return np.where(dead, died, NEVER), np.where(dead, died + wait, NEVER)


def _origins(
    *, plan: Profile, draws: Draws, index: np.ndarray, age: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The kind of id and the six digits it begins with."""
    codes, weights, own = household_places(plan.place)
    decade = np.minimum(age // 10, len(plan.migrant_permille) - 1)
    migrant = draws.chance("migrant", index, np.array(plan.migrant_permille)[decade])
    here = draws.choose("own district", index, cumulative(np.where(own, weights, 0)))
    elsewhere = draws.choose("province of origin", index, cumulative(np.where(own, 0, weights)))
    prefix = codes[np.where(migrant, elsewhere, here)]
    special = draws.integers("id kind", index, 10_000)
    hmt = special < plan.hmt_permille * 10
    foreign = ~hmt & (special >= 9_995)
    nations = np.array([int(f"9{plan.place[:2]}{nation}") for nation in _NATIONS])
    region = draws.choose("hong kong, macao or taiwan", index, cumulative([30, 55, 15]))
    prefix = np.where(hmt, np.array([810000, 820000, 830000])[region], prefix)
    nation = nations[draws.integers("nation", index, len(nations))]
    prefix = np.where(foreign, nation, prefix)
    kind = np.where(hmt, HMT, np.where(foreign, FOREIGN, RESIDENT))
    return kind.astype(np.int8), prefix.astype(np.int32)


def _sequences(
    *, prefix: np.ndarray, birth: np.ndarray, is_man: np.ndarray, draws: Draws
) -> np.ndarray:
    """A sequence code for everybody, different within the same place, day and sex."""
    day = birth - birth.min()
    group = (prefix.astype(np.int64) * 100_000 + day) * 2 + is_man
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    begins = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    position = np.arange(len(group))
    rank = np.empty_like(position)
    rank[order] = position - np.maximum.accumulate(np.where(begins, position, 0))
    turn = draws.integers("turn of sequence", group >> 1, 98)
    return sequence_codes(rank, turn, is_man).astype(np.int16)


def birth_numbers(census: Census) -> np.ndarray:
    """Birth days as YYYYMMDD."""
    return year_month_day(census.birth.astype(np.int64))
