"""From stored facts to what the law asks now: the career since the last closed year."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from renshe.domains.contributions import api as contributions
from renshe.domains.pension import api as pension

ENTRY = ("year", "months", "base_sum", "credit", "credit_product")


def since_closing(
    *, heads: pl.DataFrame, facts: pa.Table, closed: pl.DataFrame, late: pl.DataFrame
) -> pa.Array:
    """Each award's career from its last closed account year before retirement, whose balance opens it.

    The closed balance enters as that year's credit without interest of its own, because the year is settled; who has no
    closed year keeps the whole career. What moved the account later for months of the closed year or before counts in the
    year of the books (`pension.with_late`, person by person: few have any).
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
        .agg(pl.col("person_id", "year", "closing_fen").last())
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
    careers = awards.select("at").join(listed, on="at", how="left", maintain_order="left")["career"]
    moved = last.join(
        late, left_on=["person_id", "closed_year"], right_on=["person_id", "closed_year"]
    )
    if moved.is_empty():
        return careers.to_arrow()
    return _with_late(careers, moved=moved, retirement=facts["retirement_month"].to_pylist())


def _with_late(careers: pl.Series, *, moved: pl.DataFrame, retirement: list[int]) -> pa.Array:
    """The careers with late movements added to those that have any; the others stay as they are."""
    kind = careers.to_arrow().type
    listed = careers.to_list()
    for (at,), rows in moved.partition_by("at", as_dict=True).items():
        columns = rows.select("month", "dated_back", "fen", "product_fen")
        late = [
            contributions.LateMovement(month, bool(back), fen, product)
            for month, back, fen, product in columns.iter_rows()
        ]
        number = int(at)
        listed[number] = pension.with_late(
            listed[number], late=late, retirement_month=retirement[number]
        )
    return pa.array(listed, kind)
