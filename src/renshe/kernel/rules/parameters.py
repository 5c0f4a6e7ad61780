"""Parameters: dated rows with place, instrument, article and confidence.

A row holds for closed days ``[first, last]`` (``last`` None where no end is printed) and was known
from ``known_from``. A later-known row for the same days supersedes the earlier from then on, which
is how a retroactive change and a late publication are told apart from an error of ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from renshe.kernel.rules.places import layers
from renshe.kernel.rules.refusal import BUILT_IN, Refusal
from renshe.kernel.yaml_files import read_yaml

CONFIDENCES = ("V", "T", "K", "K?", "A")
UNCONFIRMED = ("K?", "A")
_FACTORS = {"yuan": Fraction(100), "percent": Fraction(1, 100)}
_UNITS = (
    "yuan",
    "fen",
    "ratio",
    "percent",
    "months",
    "years",
    "days",
    "index",
    "code",
    "number",
    "month",
    "day",
)
_ROW_KEYS = {
    "place",
    "from",
    "to",
    "value",
    "key",
    "instrument",
    "article",
    "confidence",
    "source",
    "known_from",
    "note",
}


@dataclass(frozen=True)
class Row:
    """One value in force at a place for a span of days, with where the law says it."""

    place: str
    first: dt.date
    last: dt.date | None
    value: Fraction | str
    text: str
    key: int | str | None
    instrument: str
    article: str
    confidence: str
    source: str
    known_from: dt.date
    note: str = ""

    def covers(self, on: dt.date, known_on: dt.date | None) -> bool:
        """In force on the day, and known by ``known_on`` (None: all that is known today)."""
        if not self.first <= on or (self.last is not None and on > self.last):
            return False
        return known_on is None or self.known_from <= known_on


@dataclass(frozen=True)
class Parameter:
    """A named parameter: ``unit`` as printed in the law; ``key`` names the key of a table, or None."""

    name: str
    zh: str
    en: str
    unit: str
    key: str | None
    rows: tuple[Row, ...]

    @property
    def value_unit(self) -> str:
        """The unit of the engine's values: yuan become fen, percent become ratios."""
        return {"yuan": "fen", "percent": "ratio"}.get(self.unit, self.unit)

    def _best(self, place: str, on: dt.date, known_on: dt.date | None, key: Any) -> Row | None:
        """Nearest place first; an assumption of the demonstration city only where no law is found at all."""
        candidates = [r for r in self._by_key.get(key, ()) if r.covers(on, known_on)]
        for assumed in (False, True):
            for layer in layers(place):
                rows = [
                    r for r in candidates if r.place == layer and (r.confidence == "A") is assumed
                ]
                if rows:
                    return max(rows, key=lambda row: row.known_from)
        return None

    @cached_property
    def _by_key(self) -> dict[Any, list[Row]]:
        groups: dict[Any, list[Row]] = {}
        for row in self.rows:
            groups.setdefault(row.key, []).append(row)
        return groups

    def row(
        self, *, place: str, on: dt.date, known_on: dt.date | None = None, key: Any = None
    ) -> Row:
        """The row in force; refuses with name, key, date and place where there is none."""
        found = self._best(place, on, known_on, key)
        if found is None:
            subject = self.name if key is None else f"{self.name}[{key}]"
            raise Refusal(
                BUILT_IN["missing_parameter"], subject=subject, place=place, on=on.isoformat()
            )
        return found

    def table(self, *, place: str, on: dt.date, known_on: dt.date | None = None) -> dict[Any, Row]:
        """All keys of a table that are in force, each from the nearest place that has it."""
        found = {key: self._best(place, on, known_on, key) for key in self._by_key}
        return {key: row for key, row in found.items() if row is not None}


def _date(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))


def parse_row(name: str, unit: str, raw: Mapping[str, Any]) -> Row:
    """One YAML row; errors name the parameter and the row, so that legal staff can mend it."""
    unknown = set(raw) - _ROW_KEYS
    if unknown:
        raise ValueError(f"{name}: unknown key {sorted(unknown)} in row {dict(raw)}")
    for needed in ("place", "from", "to", "value", "instrument", "confidence"):
        if needed not in raw:
            raise ValueError(f"{name}: row {dict(raw)} lacks {needed!r}")
    if raw["confidence"] not in CONFIDENCES:
        raise ValueError(f"{name}: confidence {raw['confidence']!r} is not one of {CONFIDENCES}")
    if not isinstance(raw["value"], (str, int)):
        raise ValueError(
            f"{name}: write the value {raw['value']!r} as text, so that it stays exact"
        )
    text = str(raw["value"])
    value: Fraction | str = (
        text if unit == "code" else Fraction(text) * _FACTORS.get(unit, Fraction(1))
    )
    first = _date(raw["from"])
    last = None if raw["to"] == "open" else _date(raw["to"])
    if last is not None and last < first:
        raise ValueError(f"{name}: row from {first} ends before it begins ({last})")
    key = raw.get("key")
    return Row(
        place=str(raw["place"]),
        first=first,
        last=last,
        value=value,
        text=text,
        key=key if isinstance(key, int) or key is None else str(key),
        instrument=str(raw["instrument"]),
        article=str(raw.get("article") or ""),
        confidence=raw["confidence"],
        source=str(raw.get("source") or ""),
        known_from=_date(raw.get("known_from", first)),
        note=str(raw.get("note") or ""),
    )


def load_parameters(path: Path) -> dict[str, Parameter]:
    """All parameters of one ``parameters.yaml``."""
    with path.open(encoding="utf-8") as stream:
        content = read_yaml(stream) or {}
    found = {}
    for name, body in content.items():
        unit = body.get("unit")
        if unit not in _UNITS:
            raise ValueError(
                f"{path.name}: {name}: unknown unit {unit!r}; one of {', '.join(_UNITS)}"
            )
        key = body.get("key")
        rows = tuple(parse_row(name, unit, row) for row in body.get("rows") or ())
        if any((row.key is None) != (key is None) for row in rows):
            raise ValueError(f"{name}: rows of a table need a key, rows of a single value none")
        found[name] = Parameter(
            name, body.get("zh", name), body.get("en", name.replace("_", " ")), unit, key, rows
        )
    return found


@dataclass(frozen=True)
class ParameterSet:
    """An immutable set of parameters; overlays make a new set and never change one."""

    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def merged(self, others: Iterable[Mapping[str, Parameter]]) -> ParameterSet:
        """This set with more rows: a name that exists must agree in unit and key, and gains the rows."""
        result = dict(self.parameters)
        for group in others:
            for name, parameter in group.items():
                known = result.get(name)
                if known is None:
                    result[name] = parameter
                    continue
                if (known.unit, known.key) != (parameter.unit, parameter.key):
                    raise ValueError(f"{name}: unit and key differ between files")
                result[name] = replace(known, rows=known.rows + parameter.rows)
        return ParameterSet(result)

    def __contains__(self, name: str) -> bool:
        return name in self.parameters

    def __getitem__(self, name: str) -> Parameter:
        return self.parameters[name]
