"""From stored facts to what the law asks now: the career since the last closed year, and an adjustment's circumstances."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

ENTRY = ("year", "months", "base_sum", "credit", "credit_product")


def since_closing(*, heads: pl.DataFrame, facts: pa.Table, closed: pl.DataFrame) -> pa.Array:
    """Each award's career from its last closed account year before retirement, whose balance opens it.

    The closed balance enters as that year's credit without interest of its own, because the year is settled; who has no
    closed year keeps the whole career.
    """
    career = pl.Series("career", facts["career"])
    retired = pl.Series("retired", facts["retirement_month"]) // 12
    awards = heads.select("person_id").with_columns(career, retired).with_row_index("at")
    last = (
        awards.select("at", "person_id", "retired")
        .join(closed, on="person_id")
        .filter(pl.col("year") < pl.col("retired"))
        .sort("year")
        .group_by("at")
        .agg(pl.col("year", "closing_fen").last())
        .rename({"year": "closed_year"})
    )
    if last.is_empty():
        return facts["career"].combine_chunks()
    entries = (
        awards.select("at", "career")
        .explode("career")
        .filter(pl.col("career").is_not_null())
        .unnest("career")
    )
    later = entries.join(last, on="at", how="left").filter(
        pl.col("closed_year").is_null() | (pl.col("year") > pl.col("closed_year"))
    )
    opening = last.select(
        "at", year="closed_year", months=0, base_sum=0, credit="closing_fen", credit_product=0
    ).cast(dict.fromkeys(ENTRY, pl.Int64))
    every = pl.concat([later.select("at", *ENTRY), opening.select("at", *ENTRY)]).sort("at", "year")
    listed = every.group_by("at", maintain_order=True).agg(career=pl.struct(*ENTRY))
    return (
        awards.select("at")
        .join(listed, on="at", how="left", maintain_order="left")["career"]
        .to_arrow()
    )


def adjustment_facts(*, asked: pl.DataFrame, facts: pa.Table, year: int) -> pa.Table:
    """What the yearly adjustment of `year` asks of the awards in `asked` (with `before`, the pension before it).

    Ages are those at the end of the year before; an elder is a man of 65 or a woman of 60.
    """
    rows = pl.DataFrame({
        "birth": pl.Series(facts["birth_month"]), "category": pl.Series(facts["retirement_category"]),
        "before": asked["before"],
    })  # fmt: skip
    months = pl.lit(year * 12 - 1) - pl.col("birth")
    elder = pl.when(pl.col("category").str.starts_with("M")).then(65 * 12).otherwise(60 * 12)
    found = rows.select(
        pension_before_adjustment=pl.col("before"), age_at_adjustment=months // 12,
        elder_for_adjustment=months >= elder, turned_elder_last_year=(months >= elder) & (months < elder + 12),
    )  # fmt: skip
    table = found.to_arrow()
    return table.append_column("career", facts["career"]).append_column(
        "deemed_months", facts["deemed_months"]
    )
