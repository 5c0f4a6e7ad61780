"""The authoring form: a decorator that turns a small pure function into a rule of law.

The function's name is what it yields, its arguments are the names of other rules, parameters or
facts. Everything else (instrument, article, place, dates, unit, rounding) stands in the decorator.
"""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import math
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from renshe.kernel.rules.parameters import CONFIDENCES
from renshe.kernel.rules.rounding import Rounding


@dataclass(frozen=True, eq=False)
class Rule:
    """One dated version of a rule at a place. Calling it runs the plain function."""

    name: str
    function: Callable[..., Any]
    arguments: tuple[str, ...]
    zh: str
    en: str
    unit: str
    place: str
    first: dt.date
    last: dt.date | None
    instrument: str
    article: str
    confidence: str
    rounding: Rounding | None
    values: tuple[str, ...] = ()
    over: str | None = None
    start: str | None = None
    limit: int = 10**12

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    def covers(self, on: dt.date) -> bool:
        """In force on the day."""
        return self.first <= on and (self.last is None or on <= self.last)

    @property
    def doc(self) -> str:
        """What the rule says, in words for an insured person."""
        return inspect.cleandoc(self.function.__doc__ or "")

    @cached_property
    def source(self) -> str:
        """The text of the function without decorators, dedented."""
        return ast.unparse(self.tree)

    @cached_property
    def tree(self) -> ast.FunctionDef:
        """The syntax tree of the function, without decorators and docstring."""
        module = ast.parse(textwrap.dedent(inspect.getsource(self.function)))
        definition = module.body[0]
        if not isinstance(definition, ast.FunctionDef):
            raise TypeError(f"{self.name}: a rule is a plain function")
        definition.decorator_list = []
        first = definition.body[0]
        if (
            isinstance(first, ast.Expr)
            and isinstance(first.value, ast.Constant)
            and len(definition.body) > 1
        ):
            definition.body = definition.body[1:]
        return definition

    @cached_property
    def formula(self) -> str:
        """The body as text: a single returned expression alone, a longer body whole."""
        body = self.tree.body
        if len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value is not None:
            return ast.unparse(body[0].value)
        return "\n".join(ast.unparse(statement) for statement in body)

    @property
    def dependencies(self) -> tuple[str, ...]:
        """Names the rule needs: its arguments, and for a fold the history and the start."""
        if self.over is None:
            return self.arguments
        extra = (self.over,) + ((self.start,) if self.start else ())
        return extra + self.arguments[2:]


def _as_date(value: str | dt.date | None) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(value)


def _build(
    function: Callable[..., Any], over: str | None, start: str | None, options: dict[str, Any]
) -> Rule:
    name = options["name"] or function.__name__
    if options["confidence"] not in CONFIDENCES:
        raise ValueError(
            f"{name}: confidence {options['confidence']!r} is not one of {CONFIDENCES}"
        )
    if not function.__doc__:
        raise ValueError(f"{name}: a rule's docstring explains it to an insured person")
    if not options["instrument"]:
        raise ValueError(f"{name}: a rule names its instrument")
    first = _as_date(options["valid_from"])
    assert first is not None
    return Rule(
        name=name,
        function=function,
        arguments=tuple(inspect.signature(function).parameters),
        zh=options["zh"],
        en=options["en"] or name.replace("_", " "),
        unit=options["unit"],
        place=options["place"],
        first=first,
        last=_as_date(options["valid_to"]),
        instrument=options["instrument"],
        article=options["article"],
        confidence=options["confidence"],
        rounding=options["rounding"],
        values=tuple(options["values"]),
        over=over,
        start=start,
        limit=options["limit"],
    )


def rule(
    *,
    zh: str,
    unit: str,
    instrument: str,
    valid_from: str,
    article: str = "",
    place: str = "CN",
    valid_to: str | None = None,
    rounding: Rounding | None = None,
    confidence: str = "V",
    name: str | None = None,
    en: str | None = None,
    values: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Rule]:
    """Declare a rule. ``unit`` is that of the result (``fen``, ``months``, ``month``, ``index``, ``code``…).

    ``values`` lists the codes of a rule whose unit is ``code``. ``valid_to`` None: no end is printed.
    """
    options: dict[str, Any] = {
        "zh": zh,
        "unit": unit,
        "instrument": instrument,
        "valid_from": valid_from,
        "article": article,
        "place": place,
        "valid_to": valid_to,
        "rounding": rounding,
        "confidence": confidence,
        "name": name,
        "en": en,
        "values": values,
        "limit": 10**12,
    }
    return lambda function: _build(function, None, None, options)


def fold(
    *,
    over: str,
    zh: str,
    unit: str,
    instrument: str,
    valid_from: str,
    start: str | None = None,
    article: str = "",
    place: str = "CN",
    valid_to: str | None = None,
    rounding: Rounding | None = None,
    confidence: str = "V",
    name: str | None = None,
    en: str | None = None,
    limit: int = 10**12,
) -> Callable[[Callable[..., Any]], Rule]:
    """Declare a walk along a history: ``function(state, entry, *others)`` gives the next state.

    The walk starts from the fact or rule named ``start`` (0 if none) and rounds after every entry.
    ``limit`` bounds the state in its unit for the kernel's proof; a person beyond it is computed exactly.
    """
    options: dict[str, Any] = {
        "zh": zh,
        "unit": unit,
        "instrument": instrument,
        "valid_from": valid_from,
        "article": article,
        "place": place,
        "valid_to": valid_to,
        "rounding": rounding,
        "confidence": confidence,
        "name": name,
        "en": en,
        "values": (),
        "limit": limit,
    }
    return lambda function: _build(function, over, start, options)


def whole(value: Any) -> Fraction:
    """The whole part (floor)."""
    return Fraction(math.floor(value))


def ceil(value: Any) -> Fraction:
    """The next whole number, a started one counting as full."""
    return Fraction(math.ceil(value))


def rounded(value: Any, rounding: Rounding) -> Fraction:
    """A value rounded inside a rule, where the law rounds a part before the whole."""
    return rounding.apply(Fraction(value))


def year_of(month: Any) -> Fraction:
    """The calendar year of a month ordinal."""
    return Fraction(math.floor(month) // 12)


def month_of(month: Any) -> Fraction:
    """The calendar month, 1 to 12, of a month ordinal."""
    return Fraction(math.floor(month) % 12 + 1)


def month_at(year: Any, month: Any) -> Fraction:
    """The month ordinal of a year and a calendar month."""
    return Fraction(year) * 12 + Fraction(month) - 1
