"""October 2025 in Polars integers, written from the notices and not from the laws' code.

Figures: Shanghai base 7,460 to 37,302, pension 16/8 %, medical 9/2 %, unemployment 0.5/0.5 %, flexible 20 % and
10 %; account credit 8 %. Everything is fen, half up.
"""

from __future__ import annotations

import polars as pl

SHANGHAI = {"floor": 746_000, "cap": 3_730_200}


def half_up(expression: pl.Expr, numerator: int, denominator: int) -> pl.Expr:
    """``expression × numerator / denominator`` in whole fen, ties up, for amounts that are not negative."""
    return (expression * (2 * numerator) + denominator) // (2 * denominator)


def shanghai_october_2025(people: pl.DataFrame) -> pl.DataFrame:
    """Lines from wage_fen, person_kind and injury_rate (1/100000): employees, flexible workers, pensioners."""
    employed = pl.col("person_kind").is_in(["employee", "civil_service", "migrant_contract"])
    flexible = pl.col("person_kind") == "flexible"
    base = pl.col("wage_fen").clip(SHANGHAI["floor"], SHANGHAI["cap"])
    work = pl.when(employed).then(base).otherwise(0)
    own = pl.when(flexible).then(base).otherwise(0)
    own_share = (
        pl.when(pl.col("person_kind") == "migrant_contract").then(0).otherwise(work)
    )  # 失业保险条例 6
    return people.with_columns(
        pension_base=work,
        pension_employer=half_up(work, 16, 100),
        pension_personal=half_up(work, 8, 100),
        medical_employer=half_up(work, 9, 100),
        medical_personal=half_up(work, 2, 100),
        unemployment_employer=half_up(work, 5, 1000),
        unemployment_personal=half_up(own_share, 5, 1000),
        injury_employer=(work * pl.col("injury_rate") * 2 + 100_000) // 200_000,
        maternity_employer=pl.lit(0),
        account_credit=half_up(work, 8, 100),
        flexible_pension=half_up(own, 20, 100),
        flexible_pension_account=half_up(own, 8, 100),
        flexible_medical=half_up(own, 10, 100),
    )


AMOUNTS = (
    "pension_base",
    "pension_employer",
    "pension_personal",
    "medical_employer",
    "medical_personal",
    "unemployment_employer",
    "unemployment_personal",
    "injury_employer",
    "maternity_employer",
    "account_credit",
    "flexible_pension",
    "flexible_pension_account",
    "flexible_medical",
)
