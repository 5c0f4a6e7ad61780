"""The determination sheet (基本养老金核定表): every part of a pension with its formula, inputs and clause."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from renshe.domains.pension import api as pension
from renshe.kernel.money import format_yuan
from renshe.kernel.rules import Node

INPUTS = (
    "pension_calculation_base",
    "average_contribution_index",
    "contribution_months",
    "actual_contribution_months",
    "deemed_months",
    "account_balance",
    "annuity_divisor",
)
"""What the sheet prints above the parts, where the place's rules use it."""


@dataclass(frozen=True)
class SheetLine:
    """One line: what it is, its value in words and exactly, how it was found and by which clause."""

    name: str
    zh: str
    en: str
    unit: str
    value: Any
    shown: str
    formula: str
    clause: str
    rounding: str
    confidence: str


@dataclass(frozen=True)
class Sheet:
    """The sheet that the person signs. `provisional` says that it will be drawn again once the year's base is known."""

    person_id: int
    provisional: bool
    starts_month: int
    inputs: tuple[SheetLine, ...]
    parts: tuple[SheetLine, ...]
    total: SheetLine
    confidence: str
    ruleset_hash: str


def draw_sheet(*, drawn: pension.Determination, person_id: int) -> Sheet:
    """The sheet of a determination; parts that a place does not have are left out when they are
    zero facts of no rule."""
    nodes = {node.name: node for node in drawn.explanation.root.walk()}
    return Sheet(
        person_id=person_id,
        provisional=drawn.state == "provisional",
        starts_month=drawn.starts_month,
        inputs=tuple(_line(nodes[name]) for name in INPUTS if name in nodes),
        parts=tuple(_line(nodes[name]) for name in pension.COMPONENTS.values()),
        total=_line(drawn.explanation.root),
        confidence=drawn.explanation.confidence,
        ruleset_hash=drawn.explanation.ruleset_hash,
    )


def _line(node: Node) -> SheetLine:
    clause = " ".join(part for part in (node.instrument, node.article) if part)
    return SheetLine(
        name=node.name,
        zh=node.zh,
        en=node.en,
        unit=node.unit,
        value=node.value,
        shown=_shown(node),
        formula=node.formula,
        clause=clause,
        rounding=node.rounding,
        confidence=node.confidence,
    )


def _shown(node: Node) -> str:
    """The value as the sheet prints it: yuan, whole months, or a number to at most six decimals."""
    if node.unit == "fen":
        return format_yuan(int(node.value))
    value = Fraction(node.value) if not isinstance(node.value, str | bool) else None
    if value is None:
        return str(node.value)
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.6f}".rstrip("0")
