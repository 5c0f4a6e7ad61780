"""What the law said about a question on a day of knowledge, reduced to what can change the answer.

Two questions with one reading have one answer for the same facts: the same versions of rules, the same values of
parameters. So pensions are computed once for each reading and not once for each month and district, and nobody is
computed at all whose reading has not changed since.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from renshe.kernel.rules.refusal import Refusal
from renshe.kernel.rules.ruleset import RuleSet

_MISSING = "—"


@dataclass(frozen=True)
class Reading:
    """Every rule and parameter that a question reaches, as text, and the facts that it may ask for."""

    parts: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]

    def differences(self, later: Reading) -> list[tuple[str, str, str]]:
        """Name, value here and value there, of everything that differs."""
        before, after = dict(self.parts), dict(later.parts)
        names = sorted({*before, *after})
        return [
            (name, before.get(name, _MISSING), after.get(name, _MISSING))
            for name in names
            if before.get(name) != after.get(name)
        ]


@dataclass
class Knowledge:
    """Readings of one rule set, each made once."""

    ruleset: RuleSet
    _readings: dict[tuple[object, ...], Reading] = field(default_factory=dict)

    @cached_property
    def days(self) -> list[dt.date]:
        """Days on which something became known, in order."""
        rows = (row for each in self.ruleset.parameters.parameters.values() for row in each.rows)
        return sorted({row.known_from for row in rows})

    def epoch(self, known_on: dt.date) -> dt.date:
        """The last day up to `known_on` on which something became known; days between two of them know the same."""
        at = bisect_right(self.days, known_on)
        return self.days[at - 1] if at else dt.date.min

    def reading(
        self, *, targets: Sequence[str], place: str, on: dt.date, known_on: dt.date
    ) -> Reading:
        """What the law said about these targets at a place for a day, as known on another day."""
        known = self.epoch(known_on)
        key = (tuple(targets), place, on, known)
        if key not in self._readings:
            self._readings[key] = self._read(targets, place, on, known)
        return self._readings[key]

    def _read(self, targets: Sequence[str], place: str, on: dt.date, known: dt.date) -> Reading:
        parts: dict[str, str] = {}
        facts: set[str] = set()
        stack = list(targets)
        while stack:
            name = stack.pop()
            if name in parts or name in facts:
                continue
            if name in self.ruleset.rules:
                try:
                    rule = self.ruleset.rule_for(name, place=place, on=on)
                except Refusal:
                    parts[name] = _MISSING
                    continue
                parts[name] = f"{rule.place} {rule.first} {rule.instrument}"
                stack.extend(rule.dependencies)
            elif name in self.ruleset.parameters:
                parts[name] = self._value(name, place, on, known)
            else:
                facts.add(name)
        return Reading(tuple(sorted(parts.items())), tuple(sorted(facts)))

    def _value(self, name: str, place: str, on: dt.date, known: dt.date) -> str:
        parameter = self.ruleset.parameters[name]
        if parameter.key is not None:
            table = parameter.table(place=place, on=on, known_on=known)
            return "; ".join(
                f"{key}={row.text}"
                for key, row in sorted(table.items(), key=lambda each: str(each[0]))
            )
        try:
            return parameter.row(place=place, on=on, known_on=known).text
        except Refusal:
            return _MISSING
