"""The explanation of one amount: a versioned tree of rules, parameters, facts and given figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

FORMAT = 1
_ORDER = ("A", "K?", "K", "T", "V")


@dataclass(frozen=True)
class Node:
    """One value and where it comes from.

    ``kind`` is ``rule``, ``parameter``, ``fact`` or ``given``; ``raw`` is the value before rounding;
    ``children`` are the inputs in the order of the formula. Money values are fen.
    """

    name: str
    kind: str
    zh: str
    en: str
    unit: str
    value: Any
    raw: Any = None
    rounding: str = ""
    rounding_clause: str = ""
    formula: str = ""
    instrument: str = ""
    article: str = ""
    place: str = ""
    valid_from: str = ""
    valid_to: str = ""
    confidence: str = ""
    source: str = ""
    doc: str = ""
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """This node and all below it, each once."""
        seen: set[int] = set()
        stack = [self]
        while stack:
            node = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            stack.extend(reversed(node.children))


@dataclass(frozen=True)
class Explanation:
    """The answer to one question, with the three dates and the edition that gave it."""

    target: str
    place: str
    on: str
    known_on: str
    ruleset_hash: str
    root: Node
    format: int = FORMAT
    others: dict[str, Node] = field(default_factory=dict)

    @property
    def value(self) -> Any:
        """The amount (fen for money) or the code."""
        return self.root.value

    @property
    def confidence(self) -> str:
        """The weakest confidence of anything used: the chain is as sure as its weakest link."""
        marks = [node.confidence for node in self.root.walk() if node.confidence]
        return min(marks, key=_ORDER.index) if marks else "V"

    def to_dict(self) -> dict[str, Any]:
        """A plain structure for JSON: exact fractions as text, shared nodes once and then by ``ref``."""
        seen: dict[int, str] = {}
        return {
            "format": self.format,
            "target": self.target,
            "place": self.place,
            "on": self.on,
            "known_on": self.known_on,
            "ruleset_hash": self.ruleset_hash,
            "confidence": self.confidence,
            "root": _plain(self.root, seen),
        }


def plain_value(value: Any) -> Any:
    """A value for JSON: whole numbers as int, other fractions as ``numerator/denominator``."""
    if isinstance(value, Fraction):
        return (
            value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
        )
    return value


def _plain(node: Node, seen: dict[int, str]) -> dict[str, Any]:
    if id(node) in seen:
        return {"ref": node.name}
    seen[id(node)] = node.name
    body: dict[str, Any] = {}
    for key in (
        "name",
        "kind",
        "zh",
        "en",
        "unit",
        "rounding",
        "rounding_clause",
        "formula",
        "instrument",
        "article",
        "place",
        "valid_from",
        "valid_to",
        "confidence",
        "source",
        "doc",
    ):
        if getattr(node, key):
            body[key] = getattr(node, key)
    body["value"] = plain_value(node.value) if node.unit != "history" else len(node.value)
    if node.raw is not None and node.raw != node.value:
        body["raw"] = plain_value(node.raw)
    if node.children:
        body["inputs"] = [_plain(child, seen) for child in node.children]
    return body


class Explain(Protocol):
    """The law's answer for one case, handed to whoever stands below the law; `renshe.laws.library.explain` is the one in use."""

    def __call__(
        self,
        target: str,
        facts: Mapping[str, Any],
        *,
        place: str,
        on: date,
        known_on: date | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> Explanation:
        """Explain a target, or raise Refusal; `given` are amounts that an old system handed over in place of rules."""
        ...
