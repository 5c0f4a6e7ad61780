"""Sweep every date on which anything changes and every place: no gap, no overlap, no cycle, nothing unused.

A *gap* is a day inside the span that a parameter claims at a place on which it has no row; an *overlap* is
two rows of one place and key for the same day, known from the same day; what is not reached from any rule is
*unused*. Rules are swept too: every version is resolved with all it needs on every change date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from renshe.kernel.rules.parameters import Parameter, Row
from renshe.kernel.rules.places import layers
from renshe.kernel.rules.refusal import Refusal
from renshe.kernel.rules.ruleset import RuleSet

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a rule set; ``kind`` is gap, overlap, cycle, unknown, unused or missing."""

    kind: str
    name: str
    place: str
    on: str
    detail: str


def change_dates(ruleset: RuleSet) -> list[dt.date]:
    """Every day on which a rule or a parameter row begins, and the day after each ends."""
    days: set[dt.date] = set()
    for versions in ruleset.rules.values():
        for rule in versions:
            days.add(rule.first)
            if rule.last:
                days.add(rule.last + _DAY)
    for parameter in ruleset.parameters.parameters.values():
        for row in parameter.rows:
            days.add(row.first)
            if row.last:
                days.add(row.last + _DAY)
    return sorted(days)


def _rows_by_place_and_key(parameter: Parameter) -> Iterator[list[Row]]:
    groups: dict[tuple[str, object, bool], list[Row]] = {}
    for row in parameter.rows:
        groups.setdefault((row.place, row.key, row.confidence == "A"), []).append(row)
    for rows in groups.values():
        yield sorted(rows, key=lambda row: (row.first, row.known_from))


def overlaps(ruleset: RuleSet) -> Iterator[Finding]:
    """Rows of one place and key that claim the same day with the same knowledge date, and versions of one
    rule at one place that do."""
    for name, versions in sorted(ruleset.rules.items()):
        for one, other in combinations(versions, 2):
            day = max(one.first, other.first)
            if one.place == other.place and one.covers(day) and other.covers(day):
                yield Finding(
                    "overlap", name, one.place, day.isoformat(), "two versions of the rule"
                )
    for name, parameter in sorted(ruleset.parameters.parameters.items()):
        for rows in _rows_by_place_and_key(parameter):
            for earlier, later in pairwise(rows):
                open_or_over = earlier.last is None or earlier.last >= later.first
                if open_or_over and earlier.known_from == later.known_from:
                    yield Finding(
                        "overlap",
                        name,
                        earlier.place,
                        later.first.isoformat(),
                        f"[{earlier.key}] {earlier.text} and {later.text}",
                    )


def gaps(ruleset: RuleSet) -> Iterator[Finding]:
    """Days between two rows of a single-valued parameter that no row and no wider place covers."""
    for name, parameter in sorted(ruleset.parameters.parameters.items()):
        if parameter.key is not None:
            continue
        for rows in _rows_by_place_and_key(parameter):
            for earlier, later in pairwise(rows):
                if earlier.last is None or earlier.last + _DAY >= later.first:
                    continue
                hole = earlier.last + _DAY
                try:
                    parameter.row(place=earlier.place, on=hole)
                except Refusal:
                    yield Finding(
                        "gap", name, earlier.place, hole.isoformat(), f"until {later.first - _DAY}"
                    )


def unused(ruleset: RuleSet) -> Iterator[Finding]:
    """Parameters and facts that no rule reads, and names that a rule reads but nobody declares."""
    read = {
        name
        for versions in ruleset.rules.values()
        for rule in versions
        for name in rule.dependencies
    }
    for name in sorted(set(ruleset.parameters.parameters) | set(ruleset.facts)):
        if name not in read:
            yield Finding("unused", name, "", "", "no rule reads it")
    known = set(ruleset.rules) | set(ruleset.parameters.parameters) | set(ruleset.facts)
    for name in sorted(read - known):
        yield Finding(
            "unknown", name, "", "", "a rule reads it, but it is no rule, parameter or fact"
        )


def unresolved(
    ruleset: RuleSet,
    *,
    places: Iterable[str],
    targets: Sequence[str],
    since: dt.date,
    until: dt.date,
) -> Iterator[Finding]:
    """For every place and change date: each target resolves with every single-valued parameter it needs."""
    days = sorted({since, *(day for day in change_dates(ruleset) if since <= day <= until)})
    for place in places:
        for target in targets:
            for day in days:
                yield from _resolve(ruleset, target, place, day)


def _resolve(ruleset: RuleSet, target: str, place: str, day: dt.date) -> Iterator[Finding]:
    seen: set[str] = set()
    stack: list[tuple[str, tuple[str, ...]]] = [(target, ())]
    while stack:
        name, path = stack.pop()
        if name in path:
            yield Finding("cycle", name, place, day.isoformat(), " → ".join((*path, name)))
            continue
        if name in seen:
            continue
        seen.add(name)
        try:
            if name in ruleset.rules:
                rule = ruleset.rule_for(name, place=place, on=day)
                stack.extend((each, (*path, name)) for each in rule.dependencies)
            elif name in ruleset.parameters and ruleset.parameters[name].key is None:
                ruleset.parameters[name].row(place=place, on=day)
        except Refusal as refusal:
            yield Finding("missing", name, place, day.isoformat(), f"{refusal.code} for {target}")


@dataclass(frozen=True)
class Change:
    """What differs between two dates (or two rule sets) at a place: one rule or one parameter value."""

    kind: str
    name: str
    before: str
    after: str


def differences(
    before: tuple[RuleSet, dt.date],
    after: tuple[RuleSet, dt.date],
    *,
    place: str,
) -> list[Change]:
    """Every rule version and parameter value in force at ``place`` that differs between two questions."""
    changes = []
    names = sorted(set(before[0].rules) | set(after[0].rules))
    for name in names:
        old, new = (_rule_text(law, name, place, day) for law, day in (before, after))
        if old != new:
            changes.append(Change("rule", name, old, new))
    for name in sorted(set(before[0].parameters.parameters) | set(after[0].parameters.parameters)):
        old_rows, new_rows = (
            _parameter_values(law, name, place, day) for law, day in (before, after)
        )
        for key in sorted(set(old_rows) | set(new_rows), key=str):
            if old_rows.get(key) != new_rows.get(key):
                label = name if key is None else f"{name}[{key}]"
                changes.append(
                    Change("parameter", label, old_rows.get(key, "—"), new_rows.get(key, "—"))
                )
    return changes


def _rule_text(law: RuleSet, name: str, place: str, day: dt.date) -> str:
    try:
        rule = law.rule_for(name, place=place, on=day)
    except Refusal:
        return "—"
    rounding = f" ⟶ {rule.rounding.describe()}" if rule.rounding else ""
    return f"{rule.formula}{rounding} [{rule.instrument} {rule.article}]".replace(" ]", "]")


def _parameter_values(law: RuleSet, name: str, place: str, day: dt.date) -> dict[object, str]:
    if name not in law.parameters:
        return {}
    parameter = law.parameters[name]
    if parameter.key is not None:
        return {
            key: _row_text(row, parameter)
            for key, row in parameter.table(place=place, on=day).items()
        }
    try:
        return {None: _row_text(parameter.row(place=place, on=day), parameter)}
    except Refusal:
        return {}


def _row_text(row: Row, parameter: Parameter) -> str:
    return f"{row.text} {parameter.unit} [{row.instrument}]"


def enclosing(places: Iterable[str]) -> list[str]:
    """The places with everything that encloses them, each once."""
    return list(dict.fromkeys(layer for place in places for layer in layers(place)))
