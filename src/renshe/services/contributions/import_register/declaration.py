"""The service item as declared in `item.yaml`, loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.reasons import Reasons
from renshe.kernel.yaml_files import read_yaml

REASONS = Reasons(Path(__file__).with_name("problems.yaml"))
"""Reasons that only this item gives; those of any table and of its cells are given where those are read."""


@cache
def item() -> dict[str, Any]:
    """The declaration of the item."""
    text = Path(__file__).with_name("item.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = read_yaml(text)
    return loaded


@cache
def columns() -> tuple[TemplateColumn, ...]:
    """The columns that every register has."""
    return tuple(TemplateColumn(**row) for row in item()["columns"])


@cache
def all_columns() -> tuple[TemplateColumn, ...]:
    """Those, and the ones that only foreigners with a passport or an old residence card need."""
    return (*columns(), *(TemplateColumn(**row) for row in item()["foreign_columns"]))
