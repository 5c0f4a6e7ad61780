"""The rule benchmark: 17 exact outputs a person-month, our kernel beside the bare writing of the same bytes.

OpenFisca runs the same model in the same process when it is installed; every engine is checked against an
integer oracle that shares no code with ours.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from renshe.edge.bench import reference_law
from renshe.edge.bench.report import Section
from renshe.kernel.rules import explain_with
from renshe.kernel.rules.columns.assemble import assemble
from renshe.kernel.rules.compute import fact_columns, run_kernel

ON = dt.date(2025, 10, 1)
Array = np.ndarray[Any, Any]


def people(count: int, seed: int = 20261122) -> dict[str, Array]:
    """Synthetic people; money is fen, the index has four decimals."""
    draw = np.random.default_rng(seed)
    return {
        "wage": np.round(np.exp(draw.normal(np.log(9000), 0.55, count)) * 100).astype(np.int64),
        "contribution_index": draw.integers(6_000, 30_001, count).astype(np.int32),
        "months": draw.integers(180, 481, count).astype(np.int16),
        "deemed": (draw.integers(0, 241, count) * (draw.random(count) < 0.4)).astype(np.int16),
        "balance": np.round(np.exp(draw.normal(np.log(90_000), 0.8, count)) * 100).astype(np.int64),
        "age": draw.choice(
            np.array([50, 55, 58, 60, 61, 63], np.int8), count, p=[0.25, 0.2, 0.05, 0.4, 0.05, 0.05]
        ),
    }


def oracle(facts: dict[str, Array]) -> dict[str, Array]:
    """The exact answers in plain integers, written apart from the engine."""

    def near(numerator: Array, denominator: Any) -> Array:
        return np.asarray((2 * numerator + denominator) // (2 * denominator))

    average, low, high = 812_345, 487_407, 2_437_035
    base = np.clip(facts["wage"], low, high)
    out = {"base": base}
    rates = (8_000, 16_000, 2_000, 6_500, 500, 500, 400, 500)
    for name, rate in zip(reference_law.LINES, rates, strict=True):
        out[name] = near(base * rate, 100_000)
    out["personal_total"] = (
        out["pension_personal"] + out["medical_personal"] + out["unemployment_personal"]
    )
    out["employer_total"] = sum(
        (out[n] for n in reference_law.LINES if n.endswith("_employer")), np.zeros_like(base)
    )
    out["balance_after"] = facts["balance"] + out["pension_personal"]
    indexed = near(average * facts["contribution_index"].astype(np.int64), 10_000)
    out["indexed_wage"] = indexed
    out["basic"] = near((average + indexed) * facts["months"].astype(np.int64), 2400)
    out["account"] = near(
        facts["balance"], np.array(reference_law.DIVISORS)[facts["age"].astype(np.int64) - 40]
    )
    out["transitional"] = near(indexed * facts["deemed"].astype(np.int64), 1000)
    out["total"] = out["basic"] + out["account"] + out["transitional"]
    return out


def timed(work: Callable[[], object], repetitions: int) -> tuple[float, float]:
    """Median and best seconds of a piece of work, after one call to warm up."""
    work()
    times = []
    for _ in range(repetitions):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times), min(times)


def measure(count: int = 1_000_000, repetitions: int = 31) -> Section:
    """Run the model at ``count`` people and say millions of person-months a second, and wrong values."""
    facts = people(count)
    truth = oracle(facts)
    law = reference_law.law()
    started = time.perf_counter()
    kernel = assemble(law, reference_law.TARGETS, place="CN", on=ON)
    generated = time.perf_counter() - started
    arrays = fact_columns(law.facts, kernel.facts, pa.table(facts)).arrays
    outs, bad = np.empty((len(kernel.outputs), count), np.int64), np.zeros(count, np.bool_)
    section = Section(
        "Rules: 17 exact outputs a person-month",
        f"{count:,} people, one month, int64 fen, two threads outside the kernel, median (best) of {repetitions}. "
        "The limit writes the same bytes and does no work.",
        ("engine", "ms", "M person-months/s", "wrong values", "people with any"),
    )
    ours = timed(lambda: run_kernel(kernel, arrays, outs, bad, 2), repetitions)
    wrong = {name: outs[number] != truth[name] for number, name in enumerate(reference_law.TARGETS)}
    section.rows.append(_row("Renshe, generated kernel", ours, count, wrong))
    limit = timed(lambda: _write_only(outs, arrays), repetitions)
    section.rows.append(
        (
            "limit: same bytes, no work",
            f"{limit[0] * 1e3:.1f} ({limit[1] * 1e3:.1f})",
            f"{count / limit[0] / 1e6:.0f} ({count / limit[1] / 1e6:.0f})",
            "",
            "",
        )
    )
    section.remarks.append(
        f"kernel generated in {generated * 1e3:.0f} ms; {int(bad.sum())} rows took the exact way; "
        f"explain: {_explain_ms(law, facts):.2f} ms a person for all 17 with the tree"
    )
    section.remarks.append(f"ratio to the limit, medians: {ours[0] / limit[0]:.2f}")
    _beside_openfisca(section, facts, truth)
    return section


def _row(
    name: str, seconds: tuple[float, float], count: int, wrong: dict[str, Array]
) -> tuple[str, ...]:
    any_wrong = np.logical_or.reduce(list(wrong.values()))
    return (
        name,
        f"{seconds[0] * 1e3:.1f} ({seconds[1] * 1e3:.1f})",
        f"{count / seconds[0] / 1e6:.0f} ({count / seconds[1] / 1e6:.0f})",
        f"{sum(int(w.sum()) for w in wrong.values()):,}",
        f"{int(any_wrong.sum()):,}",
    )


def _write_only(outs: Array, arrays: list[Array]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    half = outs.shape[1] // 2
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(_fill, outs[:, part], [a[part] for a in arrays])
            for part in (slice(0, half), slice(half, None))
        ]
        for job in jobs:
            job.result()


def _fill(outs: Array, arrays: list[Array]) -> None:
    for row in outs:
        row[:] = arrays[0]


def _explain_ms(law: Any, facts: dict[str, Array]) -> float:
    from fractions import Fraction

    persons = [
        {
            name: Fraction(int(column[i]), 10_000 if name == "contribution_index" else 1)
            for name, column in facts.items()
        }
        for i in range(300)
    ]
    others = tuple(t for t in reference_law.TARGETS if t != "total")
    started = time.perf_counter()
    for person in persons:
        explain_with(law, "total", person, place="CN", on=ON, also=others)
    return (time.perf_counter() - started) / len(persons) * 1e3


def _beside_openfisca(section: Section, facts: dict[str, Array], truth: dict[str, Array]) -> None:
    try:
        from renshe.edge.bench import openfisca_model
    except ImportError:
        section.remarks.append(
            "OpenFisca is not installed here; `uv pip install openfisca-core` puts it beside us in the same run"
        )
        return
    seconds, values = openfisca_model.run(facts, repetitions=7)
    wrong = {
        name: np.floor(values[name].astype(np.float64) * 100 + 0.5).astype(np.int64) != truth[name]
        for name in reference_law.TARGETS
    }
    section.rows.append(_row("OpenFisca, same model", seconds, len(facts["wage"]), wrong))
