"""From old and new awards to differences, one row for each award and month, as they are owed or were paid too much."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from renshe.kernel.periods import Month
from renshe.runs.retroactive_parameter.award_rows import COLUMNS

_KEYS = ("award_id", "person_id", "place")


def changed(awards: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """Awards whose parts, state or any adjustment differ; with `resulting_state` and the cause of the new award.

    A provisional award whose year's figures are now published becomes final, even at the same amount.
    """
    parts = pl.any_horizontal(pl.col(name) != pl.col(f"new_{name}") for name in COLUMNS)
    settled = (pl.col("state") == "provisional") & (pl.col("new_state") == "final")
    moved = (
        adjustments.filter(pl.col("new_fen") != pl.col("amount_fen"))["award_id"].unique()
        if adjustments.height
        else []
    )
    kept = pl.col("state").is_in(["suspended", "ended"])
    return awards.filter(parts | settled | pl.col("award_id").is_in(list(moved))).with_columns(
        resulting_state=pl.when(kept).then("state").otherwise("new_state"),
        cause=pl.when(settled).then(pl.lit("final_base")).otherwise(pl.lit("redetermined")),
    )


def by_month(
    *,
    awards: pl.DataFrame,
    adjustments: pl.DataFrame,
    stops: pl.DataFrame,
    until: Mapping[str, Month],
) -> pl.DataFrame:
    """Differences of every month from the award's start up to, without, the next roster's month (`until` by place).

    Columns award_id, person_id, place, period, the four parts, fen (their sum), before_fen. Months in which the pension
    is stopped, and months without any difference, are left out.
    """
    spans = awards.with_columns(
        until=pl.col("place").replace_strict(until, return_dtype=pl.Int64)
    ).with_columns(end=pl.min_horizontal("until", pl.col("ends_month") + 1))
    spans = spans.filter(pl.col("end") > pl.col("starts_month"))
    parts = [(pl.col(f"new_{name}") - pl.col(name)).alias(name) for name in COLUMNS]
    months = spans.select(
        *_KEYS, *parts, period=pl.int_ranges("starts_month", "end"), before_fen="total_fen"
    ).explode("period")
    months = _with_adjustments(months, adjustments)
    months = _without_stops(months, stops)
    return (
        months.with_columns(fen=pl.sum_horizontal(COLUMNS))
        .filter(pl.col("fen") != 0)
        .sort("award_id", "period")
    )


def _with_adjustments(months: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """What adjustments give more or less from their month on belongs to the other part."""
    if adjustments.is_empty():
        return months
    steps = adjustments.select(
        "award_id", "from_month", old="amount_fen", delta=pl.col("new_fen") - pl.col("amount_fen")
    )
    added = (
        months.select("award_id", "period")
        .join(steps, on="award_id")
        .filter(pl.col("from_month") <= pl.col("period"))
        .group_by("award_id", "period")
        .agg(pl.col("old", "delta").sum())
    )
    return (
        months.join(added, on=["award_id", "period"], how="left")
        .with_columns(
            other_fen=pl.col("other_fen") + pl.col("delta").fill_null(0),
            before_fen=pl.col("before_fen") + pl.col("old").fill_null(0),
        )
        .drop("old", "delta")
    )


def _without_stops(months: pl.DataFrame, stops: pl.DataFrame) -> pl.DataFrame:
    if stops.is_empty():
        return months
    stopped = (
        months.select("person_id", "period").unique()
        .join(stops, on="person_id")
        .filter(pl.col("period").is_between("from_month", "to_month"))
        .select("person_id", "period").unique()
    )  # fmt: skip
    return months.join(stopped, on=["person_id", "period"], how="anti")
