"""The Chinese font that papers are set in, and which characters it can draw.

It comes as a package (Noto Sans CJK, SIL Open Font License), so that a paper looks the same on every machine and never
depends on what somebody installed. A character that the font lacks refuses the paper: an empty box on a certificate is a
wrong name.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from renshe.kernel.codes.problem import Problem, Refused

FAMILY = "Noto Sans CJK SC"
_PACKAGE, _FILE = "noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc"
_LAYOUT_ONLY = frozenset("\n\t\r")

NO_FONT = Problem(
    "no_chinese_font",
    "系统未安装中文字体，不能生成文书",
    "no Chinese font is installed, so no paper can be printed",
    "GB/T 9704-2012",
    "请系统管理员安装字体包 noto-cjk-sans-otc 后重试；电子页面仍可查阅",
    "Have the administrator install the package noto-cjk-sans-otc; the page can still be read on screen",
)
NO_GLYPH = Problem(
    "character_not_in_font",
    "文书中有字体没有的字，不能打印成空框",
    "the paper holds a character that the font cannot draw",
    "GB 18030-2022",
    "请核对该字是否录入正确；确为生僻字的，请系统管理员补充字体",
    "Check that it was typed right; for a rare character have a font with it installed",
)


def font_file() -> Path:
    """The font. Raises Refused `no_chinese_font`."""
    try:
        found = Path(str(files(_PACKAGE).joinpath(_FILE)))
    except ModuleNotFoundError:
        raise Refused(NO_FONT, subject=_PACKAGE) from None
    if not found.is_file():
        raise Refused(NO_FONT, subject=_FILE)
    return found


def require_drawable(texts: Iterable[str]) -> None:
    """Prove that every character of these texts can be drawn. Raises Refused `character_not_in_font` with those that cannot."""
    ranges = _covered(font_file())
    wanted = {character for text in texts for character in text} - _LAYOUT_ONLY
    missing = sorted(one for one in wanted if not _in(ranges, ord(one)))
    if missing:
        named = "、".join(f"{one}（U+{ord(one):04X}）" for one in missing[:8])
        raise Refused(NO_GLYPH, subject=named)


def _in(ranges: tuple[tuple[int, int], ...], point: int) -> bool:
    low, high = 0, len(ranges)
    while low < high:
        middle = (low + high) // 2
        first, last = ranges[middle]
        if point > last:
            low = middle + 1
        elif point < first:
            high = middle
        else:
            return True
    return False


@cache
def _covered(path: Path) -> tuple[tuple[int, int], ...]:
    """The ranges of code points in the font's character map (`cmap`, format 12), of its first face."""
    with path.open("rb") as font:
        start = 0
        if font.read(4) == b"ttcf":
            font.seek(12)
            (start,) = struct.unpack(">I", font.read(4))
        font.seek(start + 4)
        (count,) = struct.unpack(">H", font.read(2))
        font.seek(start + 12)
        tables = [struct.unpack(">4sIII", font.read(16)) for _ in range(count)]
        at = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
        font.seek(at)
        _, subtables = struct.unpack(">HH", font.read(4))
        offsets = [struct.unpack(">HHI", font.read(8))[2] for _ in range(subtables)]
        found: set[tuple[int, int]] = set()
        for offset in offsets:
            font.seek(at + offset)
            (shape,) = struct.unpack(">H", font.read(2))
            if shape != 12:
                continue
            _, _, _, groups = struct.unpack(">HIII", font.read(14))
            for _ in range(groups):
                first, last, _ = struct.unpack(">III", font.read(12))
                found.add((first, last))
    return tuple(sorted(found))
