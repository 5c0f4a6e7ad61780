"""Pensions of a year measured inside an installation: adjusted, paid, explained."""

from __future__ import annotations

import random
import time
from typing import Any

from renshe.domains.pension import api as pension
from renshe.edge.bench.month_run import Clock, context_of, pay
from renshe.edge.bench.pensions import EXPLAINED, YEAR
from renshe.edge.bench.report import peak_mb
from renshe.foundation.giving_way import give_way
from renshe.portals.layout.explaining_pensions import explain_adjustment
from renshe.runs.yearly_pension_adjustment import run as adjustment

TO_THE_FILE = ("freeze", "check", "plan", "sign and fund", "file")


def measure(*, place: str, month: int) -> dict[str, Any]:
    """Adjust, pay, explain; seconds of each."""
    give_way()  # as the command line does
    context = context_of(place, month, 6)
    signed = pension.Signatures("determiner", "reviewer", context.at, context.today)
    clock = Clock()
    clock.time(
        "load the law",
        lambda: adjustment.preview(place=place, year=YEAR, known_on=context.today, most=1),
    )
    totals = clock.time("adjust", lambda: adjustment.run(context, year=YEAR, signed=signed))
    paying = Clock()
    paid = pay(paying, place, month)
    explained = _explained()
    return {
        "adjusted": totals["adjusted"], "refused": totals["refused"], "exact_rows": totals["exact_rows"],
        "arrears_rows": totals["arrears_rows"], "arrears_months": totals["arrears_months"],
        "adjust_s": clock.steps["adjust"], "load_s": clock.steps["load the law"],
        "to_file_s": sum(paying.steps[step] for step in TO_THE_FILE), "paid_heads": paid["rows"],
        "explain_p50_ms": explained[len(explained) // 2], "explain_p95_ms": explained[len(explained) * 95 // 100],
        "peak_mb": peak_mb(),
    }  # fmt: skip


def _explained() -> list[float]:
    """Milliseconds that the explanation of each of some rises took, in order."""
    rows = pension.Adjustment.objects.filter(year=YEAR)
    numbers = list(rows.values_list("pk", flat=True))
    took = []
    for number in random.Random(1).sample(numbers, min(EXPLAINED, len(numbers))):
        started = time.perf_counter()
        explain_adjustment(adjustment=rows.select_related("award").get(pk=number))
        took.append((time.perf_counter() - started) * 1000)
    return sorted(took)
