"""Set a document: a Typst template, its data as JSON, and PDF/A out. The same data gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import json
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import segno

from renshe.foundation.typesetting.fonts import FAMILY, font_file, require_drawable

# PDF/A-2a: for the archive, with tags that a screen reader follows.
STANDARD = "a-2a"
_ONE_AT_A_TIME = threading.Lock()


def set_pdf(*, template: Path, data: Mapping[str, Any], made_at: dt.datetime) -> bytes:
    """The document as PDF/A-2a. `data` reaches the template as JSON under `sys.inputs.data`.

    Everything in `data` must be drawable. Raises Refused `no_chinese_font`, `character_not_in_font`.
    """
    require_drawable(_texts(data))
    with _ONE_AT_A_TIME:
        made = _compiler(template).compile(
            format="pdf", sys_inputs=_inputs(data), pdf_standards=STANDARD, timestamp=made_at
        )
    return bytes(made)


def set_images(*, template: Path, data: Mapping[str, Any], ppi: float = 96) -> list[bytes]:
    """The pages as PNG, for a preview on screen. Raises as `set_pdf`."""
    require_drawable(_texts(data))
    with _ONE_AT_A_TIME:
        made = _compiler(template).compile(format="png", sys_inputs=_inputs(data), ppi=ppi)
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


def qr_code(text: str) -> str:
    """A QR code of a text as SVG, error correction M, without a quiet zone: the template leaves the white around it."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(dict(data), ensure_ascii=False), "font": FAMILY}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


@cache
def _compiler(template: Path) -> Any:
    """The compiler of one template, kept: reading the font costs more than a page. Loaded on first use, for it is large."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_file().parent)],
    )
    return typst.Compiler(str(template), root=str(template.parent), font_paths=fonts)
