"""The service item as declared in `item.yaml`, and its reasons in `problems.yaml`, loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.reasons import Reasons
from renshe.kernel.yaml_files import read_yaml

_HERE = Path(__file__).parent
REASONS = Reasons(_HERE / "problems.yaml")
"""Reasons that only this item gives; those of any table and of its cells are given where those are read."""


@cache
def item() -> dict[str, Any]:
    """The declaration of the item."""
    loaded: dict[str, Any] = read_yaml((_HERE / "item.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def columns() -> tuple[TemplateColumn, ...]:
    """The columns of the roster, in the order of the template."""
    return tuple(TemplateColumn(**row) for row in item()["columns"])


def limit(name: str) -> int:
    """A limit of the item: rows, file_bytes, uncompressed_bytes."""
    return int(item()["limits"][name])
