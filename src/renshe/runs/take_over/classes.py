"""Why the old system's amount and ours differ, one class for each person and employer, told from the columns alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from renshe.runs.take_over.contract import BASES, COMPONENTS, SHARES

ROUNDING_FEN = 9
"""Less than one jiao: what rounding to the fen instead of up to the jiao can make, and no more."""

CLASSES = {
    "equal": ("一致", "equal"),
    "rounding": ("仅舍入差异", "rounding only"),
    "base_bound": ("基数上下限", "bound of the base"),
    "declared_wage": ("申报工资不同", "another declared wage"),
    "rate": ("费率", "rate"),
    "award_component": ("待遇项目", "component of the pension"),
    "refused": ("本系统未能核定", "refused here"),
    "missing_there": ("旧系统没有", "missing there"),
    "missing_here": ("本系统没有", "missing here"),
}


@dataclass(frozen=True)
class ClassTotal:
    """One class: how many rows, and fen of both systems."""

    code: str
    heads: int
    here_fen: int
    there_fen: int


def contribution_classes(pairs: pl.DataFrame) -> pl.DataFrame:
    """Add class, detail (the columns that differ), here_fen and there_fen to rows with `X` of ours and `X_there`.

    `in_here` and `in_there` say which system has the row at all. A base or wage that the old system does not state is
    not compared.
    """
    bases = _differing([*BASES])
    amounts = _differing([*SHARES])
    largest = pl.max_horizontal(
        (pl.col(n).fill_null(0) - pl.col(f"{n}_there").fill_null(0)).abs() for n in SHARES
    )
    clipped = pl.any_horizontal((pl.col(n) > 0) & (pl.col(n) != pl.col("wage")) for n in BASES)
    other_wage = (
        pl.when(pl.col("wage_there").is_not_null())
        .then(pl.col("wage_there") != pl.col("wage"))
        .otherwise(~clipped)
    )
    found = (
        pl.when(~pl.col("in_there")).then(pl.lit("missing_there"))
        .when(~pl.col("in_here")).then(pl.lit("missing_here"))
        .when((bases == "") & (amounts == "")).then(pl.lit("equal"))
        .when((bases == "") & (largest <= ROUNDING_FEN)).then(pl.lit("rounding"))
        .when(bases == "").then(pl.lit("rate"))
        .when(other_wage).then(pl.lit("declared_wage"))
        .otherwise(pl.lit("base_bound"))
    )  # fmt: skip
    return _told(pairs, found, pl.concat_str(bases, amounts), SHARES)


def pension_classes(pairs: pl.DataFrame) -> pl.DataFrame:
    """The same for pensions; `refusal` holds the reason where ours refused."""
    parts = _differing([*COMPONENTS])
    largest = pl.max_horizontal(
        (pl.col(n).fill_null(0) - pl.col(f"{n}_there").fill_null(0)).abs() for n in COMPONENTS
    )
    found = (
        pl.when(~pl.col("in_there")).then(pl.lit("missing_there"))
        .when(pl.col("refusal") != "").then(pl.lit("refused"))
        .when(~pl.col("in_here")).then(pl.lit("missing_here"))
        .when(parts == "").then(pl.lit("equal"))
        .when(largest <= ROUNDING_FEN).then(pl.lit("rounding"))
        .otherwise(pl.lit("award_component"))
    )  # fmt: skip
    detail = pl.when(pl.col("refusal") != "").then("refusal").otherwise(parts)
    return _told(pairs, found, detail, COMPONENTS)


def _differing(names: Sequence[str]) -> pl.Expr:
    """The names of the columns that differ, each followed by a blank; what the old system left empty does not differ."""
    return pl.concat_str(
        pl.when(pl.col(f"{name}_there").is_not_null() & (pl.col(name).fill_null(0) != pl.col(f"{name}_there")))
        .then(pl.lit(f"{name} ")).otherwise(pl.lit(""))
        for name in names
    )  # fmt: skip


def _told(
    pairs: pl.DataFrame, found: pl.Expr, detail: pl.Expr, money: Sequence[str]
) -> pl.DataFrame:
    return pairs.with_columns(
        here_fen=pl.sum_horizontal(pl.col(name).fill_null(0) for name in money),
        there_fen=pl.sum_horizontal(pl.col(f"{name}_there").fill_null(0) for name in money),
        detail=detail.str.strip_chars(),
    ).with_columns(found.alias("class"))


def class_totals(told: pl.DataFrame) -> tuple[ClassTotal, ...]:
    """Heads and fen of each class that occurs, in the order of `CLASSES`."""
    sums = told.group_by("class").agg(pl.len(), pl.col("here_fen", "there_fen").sum())
    rows = {code: (heads, here, there) for code, heads, here, there in sums.iter_rows()}
    return tuple(ClassTotal(code, *rows[code]) for code in CLASSES if code in rows)
