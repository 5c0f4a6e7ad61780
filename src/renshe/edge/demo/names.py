"""Names that sound right and belong to nobody: by sex, decade of birth and people (民族), rare characters included."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from renshe.edge.demo.draws import Draws, cumulative, falling
from renshe.edge.demo.population import FOREIGN, rows_of

HAN = "01"

_MINORITIES = {
    # Which peoples somebody from a province may belong to, in thousandths of those from there; the rest are Han.
    # Codes of GB/T 3304.
    45: (("08", 320), ("13", 25), ("12", 15)),
    43: (("15", 30), ("06", 25), ("12", 15)),
    52: (("06", 120), ("09", 80), ("12", 45), ("15", 45), ("07", 25)),
    53: (("07", 110), ("14", 35), ("16", 35)),
    42: (("15", 45),),
    50: (("15", 50), ("06", 20)),
    51: (("07", 30), ("04", 15)),
    54: (("04", 900),),
    65: (("05", 450), ("17", 80), ("03", 50)),
    63: (("04", 240), ("03", 160)),
    64: (("03", 350),),
    62: (("03", 50),),
    15: (("02", 180),),
    21: (("11", 120),),
    22: (("10", 40), ("11", 35)),
    46: (("14", 2),),
}
_ETHNIC_CODES = (
    "01",
    "02",
    "03",
    "04",
    "05",
    "06",
    "07",
    "08",
    "09",
    "10",
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "17",
)
RARE_PER_10_000 = 30


@dataclass(frozen=True)
class Names:
    """Name and people (GB/T 3304 code) for some persons, with which of them bear a rare character."""

    name: pa.Array
    ethnic_code: pa.Array
    rare: np.ndarray


def name_people(
    *,
    draws: Draws,
    index: np.ndarray,
    is_man: np.ndarray,
    birth_year: np.ndarray,
    prefix: np.ndarray,
    id_kind: np.ndarray,
) -> Names:
    """Names for the people numbered `index`."""
    ethnic = _peoples(draws=draws, index=index, prefix=prefix)
    given, rare = _given(draws=draws, index=index, is_man=is_man, birth_year=birth_year)
    surnames, weights = _surnames()
    surname = surnames.take(pa.array(draws.choose("surname", index, weights)))
    plain = pc.binary_join_element_wise(surname, given, "")
    names = plain.to_numpy(zero_copy_only=False).astype(object)
    for code, position in ((c, k) for k, c in enumerate(_ETHNIC_CODES) if c in _own_scripts()):
        _replace(names, draws, index, is_man, ethnic == position, _own_scripts()[code])
    _replace(names, draws, index, is_man, id_kind == FOREIGN, _own_scripts()["foreign"])
    rare = rare & (id_kind != FOREIGN) & ~np.isin(ethnic, _dotted_positions())
    codes = pa.array(_ETHNIC_CODES).take(pa.array(ethnic))
    return Names(name=pa.array(names, pa.string()), ethnic_code=codes, rare=rare)


def _peoples(*, draws: Draws, index: np.ndarray, prefix: np.ndarray) -> np.ndarray:
    drawn = draws.integers("people", index, 1000)
    province = prefix // 10_000
    result = np.zeros(len(index), dtype=np.int64)
    for code, shares in _MINORITIES.items():
        here = np.flatnonzero(province == code)
        if not len(here):
            continue
        steps = np.cumsum([share for _, share in shares])
        position = np.searchsorted(steps, drawn[here], side="right")
        choices = np.array([_ETHNIC_CODES.index(c) for c, _ in shares] + [0])
        result[here] = choices[position]
    return result


@lru_cache(maxsize=1)
def _surnames() -> tuple[pa.Array, np.ndarray]:
    rows = rows_of("surnames.csv")
    return (
        pa.array([row["surname"] for row in rows]),
        cumulative([int(row["per_100000"]) for row in rows]),
    )


@lru_cache(maxsize=1)
def _decades() -> list[tuple[int, dict[str, dict[str, str]]]]:
    """From each decade on, the row of given names of each sex."""
    decades: dict[int, dict[str, dict[str, str]]] = {}
    for row in rows_of("given_names.csv"):
        decades.setdefault(int(row["decade"]), {})[row["sex"]] = row
    return sorted(decades.items())


def _given(
    *, draws: Draws, index: np.ndarray, is_man: np.ndarray, birth_year: np.ndarray
) -> tuple[pa.Array, np.ndarray]:
    first = np.full(len(index), "", dtype="<U2")
    second = np.full(len(index), "", dtype="<U2")
    starts = [start for start, _ in _decades()]
    band = np.maximum(np.searchsorted(starts, birth_year, side="right") - 1, 0)
    for position, (_, by_sex) in enumerate(_decades()):
        for sex, man in (("M", True), ("F", False)):
            here = np.flatnonzero((band == position) & (is_man == man))
            row, some = by_sex[sex], index[here]
            one = draws.chance("one character", some, int(row["one_permille"]))
            single = _letters(draws, "single", some, row["one"])
            first[here] = np.where(one, single, _letters(draws, "first", some, row["first"]))
            second[here] = np.where(one, "", _letters(draws, "second", some, row["second"]))
    second[first == second] = ""
    rare = draws.integers("rare character", index, 10_000) < RARE_PER_10_000
    choices = np.array([row["given"] for row in rows_of("rare_names.csv")])
    which = draws.integers("which rare character", index, len(choices))
    first = np.where(rare, choices[which], first)
    second = np.where(rare, "", second)
    joined = pc.binary_join_element_wise(pa.array(first), pa.array(second), "")
    return joined, rare


def _letters(draws: Draws, stream: str, index: np.ndarray, characters: str) -> np.ndarray:
    return np.array(list(characters))[draws.choose(stream, index, falling(len(characters)))]


@lru_cache(maxsize=1)
def _own_scripts() -> dict[str, dict[str, tuple[str, list[str], list[str]]]]:
    """For names that are not surname and given name: joiner, given and last parts, by people and sex."""
    scripts: dict[str, dict[str, tuple[str, list[str], list[str]]]] = {}
    for row in rows_of("minority_names.csv"):
        joiner = "·" if row["dot"] == "1" else ""
        parts = (joiner, row["given"].split("|"), row["last"].split("|"))
        scripts.setdefault(row["ethnic"], {})[row["sex"]] = parts
    for row in rows_of("foreign_names.csv"):
        parts = (" ", row["given"].split("|"), row["last"].split("|"))
        scripts.setdefault("foreign", {})[row["sex"]] = parts
    return scripts


def _dotted_positions() -> list[int]:
    return [k for k, code in enumerate(_ETHNIC_CODES) if code in _own_scripts()]


def _replace(
    names: np.ndarray,
    draws: Draws,
    index: np.ndarray,
    is_man: np.ndarray,
    mask: np.ndarray,
    by_sex: dict[str, tuple[str, list[str], list[str]]],
) -> None:
    for sex, man in (("M", True), ("F", False)):
        here = np.flatnonzero(mask & (is_man == man))
        joiner, given, last = by_sex[sex]
        first = draws.integers("given of its own", index[here], len(given))
        second = draws.integers("last of its own", index[here], len(last))
        for row, a, b in zip(here.tolist(), first.tolist(), second.tolist(), strict=True):
            names[row] = f"{given[a]}{joiner}{last[b]}"
