"""Explain one person: evaluate the rules on exact fractions and return the tree of values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from renshe.kernel.rules.authoring import Rule
from renshe.kernel.rules.explanation import Explanation, Node
from renshe.kernel.rules.parameters import UNCONFIRMED, Parameter, Row
from renshe.kernel.rules.refusal import BUILT_IN, Refusal, RefuseSignal
from renshe.kernel.rules.ruleset import RuleSet

MODES = ("demonstration", "production")


class Table(Mapping[Any, Any]):
    """A keyed parameter as a rule sees it; it remembers which keys were read, for the explanation."""

    def __init__(self, parameter: Parameter, evaluation: Evaluation) -> None:
        self._parameter = parameter
        self._evaluation = evaluation
        self.used: dict[Any, Row] = {}

    def __getitem__(self, key: Any) -> Any:
        plain = int(key) if isinstance(key, (int, Fraction)) else str(key)
        if plain not in self.used:
            row = self._evaluation.row(self._parameter, plain)
            self.used[plain] = row
        return self.used[plain].value

    def __iter__(self) -> Iterator[Any]:
        return iter(self.used)

    def __len__(self) -> int:
        return len(self.used)


class Evaluation:
    """One question to a rule set: place, law date, knowledge date, facts and given figures."""

    def __init__(
        self,
        ruleset: RuleSet,
        *,
        place: str,
        on: dt.date,
        known_on: dt.date | None,
        facts: Mapping[str, Any],
        given: Mapping[str, Any],
        mode: str,
    ) -> None:
        if mode not in MODES:
            raise ValueError(f"mode is one of {MODES}")
        self.ruleset, self.place, self.on, self.known_on, self.mode = (
            ruleset,
            place,
            on,
            known_on,
            mode,
        )
        self.facts, self.given = facts, given
        self.values: dict[str, Any] = {}
        self.nodes: dict[str, Node] = {}
        self._path: list[str] = []

    def row(self, parameter: Parameter, key: Any = None) -> Row:
        """The parameter's row in force; in production an unconfirmed one refuses."""
        row = parameter.row(place=self.place, on=self.on, known_on=self.known_on, key=key)
        if self.mode == "production" and row.confidence in UNCONFIRMED:
            raise Refusal(
                BUILT_IN["unconfirmed_parameter"],
                subject=parameter.name,
                place=self.place,
                on=self.on.isoformat(),
            )
        return row

    def node(self, name: str) -> Node:
        """The explained value of a name, computed at most once."""
        if name in self.nodes:
            return self.nodes[name]
        if name in self._path:
            raise ValueError(f"circular rules: {' → '.join([*self._path, name])}")
        self._path.append(name)
        try:
            self.nodes[name] = self._make(name)
        except Refusal as refusal:
            if not refusal.path:
                refusal.path = tuple(self._path)
            raise
        finally:
            self._path.pop()
        return self.nodes[name]

    def _make(self, name: str) -> Node:
        if name in self.given:
            value = self.given[name]
            if isinstance(value, float):
                value = str(value)
            exact = value if isinstance(value, (bool, Mapping)) else _number(value)
            self.values[name] = exact
            rules = self.ruleset.rules.get(name)
            parameter = self.ruleset.parameters.parameters.get(name)
            zh, en, unit = (
                (rules[0].zh, rules[0].en, rules[0].unit)
                if rules
                else (parameter.zh, parameter.en, parameter.value_unit)
                if parameter
                else (name, name, "number")
            )
            return Node(name, "given", zh, en, unit, exact)
        if name in self.ruleset.rules:
            return self._rule_node(self.ruleset.rule_for(name, place=self.place, on=self.on))
        if name in self.ruleset.parameters:
            return self._parameter_node(self.ruleset.parameters[name])
        if name in self.ruleset.facts:
            return self._fact_node(name)
        raise KeyError(f"{name} is neither a rule, a parameter nor a fact")

    def _fact_node(self, name: str) -> Node:
        kind = self.ruleset.facts[name]
        if name not in self.facts or self.facts[name] is None:
            raise Refusal(
                BUILT_IN["missing_fact"], subject=name, place=self.place, on=self.on.isoformat()
            )
        value = kind.check(self.facts[name])
        self.values[name] = value
        return Node(name, "fact", kind.zh, kind.en, kind.unit, value)

    def _parameter_node(self, parameter: Parameter) -> Node:
        if parameter.key is not None:
            self.values[parameter.name] = Table(parameter, self)
            return Node(
                parameter.name, "parameter", parameter.zh, parameter.en, parameter.value_unit, None
            )
        row = self.row(parameter)
        self.values[parameter.name] = row.value
        return _row_node(parameter, row)

    def _rule_node(self, rule: Rule) -> Node:
        for dependency in rule.dependencies:
            self.node(dependency)
        tables = [
            self.values[d] for d in rule.dependencies if isinstance(self.values.get(d), Table)
        ]
        before = [dict(table.used) for table in tables]
        for table in tables:
            table.used = {}
        try:
            raw = self._run(rule)
        except RefuseSignal as signal:
            raise self.ruleset.refusal(
                signal.code, subject=rule.name, place=self.place, on=self.on
            ) from None
        children = tuple(self._child(d) for d in rule.dependencies)
        for table, old in zip(tables, before, strict=True):
            table.used = {**old, **table.used}
        value = raw if rule.rounding is None or rule.over else rule.rounding.apply(raw)
        if rule.unit == "fen" and rule.rounding is None and value.denominator != 1:
            raise ValueError(
                f"{rule.name}: {value} is not whole fen; the rule needs a rounding with its clause"
            )
        self.values[rule.name] = value
        return Node(
            rule.name,
            "rule",
            rule.zh,
            rule.en,
            rule.unit,
            value,
            raw=raw,
            rounding=rule.rounding.describe() if rule.rounding else "",
            rounding_clause=rule.rounding.clause if rule.rounding else "",
            formula=rule.formula,
            instrument=rule.instrument,
            article=rule.article,
            place=rule.place,
            valid_from=rule.first.isoformat(),
            valid_to=rule.last.isoformat() if rule.last else "",
            confidence=rule.confidence,
            doc=rule.doc,
            children=children,
        )

    def _run(self, rule: Rule) -> Any:
        if rule.over is None:
            return _result(rule, rule.function(*(self.values[name] for name in rule.arguments)))
        state = self.values[rule.start] if rule.start else Fraction(0)
        others = [self.values[name] for name in rule.arguments[2:]]
        for entry in self.values[rule.over]:
            state = _result(rule, rule.function(state, entry, *others))
            if rule.rounding is not None:
                state = rule.rounding.apply(state)
        return state

    def _child(self, name: str) -> Node:
        table = self.values.get(name)
        if not isinstance(table, Table):
            return self.nodes[name]
        parameter = self.ruleset.parameters[name]
        rows = tuple(_row_node(parameter, row, key) for key, row in table.used.items())
        head = self.nodes[name]
        return Node(head.name, "parameter", head.zh, head.en, head.unit, None, children=rows)


def _number(value: Any) -> Any:
    try:
        return Fraction(value)
    except ValueError:
        return value


def _row_node(parameter: Parameter, row: Row, key: Any = None) -> Node:
    name = parameter.name if key is None else f"{parameter.name}[{key}]"
    suffix = "" if key is None else f" {key}"
    return Node(
        name,
        "parameter",
        parameter.zh + suffix,
        parameter.en + suffix,
        parameter.value_unit,
        row.value,
        instrument=row.instrument,
        article=row.article,
        place=row.place,
        valid_from=row.first.isoformat(),
        valid_to=row.last.isoformat() if row.last else "",
        confidence=row.confidence,
        source=row.source,
    )


def _result(rule: Rule, value: Any) -> Any:
    if isinstance(value, bool | str | Fraction):
        return value
    if isinstance(value, int):
        return Fraction(value)
    raise TypeError(
        f"{rule.name} gave {value!r}; a rule gives an exact number, a code or true/false"
    )


def explain_with(
    ruleset: RuleSet,
    target: str,
    facts: Mapping[str, Any],
    *,
    place: str,
    on: dt.date,
    known_on: dt.date | None = None,
    given: Mapping[str, Any] | None = None,
    mode: str = "demonstration",
    also: tuple[str, ...] = (),
) -> Explanation:
    """The value of ``target`` for one person with its whole tree; ``also`` names further roots.

    Raises :class:`Refusal` where a fact, parameter or rule is missing, unconfirmed (in production) or
    a rule refuses; ``known_on`` limits parameters to what was known by then.
    """
    evaluation = Evaluation(
        ruleset, place=place, on=on, known_on=known_on, facts=facts, given=given or {}, mode=mode
    )
    root = evaluation.node(target)
    return Explanation(
        target=target,
        place=place,
        on=on.isoformat(),
        known_on=known_on.isoformat() if known_on else "",
        ruleset_hash=ruleset.hash,
        root=root,
        others={name: evaluation.node(name) for name in also},
    )
