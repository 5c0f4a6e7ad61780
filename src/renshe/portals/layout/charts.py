"""Bar charts as inline SVG: geometry in per cent, so that type keeps its size on every screen.

A chart never stands alone: its template part puts a table with the same figures beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

LEFT, RIGHT, TOP, BOTTOM = Decimal(13), Decimal(100), Decimal(6), Decimal(84)
MOST_LABELS = 13
MOST_LONG_LABELS = 7
GRID_STEPS = (1, 2, 5)


@dataclass(frozen=True, kw_only=True)
class Series:
    """One row of bars: its label and its amounts in fen, one per category."""

    label: str
    amounts_fen: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar; the numbers are per cent of the drawing's width and height, as text."""

    x: str
    y: str
    width: str
    height: str
    series: int
    says: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A label of an axis, with the place where it stands; `line` marks a grid line."""

    at: str
    text: str


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """A chart ready to be drawn by `layout/parts/bars.html`."""

    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    across: tuple[Mark, ...]
    upward: tuple[Mark, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def bar_chart(
    *, title: str, categories: Sequence[str], short: Sequence[str], series: Sequence[Series]
) -> BarChart:
    """Lay out grouped bars. `categories` name the rows of the table, `short` the marks below the bars."""
    top_fen = _round_top(max((max(one.amounts_fen, default=0) for one in series), default=0))
    count = max(len(categories), 1)
    slot = (RIGHT - LEFT) / count
    width = slot * Decimal("0.7") / max(len(series), 1)
    bars = tuple(
        _bar(
            category=categories[place],
            label=one.label,
            fen=one.amounts_fen[place],
            x=LEFT + slot * place + slot * Decimal("0.15") + width * number,
            width=width,
            top_fen=top_fen,
            number=number + 1,
        )
        for number, one in enumerate(series)
        for place in range(len(categories))
    )
    most = MOST_LABELS if max(map(len, short), default=0) < 4 else MOST_LONG_LABELS
    every = -(-len(categories) // most)
    across = tuple(
        Mark(at=_text(LEFT + slot * place + slot / 2), text=text)
        for place, text in enumerate(short)
        if place % every == 0
    )
    upward = tuple(
        Mark(at=_text(_height(top_fen * part // 2, top_fen)), text=axis_text(top_fen * part // 2))
        for part in (0, 1, 2)
    )
    rows = tuple(
        (category, tuple(one.amounts_fen[place] for one in series))
        for place, category in enumerate(categories)
    )
    return BarChart(
        title=title,
        series=tuple(one.label for one in series),
        bars=bars,
        across=across,
        upward=upward,
        rows=rows,
    )


def axis_text(fen: int) -> str:
    """Write a round amount of fen briefly: 万元 and 亿元 in Chinese, K and M in English."""
    yuan = Decimal(fen) / 100
    chinese = (get_language() or "zh").startswith("zh")
    steps = (
        ((Decimal(10) ** 8, _("亿")), (Decimal(10) ** 4, _("万")))
        if chinese
        else ((Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "K"))
    )
    for size, word in steps:
        if yuan >= size:
            return f"{(yuan / size).normalize():f}{word}"
    return f"{yuan.normalize():f}" if yuan else "0"


def _bar(
    *, category: str, label: str, fen: int, x: Decimal, width: Decimal, top_fen: int, number: int
) -> Bar:
    y = _height(max(fen, 0), top_fen)
    return Bar(
        x=_text(x),
        y=_text(y),
        width=_text(width),
        height=_text(BOTTOM - y),
        series=number,
        says=f"{category} {label} {Decimal(fen) / 100:,.2f}",
    )


def _height(fen: int, top_fen: int) -> Decimal:
    return BOTTOM - (BOTTOM - TOP) * Decimal(fen) / Decimal(top_fen)


def _round_top(fen: int) -> int:
    """The next round amount (1, 2 or 5 times a power of ten yuan), so that marks read easily."""
    size = 200
    while True:
        for step in GRID_STEPS:
            if fen <= size * step:
                return size * step
        size *= 10


def _text(number: Decimal) -> str:
    return f"{number:.2f}"
