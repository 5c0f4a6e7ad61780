"""Facts: what must come from outside the law, declared once with unit, range and meaning.

The declared range is what lets the compiled kernel prove that nothing overflows; a value outside it
is refused, not computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from renshe.kernel.rules.refusal import BUILT_IN, Refusal
from renshe.kernel.yaml_files import read_yaml

UNITS = (
    "fen",
    "month",
    "day",
    "year",
    "months",
    "days",
    "years",
    "ratio",
    "index",
    "number",
    "code",
    "flag",
)


@dataclass(frozen=True)
class FactType:
    """One fact: ``scale`` is how many stored integers make one unit in a column (index 10000 → 4 decimals)."""

    name: str
    zh: str
    en: str
    unit: str
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(10**12)
    scale: int = 1
    values: tuple[str, ...] = ()

    def check(self, value: Any) -> Any:
        """The value as the engine holds it (Fraction, str or bool); refuses what is out of range."""
        if value is None:
            raise Refusal(BUILT_IN["missing_fact"], subject=self.name)
        if self.unit == "code":
            if value not in self.values:
                raise Refusal(BUILT_IN["unknown_code"], subject=f"{self.name}={value!r}")
            return value
        if self.unit == "flag":
            if not isinstance(value, bool):
                raise Refusal(BUILT_IN["unknown_code"], subject=f"{self.name}={value!r}")
            return value
        if isinstance(value, float):
            value = str(value)
        number = Fraction(value)
        if not self.low <= number <= self.high:
            raise Refusal(BUILT_IN["fact_out_of_range"], subject=f"{self.name}={value}")
        return number


class Entry:
    """One entry of a history; its fields are attributes holding exact numbers."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.__dict__.update(fields)

    def __repr__(self) -> str:
        return f"Entry({self.__dict__})"


@dataclass(frozen=True)
class HistoryType:
    """A person's history: a list of entries, each with the same declared fields, in order."""

    name: str
    zh: str
    en: str
    entry: str
    fields: dict[str, FactType] = field(default_factory=dict)
    max_entries: int = 80
    unit: str = "history"

    def check(self, value: Any) -> list[Entry]:
        """The history as a list of :class:`Entry`; every field of every entry must be there."""
        if value is None:
            raise Refusal(BUILT_IN["missing_fact"], subject=self.name)
        if len(value) > self.max_entries:
            raise Refusal(
                BUILT_IN["fact_out_of_range"], subject=f"{self.name}: {len(value)} entries"
            )
        return [
            Entry({key: kind.check(_field(item, key)) for key, kind in self.fields.items()})
            for item in value
        ]


def _field(item: Any, key: str) -> Any:
    return item.get(key) if isinstance(item, Mapping) else getattr(item, key, None)


AnyFact = FactType | HistoryType


def fact_type(name: str, body: Mapping[str, Any]) -> AnyFact:
    """One declaration of ``facts.yaml`` as a type; an unknown unit or key is an error."""
    en = body.get("en", name.replace("_", " "))
    if body.get("type") == "history":
        fields = {key: fact_type(f"{name}.{key}", sub) for key, sub in body["fields"].items()}
        return HistoryType(
            name,
            body["zh"],
            en,
            body.get("entry", ""),
            fields,  # type: ignore[arg-type]
            int(body.get("max_entries", 80)),
        )
    unit = body["unit"]
    if unit not in UNITS:
        raise ValueError(f"fact {name}: unknown unit {unit!r}; one of {', '.join(UNITS)}")
    if unit == "code" and not body.get("values"):
        raise ValueError(f"fact {name}: a code needs its list of values")
    if unit not in ("code", "flag") and ("min" not in body or "max" not in body):
        raise ValueError(
            f"fact {name}: a number needs min and max; the kernel's proof rests on them"
        )
    return FactType(
        name=name,
        zh=body.get("zh", name),
        en=en,
        unit=unit,
        low=Fraction(str(body.get("min", 0))),
        high=Fraction(str(body.get("max", 1))),
        scale=int(body.get("scale", 1)),
        values=tuple(str(v) for v in body.get("values", ())),
    )


def load_facts(path: Path) -> dict[str, AnyFact]:
    """All facts that one branch's ``facts.yaml`` declares."""
    with path.open(encoding="utf-8") as stream:
        content = read_yaml(stream) or {}
    return {name: fact_type(name, body) for name, body in content.items()}
