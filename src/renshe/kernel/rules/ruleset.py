"""A rule set: every dated rule, parameter, fact and refusal reason of one edition, with one hash.

It is immutable. A bureau's adopted parameters or a proposed reform make a new set by
:meth:`RuleSet.with_parameters`; nothing is edited in place, so a paid result can be replayed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from renshe.kernel.rules.authoring import Rule
from renshe.kernel.rules.facts import AnyFact, FactType, load_facts
from renshe.kernel.rules.parameters import Parameter, ParameterSet, load_parameters
from renshe.kernel.rules.places import layers
from renshe.kernel.rules.refusal import BUILT_IN, Reason, Refusal
from renshe.kernel.yaml_files import read_yaml

EDITION = "1"
_HANDED_IN_AT_MOST = {"months": 1200, "years": 130, "fen": 10**11}
"""Bounds of what an old system may hand in, by unit: the kernel's proof rests on them."""


@dataclass(frozen=True)
class RuleSet:
    """Rules by name (all versions), parameters, facts, reasons."""

    rules: Mapping[str, tuple[Rule, ...]]
    parameters: ParameterSet
    facts: Mapping[str, AnyFact]
    reasons: Mapping[str, Reason] = field(default_factory=lambda: dict(BUILT_IN))

    @classmethod
    def of(
        cls,
        *,
        rules: Iterable[Rule],
        parameters: Mapping[str, Parameter] | None = None,
        facts: Mapping[str, AnyFact] | None = None,
        reasons: Mapping[str, Reason] | None = None,
    ) -> RuleSet:
        """A set from parts; a name may be a rule, a parameter or a fact, but only one of them."""
        grouped: dict[str, list[Rule]] = {}
        for each in rules:
            grouped.setdefault(each.name, []).append(each)
        result = cls(
            rules={
                name: tuple(sorted(versions, key=lambda r: (r.place, r.first)))
                for name, versions in grouped.items()
            },
            parameters=ParameterSet(parameters or {}),
            facts=dict(facts or {}),
            reasons={**BUILT_IN, **(reasons or {})},
        )
        twice = (
            (set(result.rules) & set(result.facts))
            | (set(result.rules) & set(result.parameters.parameters))
            | (set(result.facts) & set(result.parameters.parameters))
        )
        if twice:
            raise ValueError(f"these names mean two things: {', '.join(sorted(twice))}")
        return result

    def with_parameters(self, *groups: Mapping[str, Parameter]) -> RuleSet:
        """The same rules with more parameter rows."""
        return replace(self, parameters=self.parameters.merged(groups))

    def with_handed_in(self, names: Iterable[str]) -> RuleSet:
        """The same law, in which these rules' amounts are told from outside: figures of an old system that came without
        what they were made of. Raises KeyError for a name that is no rule, ValueError for a unit without bounds."""
        told: dict[str, AnyFact] = {}
        for name in names:
            first = self.rules[name][0]
            if first.unit not in _HANDED_IN_AT_MOST:
                raise ValueError(f"{name}: what is in {first.unit} cannot be handed in")
            most = Fraction(_HANDED_IN_AT_MOST[first.unit])
            told[name] = FactType(name, first.zh, first.en, first.unit, Fraction(0), most)
        rules = {name: versions for name, versions in self.rules.items() if name not in told}
        return replace(self, rules=rules, facts={**self.facts, **told})

    @cached_property
    def hash(self) -> str:
        """SHA-256 over rules, parameters and facts: what a receipt keeps to replay a result."""
        digest = hashlib.sha256(EDITION.encode())
        for name in sorted(self.rules):
            for each in self.rules[name]:
                rounding = each.rounding.describe() if each.rounding else ""
                digest.update(
                    f"{name}|{each.place}|{each.first}|{each.last}|{rounding}|{each.source}\n".encode()
                )
        for name in sorted(self.parameters.parameters):
            for row in self.parameters[name].rows:
                digest.update(
                    f"{name}|{row.place}|{row.first}|{row.last}|{row.key}|{row.text}|{row.known_from}\n".encode()
                )
        for name in sorted(self.facts):
            digest.update(f"{self.facts[name]!r}\n".encode())
        return digest.hexdigest()

    def rule_for(self, name: str, *, place: str, on: dt.date) -> Rule:
        """The version in force: the nearest place that has one on that day; refuses if none has."""
        versions = self.rules.get(name, ())
        for layer in layers(place):
            found = [each for each in versions if each.place == layer and each.covers(on)]
            if len(found) > 1:
                raise ValueError(f"{name}: two versions in force at {layer} on {on}")
            if found:
                return found[0]
        raise Refusal(BUILT_IN["missing_rule"], subject=name, place=place, on=on.isoformat())

    def refusal(self, code: str, *, subject: str, place: str, on: dt.date) -> Refusal:
        """The refusal that a rule raised, with the texts its branch declares."""
        reason = self.reasons.get(code) or Reason(code, code, code)
        return Refusal(reason, subject=subject, place=place, on=on.isoformat())


def load_reasons(path: Path) -> dict[str, Reason]:
    """Reasons of one branch's ``refusals.yaml``; ``next_step`` may be one text or ``{zh, en}``."""
    with path.open(encoding="utf-8") as stream:
        content = read_yaml(stream) or {}
    found = {}
    for code, body in content.items():
        step: Any = body.get("next_step", "")
        step_zh, step_en = (
            (step.get("zh", ""), step.get("en", "")) if isinstance(step, dict) else (step, step)
        )
        found[code] = Reason(
            code, body["zh"], body.get("en", code), body.get("clause", ""), step_zh, step_en
        )
    return found


def rules_of(module: ModuleType) -> list[Rule]:
    """The rules that a module defines (not those it imports)."""
    return [
        value
        for value in vars(module).values()
        if isinstance(value, Rule) and value.function.__module__ == module.__name__
    ]


def load_package(package: ModuleType, overlays: Iterable[Path] = ()) -> RuleSet:
    """All laws below a package, each folder's ``rules.py`` and ``parameters.yaml``, plus overlay files."""
    rules: list[Rule] = []
    parameters = ParameterSet()
    facts: dict[str, AnyFact] = {}
    reasons: dict[str, Reason] = {}
    for root in [Path(p) for p in package.__path__]:
        for path in sorted(root.rglob("facts.yaml")):
            for name, kind in load_facts(path).items():
                if name in facts and facts[name] != kind:
                    raise ValueError(f"fact {name} is declared twice and differently ({path})")
                facts[name] = kind
        for path in sorted(root.rglob("refusals.yaml")):
            reasons.update(load_reasons(path))
        parameters = parameters.merged(
            load_parameters(path) for path in sorted(root.rglob("parameters.yaml"))
        )
    parameters = parameters.merged(load_parameters(path) for path in overlays)
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if info.name.rsplit(".", 1)[-1] == "rules":
            rules.extend(rules_of(importlib.import_module(info.name)))
    return RuleSet.of(rules=rules, parameters=parameters.parameters, facts=facts, reasons=reasons)
