"""The same 17-output model in OpenFisca, as its country packages write theirs; needs ``openfisca-core``.

OpenFisca is no dependency of ours (it is AGPL): this file only runs where somebody installed it to compare.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from renshe.edge.bench.reference_law import DIVISORS, LINES, TARGETS

PERSON = build_entity(key="person", plural="persons", label="person", is_person=True)
PERIOD = "2025-10"
AVERAGE = 8123.45


def _variable(name: str, formula: Any) -> type[Variable]:
    body: dict[str, Any] = {
        "value_type": float,
        "entity": PERSON,
        "definition_period": MONTH,
        "label": name,
    }
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


def _rounded(value: Any) -> Any:
    return np.floor(value * 100 + 0.5) / 100


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([PERSON])
    divisors = np.array(DIVISORS, np.float32)
    formulas: dict[str, Any] = dict.fromkeys(
        ("wage", "contribution_index", "months", "deemed", "balance", "age")
    )
    formulas["base"] = lambda p, period: np.clip(p("wage", period), 4874.07, 24370.35)
    for line, rate in LINES.items():
        formulas[line] = lambda p, period, rate=float(rate): _rounded(p("base", period) * rate)
    formulas["personal_total"] = lambda p, period: sum(
        p(n, period) for n in LINES if n.endswith("_personal")
    )
    formulas["employer_total"] = lambda p, period: sum(
        p(n, period) for n in LINES if n.endswith("_employer")
    )
    formulas["balance_after"] = lambda p, period: (
        p("balance", period) + p("pension_personal", period)
    )
    formulas["indexed_wage"] = lambda p, period: _rounded(AVERAGE * p("contribution_index", period))
    formulas["basic"] = lambda p, period: _rounded(
        (AVERAGE + p("indexed_wage", period)) / 2 * p("months", period) / 12 * 0.01
    )
    formulas["account"] = lambda p, period: _rounded(
        p("balance", period) / divisors[p("age", period).astype(int) - 40]
    )
    formulas["transitional"] = lambda p, period: _rounded(
        p("indexed_wage", period) * p("deemed", period) / 12 * 0.012
    )
    formulas["total"] = lambda p, period: (
        p("basic", period) + p("account", period) + p("transitional", period)
    )
    for name, formula in formulas.items():
        system.add_variable(_variable(name, _with_signature(formula)))
    return system


def _with_signature(formula: Any) -> Any:
    if formula is None:
        return None

    def evaluate(person: Any, period: Any) -> Any:
        return formula(person, period)

    return evaluate


def run(facts: dict[str, Any], repetitions: int) -> tuple[tuple[float, float], dict[str, Any]]:
    """Median and best seconds of computing all targets, and the values in yuan."""
    system, times, values = _system(), [], {}
    for _ in range(repetitions):
        simulation = SimulationBuilder().build_default_simulation(system, len(facts["wage"]))
        for name, column in facts.items():
            scale = {"wage": 100, "balance": 100, "contribution_index": 10_000}.get(name, 1)
            simulation.set_input(name, PERIOD, column / scale)
        started = time.perf_counter()
        values = {name: simulation.calculate(name, PERIOD) for name in TARGETS}
        times.append(time.perf_counter() - started)
    return (statistics.median(times), min(times)), values
