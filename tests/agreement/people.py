"""Stratified people for the agreement of scalar, columns and oracle: every kind, every bound, every tie."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

KINDS = (
    "employee",
    "flexible",
    "civil_service",
    "drawing_pension",
    "retiree_injury_only",
    "migrant_contract",
)
EDGES = (
    0,
    1,
    745_999,
    746_000,
    746_001,
    477_500,
    477_499,
    2_754_900,
    2_754_901,
    3_730_199,
    3_730_200,
    3_730_201,
    746_025,
    999_975,
    1_000_050,
    2_000_000_000,
)


def contributors(count: int, seed: int) -> pa.Table:
    """Facts of a contribution month: wages at and around every bound and half-fen tie, then a wide spread."""
    draw = np.random.default_rng(seed)
    wage = np.round(np.exp(draw.normal(9.0, 0.7, count)) * 100).astype(np.int64)
    wage[: count // 4] = draw.choice(np.array(EDGES), count // 4)
    ties = slice(count // 4, count // 2)
    wage[ties] = draw.integers(30_000, 150_000, count // 2 - count // 4) * 25
    return pa.table(
        {
            "declared_wage": wage,
            "person_kind": pa.array(draw.choice(np.array(KINDS), count)),
            "employer_kind": pa.array(
                draw.choice(
                    np.array(["enterprise", "institution", "government", "individual"]), count
                )
            ),
            "employer_size": pa.array(
                draw.choice(np.array(["large", "medium", "small", "micro"]), count)
            ),
            "injury_rate": draw.choice(
                np.array([200, 400, 700, 900, 1100, 1300, 1600, 1900]), count
            ),
        }
    )


def careers(count: int, seed: int, *, first_year: int = 1993, last_year: int = 2024) -> pa.Table:
    """Facts of an award: careers from one year to a working life, part years, all posts, claims over twenty years."""
    draw = np.random.default_rng(seed)
    people: list[list[dict[str, int]]] = []
    for _ in range(count):
        start = int(draw.integers(first_year, last_year))
        level = float(draw.uniform(0.4, 4.0))
        rows = []
        for year in range(start, last_year + 1):
            months = int(draw.choice([12, 12, 12, 12, 6, 3, 1]))
            wage = int((500 + (year - 1990) ** 2.2 * 4) * level) * 100
            credit = wage * months * (11 if year < 2006 else 8) // 100
            rows.append(
                {
                    "year": year,
                    "months": months,
                    "base_sum": wage * months,
                    "credit": credit,
                    "credit_product": credit * 6,
                }
            )
        people.append(rows)
    fields = [
        (name, pa.int64()) for name in ("year", "months", "base_sum", "credit", "credit_product")
    ]
    birth = draw.integers(1950 * 12, 1972 * 12, count)
    return pa.table(
        {
            "career": pa.array(people, pa.list_(pa.struct(fields))),
            "birth_month": birth,
            "retirement_category": pa.array(draw.choice(np.array(["M60", "F55", "F50"]), count)),
            "deemed_months": draw.integers(0, 120, count) * (draw.random(count) < 0.5),
            "account_balance": draw.integers(0, 60_000_000, count),
            "retirement_month": birth + draw.integers(50 * 12, 61 * 12, count),
        }
    )


def plain(table: pa.Table, row: int, scales: dict[str, int]) -> dict[str, Any]:
    """One row as facts for an explanation; decimals as exact text of a fraction."""
    from fractions import Fraction

    values = {name: table.column(name)[row].as_py() for name in table.column_names}
    return {
        name: Fraction(value, scales[name]) if name in scales else value
        for name, value in values.items()
    }
