"""Dated data of this domain: who collects, when a contribution year begins, in which order money pays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from renshe.domains.contributions.refusals import refused
from renshe.kernel.periods import Month, first_day, month_of, year_of
from renshe.kernel.rules.places import layers
from renshe.kernel.yaml_files import read_yaml

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True)
class ContributionYear:
    """A contribution year that a month lies in; `fixed` where a declared wage stands until it ends."""

    start_month: Month
    fixed: bool


@dataclass(frozen=True)
class AllocationOrder:
    """In which order money pays what is owed; see `data/allocation_orders.yaml` for the keys."""

    code: str
    zh: str
    en: str
    clause: str
    stated_period_first: bool
    keys: tuple[str, ...]
    components: tuple[str, ...]


@cache
def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml((DATA / name).read_text(encoding="utf-8"))
    return loaded


def _in_force(rows: list[dict[str, Any]], *, place: str, on: dt.date) -> dict[str, Any] | None:
    for layer in layers(place):
        for row in rows:
            ends = dt.date.max if row["to"] == "open" else row["to"]
            if str(row["place"]) == layer and row["from"] <= on <= ends:
                return row
    return None


def collection_mode(*, place: str, on: dt.date) -> str:
    """Who assesses and who collects at a place on a day (code of `Mode`). Raises Refusal `mode_unknown`."""
    row = _in_force(_load("collection_modes.yaml")["modes"], place=place, on=on)
    if row is None:
        raise refused("mode_unknown", subject=f"{place} {on}")
    return str(row["mode"])


def contribution_year(*, place: str, period: Month) -> ContributionYear:
    """The contribution year that holds a month. Raises Refusal `mode_unknown` before the data begins."""
    row = _in_force(
        _load("collection_modes.yaml")["contribution_years"], place=place, on=first_day(period)
    )
    if row is None:
        raise refused("mode_unknown", subject=f"{place} {period}")
    first = int(row["first_month"])
    year = year_of(period) - (month_of(period) < first)
    return ContributionYear(start_month=year * 12 + first - 1, fixed=bool(row["fixed"]))


@cache
def allocation_order(code: str = "oldest_period_first") -> AllocationOrder:
    """The allocation order of this name. Raises Refusal `order_unknown`."""
    orders = _load("allocation_orders.yaml")["orders"]
    if code not in orders:
        raise refused("order_unknown", subject=code)
    row = orders[code]
    return AllocationOrder(
        code=code,
        zh=row["zh"],
        en=row["en"],
        clause=row["clause"],
        stated_period_first=row["stated_period_first"],
        keys=tuple(row["keys"]),
        components=tuple(row["components"]),
    )
