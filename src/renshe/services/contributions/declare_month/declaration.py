"""The service item as declared in `item.yaml` and `problems.yaml`, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from renshe.kernel.codes.problem import Problem, Refused

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Column:
    """One column of the roster, with its Chinese header and the English one under it."""

    key: str
    zh: str
    en: str
    required: bool
    width: int
    note_zh: str
    note_en: str


@cache
def item() -> dict[str, Any]:
    """The declaration of the item."""
    loaded: dict[str, Any] = yaml.safe_load((_HERE / "item.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def columns() -> tuple[Column, ...]:
    """The columns of the roster, in the order of the template."""
    return tuple(Column(**row) for row in item()["columns"])


def limit(name: str) -> int:
    """A limit of the item: rows, file_bytes, uncompressed_bytes."""
    return int(item()["limits"][name])


@cache
def _problems() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(
        (_HERE / "problems.yaml").read_text(encoding="utf-8")
    )
    return loaded


def problem(code: str, **found: object) -> Problem:
    """The problem of this code with what was found filled in. Raises KeyError for an unknown code."""
    texts = _problems()[code]
    filled = {
        name: texts[name].format(**found) for name in ("zh", "en", "next_step_zh", "next_step_en")
    }
    return Problem(code=code, clause="", **filled)


def refuse_file(code: str, **found: object) -> Refused:
    """The refusal of a whole file, to be raised by the caller; nothing was changed."""
    assert _problems()[code]["scope"] == "file", code
    return Refused(problem(code, **found))
