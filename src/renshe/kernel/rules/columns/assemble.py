"""Write one kernel for a question: targets, place, dates. Its source is meant to be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from renshe.kernel.rules.authoring import Rule
from renshe.kernel.rules.columns.lines import Body
from renshe.kernel.rules.columns.rounding import round_value
from renshe.kernel.rules.columns.translate import HistoryValue, TableValue, Translator
from renshe.kernel.rules.columns.values import (
    Approx,
    CannotCompile,
    Exact,
    Never,
    Symbol,
    Truth,
    constant,
)
from renshe.kernel.rules.facts import FactType, HistoryType
from renshe.kernel.rules.parameters import UNCONFIRMED, Row
from renshe.kernel.rules.refusal import BUILT_IN, Refusal
from renshe.kernel.rules.ruleset import RuleSet


@dataclass(frozen=True)
class Output:
    """One output column: an integer ``scale`` times the value, or positions in ``codes``."""

    target: str
    unit: str
    scale: int = 1
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kernel:
    """A generated kernel: source, the facts it reads in order, the columns it writes, and whether rows can be flagged."""

    source: str
    facts: tuple[str, ...]
    outputs: tuple[Output, ...]
    guarded: bool


def read_fact(body: Body, name: str, kind: FactType, code: str) -> Exact | Symbol | Truth:
    """A fact's column value in a variable, with its declared range checked (the proof rests on it)."""
    variable = body.let(name, f"np.int64({code})")
    if kind.unit == "code":
        body.doubt(f"{variable} < 0")
        return Symbol(variable, kind.values)
    if kind.unit == "flag":
        return Truth(f"{variable} == 1")
    low, high = _stored(kind.low, kind.scale), _stored(kind.high, kind.scale)
    body.doubt(f"({variable} < {low}) | ({variable} > {high})")
    return Exact(variable, kind.scale, low, high)


def _stored(value: Fraction, scale: int) -> int:
    return (value * scale).numerator // (value * scale).denominator


@dataclass
class Assembly:
    """The work in progress of one kernel."""

    ruleset: RuleSet
    place: str
    on: dt.date
    known_on: dt.date | None
    mode: str
    body: Body = field(default_factory=Body)
    env: dict[str, Any] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)
    tables: dict[str, tuple[list[int], list[bool]]] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)

    def value(self, name: str) -> Any:
        """The proved value of a name, translating what it needs first."""
        if name in self.env:
            return self.env[name]
        if name in self.pending:
            raise ValueError(f"circular rules: {' → '.join([*self.pending, name])}")
        self.pending.append(name)
        if name in self.ruleset.rules:
            self.env[name] = self._rule(self.ruleset.rule_for(name, place=self.place, on=self.on))
        elif name in self.ruleset.parameters:
            self.env[name] = self._parameter(name)
        else:
            self.env[name] = self._fact(name)
        self.pending.pop()
        return self.env[name]

    def _checked(self, name: str, row: Row) -> Row:
        if self.mode == "production" and row.confidence in UNCONFIRMED:
            raise Refusal(
                BUILT_IN["unconfirmed_parameter"],
                subject=name,
                place=self.place,
                on=self.on.isoformat(),
            )
        return row

    def _parameter(self, name: str) -> Any:
        parameter = self.ruleset.parameters[name]
        if parameter.key is not None:
            rows = parameter.table(place=self.place, on=self.on, known_on=self.known_on)
            return TableValue(
                name, {key: self._checked(name, row).value for key, row in rows.items()}
            )
        value = self._checked(
            name, parameter.row(place=self.place, on=self.on, known_on=self.known_on)
        ).value
        return Symbol("0", (value,), value) if isinstance(value, str) else constant(value)

    def _fact(self, name: str) -> Any:
        kind = self.ruleset.facts[name]
        self.facts.append(name)
        if isinstance(kind, HistoryType):
            return HistoryValue(name, kind)
        return read_fact(self.body, name, kind, f"{name}_column[i]")

    def _rule(self, rule: Rule) -> Any:
        inputs = {name: self.value(name) for name in rule.dependencies}
        clause = f"{rule.instrument} {rule.article}".strip()
        self.body.note(f"{rule.name} ({rule.zh}) [{clause}]")
        translator = Translator(self.body, self.tables, rule)
        if rule.over is not None:
            return self._fold(rule, translator, inputs)
        result = translator.run(rule.tree.body, dict(inputs))
        if result is None:
            raise CannotCompile(f"{rule.name}: a path ends without a value")
        if rule.rounding is not None and isinstance(result, Exact | Approx):
            result = round_value(self.body, result, rule.rounding)
        if rule.unit == "fen" and isinstance(result, Exact) and (result.den != 1 or result.dyn):
            raise CannotCompile(f"{rule.name} is not proved whole fen: it needs a rounding")
        if rule.values and isinstance(result, Symbol):
            return translator.settled(result, rule.name)
        return translator.settled(result, rule.name)

    def _fold(self, rule: Rule, translator: Translator, inputs: dict[str, Any]) -> Any:
        from renshe.kernel.rules.columns.calls import loop_over

        start = inputs[rule.start] if rule.start else constant(0)
        if not isinstance(start, Exact) or start.den != 1 or start.dyn:
            raise CannotCompile(f"{rule.name}: the fold does not start from a whole amount")
        state = self.body.name(rule.name)
        self.body.write(f"{state} = np.int64({start.code})")
        self.body.doubt(f"({state} < 0) | ({state} > {rule.limit})")
        assert rule.over is not None
        with loop_over(translator, inputs[rule.over]) as entry:
            env = {
                **inputs,
                rule.arguments[0]: Exact(state, 1, 0, rule.limit),
                rule.arguments[1]: entry,
            }
            result = translator.run(rule.tree.body, env)
            if rule.rounding is not None and isinstance(result, Exact):
                result = round_value(self.body, result, rule.rounding)
            if not isinstance(result, Exact) or result.den != 1 or result.dyn:
                raise CannotCompile(f"{rule.name}: a step of the fold is not a whole amount")
            self.body.write(f"{state} = {result.code}")
            self.body.doubt(f"({state} < 0) | ({state} > {rule.limit})")
        return Exact(state, 1, 0, rule.limit)


def assemble(
    ruleset: RuleSet,
    targets: Sequence[str],
    *,
    place: str,
    on: dt.date,
    known_on: dt.date | None = None,
    mode: str = "demonstration",
) -> Kernel:
    """The kernel that computes ``targets``; raises :class:`CannotCompile` where no proof is found and
    :class:`Refusal` where a parameter or rule is missing for everybody."""
    work = Assembly(ruleset, place, on, known_on, mode)
    outputs = []
    for number, target in enumerate(targets):
        value = work.value(target)
        unit = (
            ruleset.rule_for(target, place=place, on=on).unit
            if target in ruleset.rules
            else "number"
        )
        outputs.append(_output(work.body, number, target, unit, value))
    facts = tuple(work.facts)
    return Kernel(_source(work, facts, outputs), facts, tuple(outputs), work.body.guarded)


def _output(body: Body, number: int, target: str, unit: str, value: Any) -> Output:
    slot = f"out[{number}, i]"
    if isinstance(value, Exact) and value.dyn is None:
        body.write(f"{slot} = {value.code}")
        return Output(target, unit, value.den)
    if isinstance(value, Symbol):
        body.write(f"{slot} = {value.code}")
        return Output(target, unit, 1, value.values)
    if isinstance(value, Truth):
        body.write(f"{slot} = np.int64({value.code})")
        return Output(target, "flag")
    if isinstance(value, Never):
        body.write(f"{slot} = 0")
        return Output(target, unit)
    raise CannotCompile(
        f"{target} has no exact column form; give it a rounding or ask for it one by one"
    )


def _source(work: Assembly, facts: tuple[str, ...], outputs: list[Output]) -> str:
    # All outputs are rows of one array: one base pointer lets the compiler vectorise the loop.
    arguments: list[str] = []
    for name in facts:
        kind = work.ruleset.facts[name]
        if isinstance(kind, HistoryType):
            arguments.append(f"{name}_offsets")
            arguments.extend(f"{name}_{key}_column" for key in kind.fields)
        else:
            arguments.append(f"{name}_column")
    head = [
        f'"""Kernel for {", ".join(o.target for o in outputs)}',
        "",
        f"at {work.place} on {work.on}, known on {work.known_on or 'today'}; rule set {work.ruleset.hash[:16]}.",
        '"""',
        "import math",
        "",
        "import numba as nb",
        "import numpy as np",
        "",
    ]
    for name, (values, known) in work.tables.items():
        head.append(f"{name} = np.array({values}, dtype=np.int64)")
        if not all(known):
            head.append(f"{name}_missing = np.array({[not k for k in known]}, dtype=np.bool_)")
    flags = ["        bad_out[i] = bad"] if work.body.guarded else []
    first = ["        bad = False"] if work.body.guarded else []
    return "\n".join(
        [
            *head,
            "",
            "",
            '@nb.njit(nogil=True, cache=True, error_model="numpy")',
            f"def kernel(first, last, {', '.join([*arguments, 'out', 'bad_out'])}):",
            "    for i in range(first, last):",
            *first,
            *work.body.lines,
            *flags,
            "",
        ]
    )
