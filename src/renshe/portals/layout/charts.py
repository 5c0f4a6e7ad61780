"""Tables that are drawn: the page writes the table, `charts.js` reads it and draws it above with Apache ECharts.

What is here is for charts whose table the page would not otherwise have (`layout/parts/chart.html`). A page that has
its table already marks it (`docs/design.md`) and includes `layout/parts/chart_script.html`. The drawing takes every
figure from the table's cells, so it cannot say anything else than the table; without a script the table stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["bars", "stacked", "lines"]
MOST_SERIES = 4
"""Patterns that can be told apart without colour; further series would be drawn like an earlier one."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """One row of bars or one line: its label and its amounts in fen, one per category; None where there is none.

    A `goal` is drawn as a broken line across bars and lines; its figures stand in the table like any other's.
    """

    label: str
    amounts_fen: tuple[int | None, ...]
    goal: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One category: its name in the table, the mark below the axis, and its amounts in fen in the order of the series."""

    label: str
    short: str
    amounts_fen: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A table to be drawn by `layout/parts/chart.html`."""

    kind: Kind
    title: str
    series: tuple[Series, ...]
    rows: tuple[Row, ...]


def chart(
    *,
    title: str,
    categories: Sequence[str],
    short: Sequence[str],
    series: Sequence[Series],
    kind: Kind = "bars",
) -> Chart:
    """Lay out the table of a chart; `categories` name its rows, `short` the marks below the axis.

    Raises ValueError for more series than patterns, and for a series that has not one amount per category.
    """
    if len(series) > MOST_SERIES:
        raise ValueError(f"{title}: a chart has at most {MOST_SERIES} series, not {len(series)}")
    rows = zip(categories, short, *(one.amounts_fen for one in series), strict=True)
    return Chart(
        kind=kind,
        title=title,
        series=tuple(series),
        rows=tuple(
            Row(label=label, short=mark, amounts_fen=tuple(amounts))
            for label, mark, *amounts in rows
        ),
    )
