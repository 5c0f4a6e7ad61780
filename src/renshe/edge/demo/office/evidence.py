"""Papers that applicants bring: small real PDF files and pictures, set by code, the same bytes for the same case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from renshe.foundation.typesetting.printing import set_images, set_pdf
from renshe.kernel.codes.problem import Refused

_TEMPLATE = Path(__file__).with_name("evidence.typ")
_MARK = "演示材料，内容为虚构，不具法律效力"
_PIXELS_PER_INCH = 110


@dataclass(frozen=True)
class Paper:
    """One file: its name, what it is, its bytes."""

    name: str
    media_type: str
    content: bytes


def paper(
    *, title: str, lines: Sequence[tuple[str, str]], picture: bool, day: dt.date
) -> Paper:  # fmt: skip
    """Set one paper, as a picture (as from a telephone) or as a PDF. A name that the font cannot draw is left out."""
    try:
        return _set(title, lines, picture, day)
    except Refused:
        return _set(title, [("说明", "姓名见申请表")], picture, day)


def _set(title: str, lines: Sequence[tuple[str, str]], picture: bool, day: dt.date) -> Paper:
    told = [{"name": name, "value": value} for name, value in lines if value]
    data = {
        "title": title,
        "mark": _MARK,
        "lines": [*told, {"name": "日期", "value": day.isoformat()}],
    }
    if picture:
        (content,) = set_images(template=_TEMPLATE, data=data, ppi=_PIXELS_PER_INCH)
        return Paper(f"{title}.png", "image/png", content)
    made_at = dt.datetime.combine(day, dt.time(8), dt.UTC)
    content = set_pdf(template=_TEMPLATE, data=data, made_at=made_at)
    return Paper(f"{title}.pdf", "application/pdf", content)
