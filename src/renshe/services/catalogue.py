"""Every service item, found on disk: a folder with a `service.yaml` (what it says) and a `service.py` (what it does).

Nothing else lists the items: the guide, the form, the counter, the casework page and the API are all made from here.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem, Refused

SERVICES = Path(__file__).parent
UNKNOWN = Problem(
    "unknown_service",
    "没有这一服务事项",
    "there is no such service item",
    "owner-default",
    "请在办事指南中查找",
    "Look it up in the guides",
)


class MisplacedItem(ValueError):
    """An item's code does not say where its folder is."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One item with the code beside it."""

    item: cases.Item
    service: cases.Service


@cache
def catalogue() -> dict[str, Declared]:
    """All items by code, which is `<group folder>.<item folder>`. Raises BadItem, MisplacedItem."""
    found = {}
    for path in sorted(SERVICES.glob("*/*/service.yaml")):
        group, name = path.parts[-3], path.parts[-2]
        item = cases.load_item(path)
        if item.code != f"{group}.{name}":
            raise MisplacedItem(f"{path}: its code is {item.code!r}, not {group}.{name}")
        module: Any = importlib.import_module(f"renshe.services.{group}.{name}.service")
        found[item.code] = Declared(item, module.SERVICE)
    return found


def declared(code: str) -> Declared:
    """One item. Raises Refused `unknown_service`."""
    try:
        return catalogue()[code]
    except KeyError:
        raise Refused(UNKNOWN, subject=code) from None


def search(text: str) -> list[cases.Item]:
    """Items whose everyday words, names or summaries hold all parts of a search; the best first.

    Chinese is not cut into words: a search of several characters matches where it stands, or where each of its two-character
    pieces stands somewhere.
    """
    wanted = [part for part in text.casefold().split() if part]
    ranked = [(_rank(one.item, wanted), one.item) for one in catalogue().values()]
    return [
        item for rank, item in sorted(ranked, key=lambda pair: (-pair[0], pair[1].code)) if rank
    ]


def _rank(item: cases.Item, wanted: list[str]) -> int:
    names = f"{item.name.zh} {item.name.en}".casefold()
    everyday = " ".join(item.words).casefold()
    rest = f"{item.summary.zh} {item.summary.en}".casefold()
    total = 0
    for part in wanted:
        best = max(_hit(part, names) * 5, _hit(part, everyday) * 4, _hit(part, rest) * 1)
        if not best:
            return 0
        total += best
    return total


def _hit(part: str, text: str) -> int:
    if part in text:
        return 2
    if part.isascii() or len(part) < 3:
        return 0
    pieces = [part[at : at + 2] for at in range(len(part) - 1)]
    found = sum(piece in text for piece in pieces)
    return int(found * 2 > len(pieces))
