"""Tile maps: equal tiles that say roughly where a division lies among the others, and no border.

The table beside the map holds every figure; `charts.js` draws the tiles from its rows (`data-tile`, `data-grade`).
Boundaries of divisions are deliberately absent (`tiles.yaml` says why).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources

from django.utils.translation import gettext as _

from renshe.kernel.yaml_files import read_yaml

COLUMNS = 5
# Below the first is the worst class of a collection rate (征缴率); from the last on everything has come in.
LIMITS = (Fraction(80, 100), Fraction(95, 100), Fraction(1))


@dataclass(frozen=True, kw_only=True)
class Tile:
    """Where a division's tile stands; columns and rows count from nought at the upper left."""

    column: int
    row: int


@dataclass(frozen=True, kw_only=True)
class Grade:
    """A class of the map's legend: its number (`grade-0` is the worst) and its words."""

    number: str
    words: str


def tiles(*, outer: str, codes: Iterable[str]) -> dict[str, Tile]:
    """A tile for every division, by code; what the arrangement of `outer` does not know comes below, by code."""
    known = _arrangements().get(outer, {})
    wanted = sorted(set(codes))
    placed = {code: known[code] for code in wanted if code in known}
    first = max((tile.row for tile in placed.values()), default=-1) + 1
    rest = [code for code in wanted if code not in known]
    return placed | {
        code: Tile(column=place % COLUMNS, row=first + place // COLUMNS)
        for place, code in enumerate(rest)
    }


def is_arranged(*, outer: str) -> bool:
    """Whether the tiles of a place stand roughly as the divisions lie, rather than in the order of codes."""
    return outer in _arrangements()


def grade_of(rate: Fraction | None) -> str:
    """The class of a collection rate; empty where nothing was due."""
    return "" if rate is None else str(sum(rate >= limit for limit in LIMITS))


def grades() -> tuple[Grade, ...]:
    """The classes with their words, the worst first, then places where nothing was due."""
    words = (_("不足80%"), _("80%至不足95%"), _("95%至不足100%"), _("全部到账"))
    return (
        *(Grade(number=str(number), words=text) for number, text in enumerate(words)),
        Grade(number="none", words=_("没有应缴")),
    )


@cache
def _arrangements() -> dict[str, dict[str, Tile]]:
    text = resources.files("renshe.portals.layout").joinpath("tiles.yaml").read_text("utf-8")
    return {
        outer: {code: Tile(column=at[0], row=at[1]) for code, at in places.items()}
        for outer, places in read_yaml(text).items()
    }
