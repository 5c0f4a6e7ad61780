"""Text can be read on what lies behind it, in every theme (WCAG 2.2 AA: 4.5 to 1; high contrast: 7 to 1)."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parent / "static/portals/tokens.css").read_text(encoding="utf-8")
STYLES = sorted((Path(__file__).parent / "static/portals").glob("*.css"))
PAIRS = [
    ("text", "canvas"),
    ("text", "surface"),
    ("text", "surface-sunk"),
    ("text-quiet", "canvas"),
    ("text-quiet", "surface"),
    ("text-quiet", "surface-sunk"),
    ("accent", "surface"),
    ("accent", "canvas"),
    ("accent-hover", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-header", "surface-header"),
    ("on-header-quiet", "surface-header"),
    ("good", "good-soft"),
    ("warn", "warn-soft"),
    ("bad", "bad-soft"),
    ("bad", "surface"),
    ("assumed", "assumed-soft"),
    ("text", "warn-soft"),
    ("text", "bad-soft"),
    ("text", "good-soft"),
    ("text", "accent-soft"),
    ("accent", "accent-soft"),
    ("text-quiet", "warn-soft"),
    ("text-quiet", "bad-soft"),
    ("text-quiet", "accent-soft"),
    ("text", "assumed-soft"),
    ("surface", "bad"),
    ("surface", "good"),
]


def colours(selector: str) -> dict[str, str]:
    """The colours that a block of tokens sets."""
    block = TOKENS[TOKENS.index(selector) :]
    block = block[: block.index("}")]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


LIGHT = colours(":root {")
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | colours(':root[data-theme="dark"] {'),
    "contrast": LIGHT | colours(':root[data-theme="contrast"] {'),
}
LEAST = {"light": 4.5, "dark": 4.5, "contrast": 7.0}
# Edges, focus rings and bars are seen, not read: 3 to 1 (WCAG 1.4.11).
EDGES = [
    ("line-strong", "surface"),
    ("line-strong", "canvas"),
    ("focus", "surface"),
    ("focus", "canvas"),
    ("focus-on-header", "surface-header"),
    ("series-1", "surface"),
    ("series-2", "surface"),
    ("series-3", "surface"),
    ("series-4", "surface"),
    ("bad", "surface"),
    ("warn", "surface"),
    ("good", "surface"),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(front: str, back: str, *, theme: str) -> float:
    """The ratio of two tokens in a theme."""
    tokens = THEMES[theme]
    high, low = sorted((luminance(tokens[front]), luminance(tokens[back])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_stands_out_from_what_lies_behind_it(front: str, back: str, theme: str) -> None:
    assert contrast(front, back, theme=theme) >= LEAST[theme]


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize(("front", "back"), EDGES)
def test_edges_rings_and_bars_can_be_seen(front: str, back: str, theme: str) -> None:
    assert contrast(front, back, theme=theme) >= 3


def test_the_dark_of_the_system_is_the_dark_of_the_switch() -> None:
    assert colours(':root[data-theme="auto"] {') == colours(':root[data-theme="dark"] {')


def test_colours_and_fonts_come_from_tokens_alone_and_nothing_from_elsewhere() -> None:
    for path in STYLES:
        text = path.read_text(encoding="utf-8")
        assert "url(" not in text
        assert "@import" not in text
        if path.name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", text) == [], path.name


def test_every_token_that_is_used_is_defined() -> None:
    defined = set(re.findall(r"^\s*--([\w-]+):", TOKENS, re.MULTILINE))
    for path in STYLES:
        used = set(re.findall(r"var\(--([\w-]+)", path.read_text(encoding="utf-8")))
        assert used <= defined, path.name
