"""The catalogue of special work types, as data with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from renshe.kernel.yaml_files import read_yaml

KINDS = {
    "underground": ("井下", "under ground"),
    "aloft": ("高空", "aloft"),
    "hot": ("高温", "in heat"),
    "heavy": ("特别繁重体力劳动", "especially heavy labour"),
    "harmful": ("其他有害身体健康", "otherwise harmful to health"),
}
"""Kinds that the law counts by (国发〔1978〕104号 一（二）)."""


@dataclass(frozen=True)
class WorkType:
    """One type of special work: what it is called, the law's kind, who listed it and how sure that is."""

    code: str
    kind: str
    zh: str
    en: str
    source: str
    confidence: str


@cache
def work_types() -> dict[str, WorkType]:
    """Every type by its code. Raises ValueError for an entry of no known kind."""
    text = (Path(__file__).parent / "data" / "work_types.yaml").read_text(encoding="utf-8")
    found = {row["code"]: WorkType(**row) for row in read_yaml(text)}
    wrong = [one.code for one in found.values() if one.kind not in KINDS]
    if wrong:
        raise ValueError(f"work types of no known kind: {wrong}")
    return found
