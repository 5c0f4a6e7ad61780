"""Tiles stand where the arrangement says, each alone; a rate falls into its class; the library is the one we built."""

import hashlib
import re
from fractions import Fraction
from pathlib import Path

import pytest

from renshe.domains.registry import models
from renshe.kernel.yaml_files import read_yaml
from renshe.portals.layout.charts import MOST_SERIES, Series, chart
from renshe.portals.layout.maps import Tile, grade_of, grades, is_arranged, tiles

HERE = Path(__file__).parent
ARRANGED = read_yaml((HERE / "tiles.yaml").read_text(encoding="utf-8"))
PLACES = Path(models.__file__).parent / "data"
LIBRARY = HERE / "static/portals/vendor/echarts.js"


def streets(outer: str) -> dict[str, str]:
    """Codes and names of the streets and towns that the register has in a place."""
    shared = outer[:4] if outer.endswith("00") else outer
    rows = [
        line.split(",")
        for path in PLACES.glob("places_*.csv")
        for line in path.read_text(encoding="utf-8").splitlines()
        if ",street," in line and line.startswith(shared)
    ]
    return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize("outer", sorted(ARRANGED))
def test_an_arrangement_has_every_street_once_and_no_two_on_one_tile(outer: str) -> None:
    assert set(ARRANGED[outer]) == set(streets(outer))
    assert len({tuple(at) for at in ARRANGED[outer].values()}) == len(ARRANGED[outer])
    assert is_arranged(outer=outer)


def test_the_names_beside_the_codes_are_the_registers() -> None:
    said = dict(re.findall(r'"(\d{9})": .*# (\S+)', (HERE / "tiles.yaml").read_text("utf-8")))
    known = {code: name for outer in ARRANGED for code, name in streets(outer).items()}
    assert said == known


def test_a_place_nobody_arranged_stands_in_the_order_of_codes_below_the_others() -> None:
    assert not is_arranged(outer="110101")
    assert tiles(outer="110101", codes=["110101002", "110101001"]) == {
        "110101001": Tile(column=0, row=0),
        "110101002": Tile(column=1, row=0),
    }
    placed = tiles(outer="310112", codes=["310112001", "310113999"])
    assert placed["310113999"].row > placed["310112001"].row


@pytest.mark.parametrize(
    ("rate", "grade"),
    [
        (None, ""),
        (Fraction(0), "0"),
        (Fraction(799, 1000), "0"),
        (Fraction(8, 10), "1"),
        (Fraction(95, 100), "2"),
        (Fraction(999_999, 1_000_000), "2"),
        (Fraction(1), "3"),
    ],
)
def test_a_rate_falls_into_its_class_and_only_everything_is_all(
    rate: Fraction | None, grade: str
) -> None:
    assert grade_of(rate) == grade
    assert grade in {one.number for one in grades()} | {""}


def test_a_chart_refuses_more_series_than_patterns_and_figures_that_do_not_fit() -> None:
    one = Series(label="a", amounts_fen=(1,))
    with pytest.raises(ValueError, match="at most"):
        chart(title="t", categories=["x"], short=["x"], series=[one] * (MOST_SERIES + 1))
    with pytest.raises(ValueError, match="argument"):
        chart(title="t", categories=["x", "y"], short=["x", "y"], series=[one])


def test_the_vendored_library_is_what_the_recipe_made() -> None:
    written = (HERE / "echarts/README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(LIBRARY.read_bytes()).hexdigest() in written
    licences = (LIBRARY.parent / "echarts.LICENSE.txt").read_text(encoding="utf-8")
    assert "Apache License" in licences
    assert "zrender" in licences
