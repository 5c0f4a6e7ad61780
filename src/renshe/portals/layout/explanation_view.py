"""The engine's explanation tree made readable: one step per value, in the reader's language.

A value that several formulas use is told once; later it is a reference to the first telling, so that
a page grows with the number of different values and not with the number of paths to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from renshe.kernel.rules import Explanation, Node
from renshe.portals.layout.citing import cited_article
from renshe.portals.layout.codes import code_words
from renshe.portals.layout.formats import (
    NOTHING,
    day,
    decimal_text,
    month,
    months_long,
    percent,
    yuan,
)
from renshe.portals.layout.formula import Piece, fill_formula, read_formula, round_in_words
from renshe.portals.layout.history_view import HistoryTable, field_titles, history_table

CONFIDENCE_TONES = {"V": "good", "T": "", "K": "", "K?": "warn", "A": "assumed"}


@dataclass(frozen=True, kw_only=True)
class ConfidenceMark:
    """How sure the source of a figure is: the mark, what it means, and its colour."""

    code: str
    words: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a fact of this explanation can be looked up: a label and an address."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One value of an explanation, ready for the page."""

    anchor: str
    title: str
    kind: str
    kind_words: str
    value: str
    unrounded: str
    doc: str  # the rule's own text, which is in English; the Chinese reader has titles and formula
    formula: tuple[Piece, ...]
    filled: tuple[Piece, ...]
    rounding: str
    clause: str
    place: str
    in_force: str
    confidence: ConfidenceMark | None
    source: str
    origin: Origin | None
    history: HistoryTable | None
    repeated: bool
    steps: tuple["Step", ...]

    @property
    def opens(self) -> bool:
        """Whether there is more to read below the line with the value."""
        return bool(self.steps or self.formula or self.doc or self.clause or self.history)


@dataclass(frozen=True, kw_only=True)
class ExplanationView:
    """A whole explanation, ready for the page."""

    root: Step
    place: str
    law_on: date | None
    known_on: date | None
    edition: str
    confidence: ConfidenceMark


def confidence_mark(code: str) -> ConfidenceMark:
    """Put a mark of the source catalogue into words."""
    words = {
        "V": _("已核对文件原文"),
        "T": _("据第三方资料，待核对原文"),
        "K": _("据业务常识，待核对原文"),
        "K?": _("来源不确定，正式运行时不得使用"),
        "A": _("演示城市的假设，没有法律效力"),
    }
    return ConfidenceMark(
        code=code, words=words.get(code, code), tone=CONFIDENCE_TONES.get(code, "")
    )


def view_explanation(
    explanation: Explanation,
    *,
    place_names: Mapping[str, str] | None = None,
    origins: Mapping[str, Origin] | None = None,
) -> ExplanationView:
    """Prepare an explanation for the page.

    `place_names` maps place codes to names, `origins` maps fact names to where they can be looked up.
    """
    telling = _Telling(place_names=place_names or {}, origins=origins or {})
    return ExplanationView(
        root=replace(telling.step(explanation.root), origin=None),
        place=telling.place(explanation.place),
        law_on=_day(explanation.on),
        known_on=_day(explanation.known_on),
        edition=explanation.ruleset_hash[:12],
        confidence=confidence_mark(explanation.confidence),
    )


def title_of(node: Node) -> str:
    """The node's title in the reader's language."""
    return node.zh if _chinese() else (node.en or node.name.replace("_", " "))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def value_text(value: Any, *, unit: str) -> str:
    """Write a value of the engine with its unit; an absent value is a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, bool) or unit == "flag":
        return _("是") if value else _("否")
    if isinstance(value, str):
        return code_words(value)
    if isinstance(value, (list, tuple)):
        return ngettext("共{count}条", "共{count}条", len(value)).format(count=len(value))
    return _number_text(Fraction(value), unit=unit)


def term_text(value: Any, *, unit: str) -> str:
    """Write a value as a term of a formula, where 26年1个月 could not be divided by 12."""
    if unit == "months" and isinstance(value, (int, Fraction)):
        return _("{count}个月").format(count=decimal_text(value))
    return value_text(value, unit=unit)


def _number_text(value: Fraction, *, unit: str) -> str:
    if unit == "fen":
        if value.denominator == 1:
            return _("{amount}元").format(amount=yuan(int(value)))
        return _("{amount}元").format(amount=decimal_text(value / 100))
    if unit == "ratio":
        return percent(value)
    if unit == "month" and value.denominator == 1:
        return month(int(value))
    if unit == "day" and value.denominator == 1:
        return day(date.fromordinal(int(value)))
    if unit == "months":
        return months_long(value)
    counted = {"years": _("{count}年"), "days": _("{count}天")}
    if unit in counted:
        return counted[unit].format(count=decimal_text(value))
    if unit in ("year", "code"):
        return str(value)
    return decimal_text(value)


class _Telling:
    """The state of one telling: which values have been told already."""

    def __init__(self, *, place_names: Mapping[str, str], origins: Mapping[str, Origin]) -> None:
        self.place_names = place_names
        self.origins = origins
        self.told: set[tuple[str, int]] = set()

    def place(self, code: str) -> str:
        if code == "CN":
            return _("全国")
        return self.place_names.get(code, code)

    def step(self, node: Node) -> Step:
        key = (node.name, id(node))
        repeated = key in self.told
        self.told.add(key)
        tell = not repeated
        unrounded = ""
        if tell and node.raw is not None and node.raw != node.value:
            unrounded = value_text(node.raw, unit=node.unit)
        return Step(
            anchor=f"step-{node.name}",
            title=title_of(node),
            kind=node.kind,
            kind_words=self.kind_words(node.kind),
            value=value_text(node.value, unit=node.unit),
            unrounded=unrounded,
            doc=node.doc if tell and not _chinese() else "",
            formula=self.formula(node) if tell else (),
            filled=self.filled(node) if tell else (),
            rounding=round_in_words(node.rounding, clause=node.rounding_clause) if tell else "",
            clause=cited_article(node.instrument, node.article) if tell else "",
            place=self.place(node.place) if node.place else "",
            in_force=self.in_force(node),
            confidence=confidence_mark(node.confidence) if node.confidence else None,
            source=node.source,
            origin=self.origins.get(node.name),
            history=history_table(node.value, history=node.name)
            if tell and node.unit == "history"
            else None,
            repeated=repeated,
            steps=tuple(self.step(child) for child in node.children) if tell else (),
        )

    def kind_words(self, kind: str) -> str:
        return {
            "rule": _("按规定计算"),
            "parameter": _("公布的参数"),
            "fact": _("登记的事实"),
            "given": _("另行给定"),
        }.get(kind, kind)

    def formula(self, node: Node) -> tuple[Piece, ...]:
        titles: dict[str, str] = {}
        for child in node.children:
            if child.unit == "history":
                titles |= field_titles(child.name)
        titles |= {child.name: title_of(child) for child in node.children}
        return read_formula(node.formula, titles=titles) if node.formula else ()

    def filled(self, node: Node) -> tuple[Piece, ...]:
        values = {
            child.name: term_text(child.value, unit=child.unit)
            for child in node.children
            if child.value is not None and child.unit != "history"
        }
        return fill_formula(node.formula, values=values) if node.formula else ()

    def in_force(self, node: Node) -> str:
        if not node.valid_from:
            return ""
        if not node.valid_to:
            return _("{first}起执行").format(first=day(_day(node.valid_from)))
        return _("{first}至{last}执行").format(
            first=day(_day(node.valid_from)), last=day(_day(node.valid_to))
        )
