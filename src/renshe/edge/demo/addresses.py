"""Addresses in the city's real streets and communities, on roads and at telephone numbers that do not exist."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from renshe.edge.demo.draws import Draws, cumulative, falling
from renshe.edge.demo.profile import Profile

PHONE_PREFIX = "111"
"""No number in China begins so (mobile numbers begin with 13 to 19, short codes with 110, 112, 114, 119 or 12):
nobody is called by a message of the demonstration."""

_ROAD_FIRST = "云明泰安和荣丰嘉翠新银海文景华康平长青乐惠宁福锦春星瑞德兴永"
_ROAD_SECOND = "岚屏涛溪畔汀霞麓榆荷桥祥澜坊湾波桂舟芷峰"
_ROAD_KIND = ("路", "街", "一路", "二路", "大道", "巷", "东路", "西路")
_ROADS_EACH = 4


@dataclass(frozen=True)
class Communities:
    """The communities (社区、村) of a city in the order of their codes, with running weights of people."""

    codes: np.ndarray
    names: tuple[str, ...]
    weights: np.ndarray


@lru_cache(maxsize=4)
def communities(plan: Profile) -> Communities:
    """Every community below the city's districts, from the place register's own list."""
    text = (
        resources.files("renshe.domains.registry")
        .joinpath("data", f"places_{plan.register}.csv")
        .read_text(encoding="utf-8")
    )
    rows = {
        row["code"]: row
        for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    }
    city = plan.place[:4] if plan.place.endswith("00") else plan.place
    found = [c for c, row in rows.items() if row["level"] == "community" and c.startswith(city)]
    found.sort()
    names = []
    for code in found:
        parts = [rows[code[:n]]["name"] for n in (6, 9)] + [rows[code]["name"]]
        names.append("".join(parts) if not plan.name.endswith(parts[0]) else "".join(parts[1:]))
    # Sizes differ as communities do: a few are five times the smallest.
    weights = cumulative(
        [1000 + 4000 * ((7 * k * k + 3 * k) % 101) // 100 for k in range(len(found))]
    )
    return Communities(np.array(found), tuple(names), weights)


def settle(*, plan: Profile, draws: Draws, index: np.ndarray) -> np.ndarray:
    """The community in which each person lives, as a position in `communities`."""
    return draws.choose("community", index, communities(plan).weights).astype(np.int16)


@lru_cache(maxsize=4)
def _roads(plan: Profile) -> pa.Array:
    """Each community with each of its roads: the part of an address before the house number."""
    places = communities(plan)
    prefixes = []
    for position, name in enumerate(places.names):
        for k in range(_ROADS_EACH):
            n = position * _ROADS_EACH + k
            road = (
                _ROAD_FIRST[n * 7 % len(_ROAD_FIRST)]
                + _ROAD_SECOND[n * 3 % len(_ROAD_SECOND)]
                + _ROAD_KIND[n * 5 % len(_ROAD_KIND)]
            )
            prefixes.append(f"{plan.name}{name}{road}")
    return pa.array(prefixes)


def _text(numbers: np.ndarray) -> pa.Array:
    return pa.array(numbers).cast(pa.string())


def addresses(*, plan: Profile, draws: Draws, index: np.ndarray, community: np.ndarray) -> pa.Array:
    """Where people live: community, road, number, block and flat."""
    road = community.astype(np.int64) * _ROADS_EACH + draws.choose(
        "road", index, falling(_ROADS_EACH)
    )
    number = 1 + draws.integers("house number", index, 299)
    block = 1 + draws.integers("block", index, 18)
    flat = (1 + draws.integers("floor", index, 28)) * 100 + 1 + draws.integers("door", index, 6)
    return pc.binary_join_element_wise(
        _roads(plan).take(pa.array(road)),
        _text(number),
        "号",
        _text(block),
        "栋",
        _text(flat),
        "房",
        "",
    )


def phones(*, draws: Draws, index: np.ndarray) -> pa.Array:
    """Eleven digits that cannot be dialled."""
    return pc.binary_join_element_wise(
        pa.scalar(PHONE_PREFIX), _text(10_000_000 + draws.integers("phone", index, 90_000_000)), ""
    )


def residence_codes(*, plan: Profile, community: np.ndarray) -> pa.Array:
    """The twelve-digit codes of the communities people live in."""
    return pa.array(communities(plan).codes).take(pa.array(community))
