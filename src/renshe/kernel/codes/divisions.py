"""Divisions by GB/T 2260: which codes exist or have existed, what they are called, and which lies
in which.

A code has six digits (province two, city two, county two, zeros where it stops), nine for a street
or town, twelve for a community. Nine- and twelve-digit codes are kept by the registry; here are
those of counties and above.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).with_name("data") / "divisions.csv"
_SHAPE = re.compile(r"CN|\d{6}|\d{9}|\d{12}", re.ASCII)


class Division(NamedTuple):
    """A province, city or county. `last_listed` is the last published list it stands in, as
    YYYY-MM.
    """

    code: str
    name: str
    last_listed: str


@lru_cache(maxsize=1)
def divisions() -> dict[str, Division]:
    """All divisions down to the county, present and former, by code."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: Division(row["code"], row["name"], row["last_listed"]) for row in rows}


def is_known_division(code: str) -> bool:
    """Whether a six-digit code is or ever was a division."""
    return code in divisions()


def is_place_code(code: str) -> bool:
    """Whether a text has the shape of a place: CN, or 6, 9 or 12 digits."""
    return _SHAPE.fullmatch(code) is not None


def division_name(code: str) -> str:
    """The full name down to the county, such as 广东省珠海市香洲区. Raises KeyError for an unknown
    code.
    """
    county = divisions()[code[:6]]
    names: list[str] = []
    for ancestor in (f"{code[:2]}0000", f"{code[:4]}00"):
        found = divisions().get(ancestor)
        if found is not None and ancestor != county.code and found.name not in ("市辖区", "县"):
            names.append(found.name)
    return "".join([*names, county.name])


def stem(code: str) -> str:
    """The digits that a division and all divisions within it begin with: 310000 → 31, 440402 →
    440402.
    """
    if code == "CN":
        return ""
    if len(code) != 6:
        return code
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def lies_within(code: str, outer: str) -> bool:
    """Whether a place is `outer` or lies in it: a community in its city, everything in CN."""
    return stem(code).startswith(stem(outer))


MUNICIPALITIES = ("11", "12", "31", "50")
"""Provinces that are one city."""


def city_stem(code: str) -> str:
    """The digits that all of a place's city begins with: 310112 → 31, 440402 → 4404; "" for CN."""
    if code == "CN":
        return ""
    return code[:2] if code[:2] in MUNICIPALITIES else code[:4]


def ancestors(code: str) -> list[str]:
    """The place itself and all that hold it, narrowest first, ending with CN."""
    chain = [code] if code != "CN" else []
    for width in (9, 6):
        if len(code) > width:
            chain.append(code[:width])
    if code != "CN":
        for wider in (f"{code[:4]}00", f"{code[:2]}0000"):
            if wider not in chain:
                chain.append(wider)
    return [*chain, "CN"]
