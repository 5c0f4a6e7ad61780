"""Worked examples against the law: bindings beside a law turn an example's words into a question.

An example file is a list of ``{id, rule (or family), inputs, expected, tolerance}``. A binding maps the
example's rule to targets and facts; ``renshe law check`` runs any file that way.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

from renshe.kernel.rules.explain import explain_with
from renshe.kernel.rules.refusal import Refusal
from renshe.kernel.rules.ruleset import RuleSet
from renshe.kernel.yaml_files import read_yaml


@dataclass(frozen=True)
class Answer:
    """Which targets answer an expected key, and how their values become the example's unit."""

    targets: tuple[str, ...]
    convert: Callable[..., Any]


@dataclass(frozen=True)
class Question:
    """One example as a question to the engine; ``answers`` maps its expected keys."""

    place: str
    on: str | dt.date
    facts: Mapping[str, Any]
    answers: Mapping[str, Answer]
    given: Mapping[str, Any] = field(default_factory=dict)
    known_on: str | dt.date | None = None


def answer(*targets: str, by: Callable[..., Any]) -> Answer:
    """An answer from one or more targets by a function of their values."""
    return Answer(targets, by)


def yuan(*targets: str) -> Answer:
    """The sum of amounts in fen, as yuan."""
    return Answer(targets, lambda *values: sum(values, Fraction(0)) / 100)


def percent(target: str) -> Answer:
    """A ratio as percent."""
    return Answer((target,), lambda value: value * 100)


def as_is(target: str) -> Answer:
    """The value itself."""
    return Answer((target,), lambda value: value)


def years(target: str) -> Answer:
    """Months as years."""
    return Answer((target,), lambda value: value / 12)


def month_text(target: str) -> Answer:
    """A month ordinal as ``2026-08``."""
    return Answer((target,), lambda value: f"{int(value) // 12:04d}-{int(value) % 12 + 1:02d}")


def day_text(target: str) -> Answer:
    """A day ordinal as ``2026-08-01``."""
    return Answer((target,), lambda value: dt.date.fromordinal(int(value)).isoformat())


def age_text(target: str) -> Answer:
    """An age in months as ``55y4m``."""
    return Answer((target,), lambda value: f"{int(value) // 12}y{int(value) % 12}m")


Binding = Callable[[dict[str, Any]], Question | list[Question] | None]


def binding(*names: str) -> Callable[[Binding], Binding]:
    """Mark a function of a law's ``bindings.py`` as the reader of examples whose rule or family is named."""

    def mark(function: Binding) -> Binding:
        function.example_rules = names  # type: ignore[attr-defined]
        return function

    return mark


def load_bindings(package: ModuleType) -> dict[str, list[Binding]]:
    """All bindings below a package, by the example rule they read."""
    found: dict[str, list[Binding]] = {}
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if info.name.rsplit(".", 1)[-1] != "bindings":
            continue
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            if getattr(value, "__module__", None) != module.__name__:
                continue
            for name in getattr(value, "example_rules", ()):
                found.setdefault(name, []).append(value)
    return found


@dataclass(frozen=True)
class Verdict:
    """What became of one example: ``pass``, ``fail`` or ``not covered``; ``ours`` is our exact answer."""

    id: str
    outcome: str
    detail: str = ""
    ours: Mapping[str, Any] = field(default_factory=dict)


def _day(value: str | dt.date | None) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(value if len(value) > 7 else f"{value}-01")


def _ask(ruleset: RuleSet, question: Question, wanted: Iterable[str]) -> dict[str, Any]:
    on = _day(question.on)
    assert on is not None
    results = {}
    for key in wanted:
        reply = question.answers[key]
        values = [
            explain_with(
                ruleset,
                target,
                question.facts,
                place=question.place,
                on=on,
                known_on=_day(question.known_on),
                given=question.given,
            ).value
            for target in reply.targets
        ]
        results[key] = reply.convert(*values)
    return results


def _difference(expected: Any, ours: Any, tolerance: Any) -> str:
    if isinstance(expected, bool) or expected is None or isinstance(expected, str):
        return "" if expected == ours else f"expected {expected!r}, ours {show(ours)!r}"
    if (
        isinstance(expected, (int, float))
        and isinstance(ours, (int, Fraction))
        and not isinstance(ours, bool)
    ):
        gap = abs(Fraction(str(expected)) - ours)
        allowed = Fraction(0) if tolerance in ("exact", None) else Fraction(str(tolerance))
        return (
            ""
            if gap <= allowed
            else f"expected {expected}, ours {show(ours)}, difference {show(gap)}"
        )
    return "" if expected == ours else f"expected {expected!r}, ours {show(ours)!r}"


def show(value: Any) -> Any:
    """A value for reading and for freezing in a file: whole numbers, else decimals of up to 10 places."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return value.numerator
        text = f"{float(value):.10f}".rstrip("0")
        return float(text)
    return value


def check_example(
    ruleset: RuleSet, bindings: Mapping[str, list[Binding]], example: Mapping[str, Any]
) -> Verdict:
    """Run one example through the bindings of its rule, or of its family where it has one."""
    identity = str(example.get("id", "?"))
    names = [str(example[key]) for key in ("family", "rule") if example.get(key)]
    inputs = dict(example.get("inputs") or {})
    for name in names:
        for read in bindings.get(name, ()):
            try:
                asked = read(inputs)
            except (KeyError, TypeError, ValueError) as error:
                return Verdict(
                    identity, "not covered", f"the binding cannot read the inputs: {error!r}"
                )
            if asked is not None:
                questions = asked if isinstance(asked, list) else [asked]
                return _judge(ruleset, identity, questions, example)
    return Verdict(identity, "not covered", f"no binding reads {' / '.join(names)}")


def _judge(
    ruleset: RuleSet, identity: str, questions: list[Question], example: Mapping[str, Any]
) -> Verdict:
    expected = dict(example.get("expected") or {})
    known = {key for question in questions for key in question.answers}
    missing = [key for key in expected if key not in known]
    if missing:
        return Verdict(identity, "not covered", f"no target answers {', '.join(missing)}")
    ours: dict[str, Any] = {}
    try:
        for question in questions:
            ours.update(
                _ask(ruleset, question, [key for key in expected if key in question.answers])
            )
    except Refusal as refusal:
        return Verdict(identity, "fail", f"refused: {refusal}")
    except (ValueError, TypeError, KeyError, ZeroDivisionError) as error:
        return Verdict(identity, "fail", f"{type(error).__name__}: {error}")
    gaps = [
        f"{key}: {gap}"
        for key in expected
        if (gap := _difference(expected[key], ours[key], example.get("tolerance")))
    ]
    shown = {key: show(value) for key, value in ours.items()}
    return Verdict(identity, "fail" if gaps else "pass", "; ".join(gaps), shown)


def check_file(
    ruleset: RuleSet, bindings: Mapping[str, list[Binding]], path: Path
) -> list[Verdict]:
    """Every example of a file, in its order; a file that is no list of examples is an error that says so."""
    with path.open(encoding="utf-8") as stream:
        content = read_yaml(stream)
    if isinstance(content, dict):
        content = content.get("examples")
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise ValueError(
            f"{path}: expected a list of examples, each with id, rule, inputs, expected, tolerance"
        )
    return [check_example(ruleset, bindings, item) for item in content]
