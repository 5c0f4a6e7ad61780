"""What a new contribution year changes, in heads and fen, before anything is written: the bounds, then the wages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import polars as pl
import pyarrow as pa

from renshe.domains.contributions import api as contributions
from renshe.foundation.columns import plain_text
from renshe.kernel.periods import Month, first_day
from renshe.kernel.rules import Refusal

ROWS_PER_PART = 250_000
INSURANCES = ("pension", "medical", "unemployment", "injury")
SCENARIOS = ("old", "bounds", "new")
"""Last year's wages and law; last year's wages under the new law; the new wages under the new law."""


class Assessed(Protocol):
    """What an assessment yields."""

    lines: pa.Table
    refused: list[tuple[int, Refusal]]


Assess = Callable[..., Assessed]


@dataclass(frozen=True)
class Effect:
    """One insurance in one scenario: heads insured, lifted to the floor, held to the cap; fen a month of both shares."""

    insurance: str
    scenario: str
    heads: int
    lifted: int
    capped: int
    employer_fen: int
    personal_fen: int


def effects_of(
    *, place: str, start: Month, wages: pl.DataFrame, assess: Assess, heads: int | None = None
) -> tuple[tuple[Effect, ...], dict[str, int]]:
    """Effects by insurance and scenario, and how many people the law refused by reason.

    `wages` has old_wage and new_wage by person and employer; who has neither is left out. People of the first month who
    were assessed already are left out too: the effect is a preview. Raises Refusal where the new year's bounds or rates
    are not published yet.
    """
    parts = max(1, -(-(heads or 0) // ROWS_PER_PART))
    sums: dict[tuple[str, str], list[int]] = {}
    refused: dict[str, int] = {}
    for part in range(parts):
        table = contributions.assessment_table(period=start, place=place, part=part, parts=parts)
        if not table.num_rows:
            continue
        facts = pl.from_arrow(table)
        assert isinstance(facts, pl.DataFrame)
        facts = facts.drop("declared_wage_fen").join(
            wages,
            on=["person_id", "employer_id"],
            how="inner",
            nulls_equal=True,
            maintain_order="left",
        )
        for scenario, wage, period in zip(
            SCENARIOS, ("old_wage", "old_wage", "new_wage"), (start - 1, start, start), strict=True
        ):
            made = assess(_asked(facts, wage), place=place, period=period, on=first_day(period))
            _add(sums, scenario, made.lines)
            for _, refusal in made.refused if scenario == "new" else ():
                refused[refusal.code] = refused.get(refusal.code, 0) + 1
    rows = [Effect(*key, *values) for key, values in sums.items()]
    order = {name: at for at, name in enumerate((*INSURANCES, *SCENARIOS))}
    return tuple(sorted(rows, key=lambda row: (order[row.insurance], order[row.scenario]))), refused


def _asked(facts: pl.DataFrame, wage: str) -> pa.Table:
    """The assessment's facts with one scenario's wage, as if everybody had sent a roster."""
    frame = facts.with_columns(declared_wage_fen=pl.col(wage), declared=pl.lit(True)).drop(
        "old_wage", "new_wage"
    )
    return plain_text(frame.to_arrow())


def _add(sums: dict[tuple[str, str], list[int]], scenario: str, lines: pa.Table) -> None:
    frame = pl.from_arrow(lines)
    assert isinstance(frame, pl.DataFrame)
    for insurance in INSURANCES:
        base, wage = pl.col(f"{insurance}_base_fen"), pl.col("declared_wage_fen")
        shares = [f"{insurance}_employer_fen", f"{insurance}_personal_fen"]
        if insurance == "medical":
            shares[0:1] = ["medical_employer_fen", "maternity_employer_fen"]
        personal = pl.col(shares[-1]).sum() if shares[-1] in frame.columns else pl.lit(0)
        row = frame.select(
            heads=(base > 0).sum(), lifted=((base > 0) & (base > wage)).sum(), capped=((base > 0) & (base < wage)).sum(),
            employer=pl.sum_horizontal(pl.col(shares[:-1]).sum()), personal=personal,
        ).row(0)  # fmt: skip
        known = sums.setdefault((insurance, scenario), [0] * 5)
        sums[insurance, scenario] = [
            int(a or 0) + int(b or 0) for a, b in zip(known, row, strict=True)
        ]
