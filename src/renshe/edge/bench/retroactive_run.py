"""A parameter corrected for a year that is nearly over: everybody on pension recomputed, settled and posted in one voucher."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from renshe.domains.pension import api as pension
from renshe.edge.bench.month_run import Clock, context_of
from renshe.edge.bench.report import peak_mb
from renshe.foundation.giving_way import give_way
from renshe.laws import library
from renshe.runs.retroactive_parameter import run as retroactive

CORRECTED = """
adjustment_flat:
  zh: 定额调整
  en: Flat amount of the yearly adjustment
  unit: yuan
  key: year
  rows:
    - {{place: "{province}0000", from: {year}-01-01, to: open, key: {year}, value: "{yuan}", instrument: 更正通知（测速）,
        confidence: V, known_from: {known}}}
"""
MORE_YUAN = 5


def measure(*, place: str, month: int, year: int) -> dict[str, Any]:
    """Publish a flat amount of the year's adjustment that is five yuan higher, known today, and settle what follows."""
    give_way()  # as the command line does
    context = context_of(place, month, 8)
    province = place[:2]
    rows = library.ruleset().parameters["adjustment_flat"].rows
    printed = next(row.text for row in rows if row.place == f"{province}0000" and row.key == year)
    overlays, mode = library.configured()
    with tempfile.TemporaryDirectory() as folder:
        notice = Path(folder) / "corrected.yaml"
        notice.write_text(
            CORRECTED.format(province=province, year=year, yuan=int(printed) + MORE_YUAN, known=context.today.isoformat()),
            encoding="utf-8",
        )  # fmt: skip
        library.configure(overlays=[*overlays, notice], mode=mode)
        clock = Clock()
        clock.time("load the law", library.ruleset)
        signed = pension.Signatures("determiner", "reviewer", context.at, context.today)
        totals = clock.time("settle", lambda: retroactive.run(context, signed=signed))
    return {"seconds": clock.steps["settle"], "peak_mb": peak_mb(), **totals}
