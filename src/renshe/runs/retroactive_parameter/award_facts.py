"""From stored facts to what the law asks now: the career since the last closed year."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from renshe.domains.contributions import api as contributions
from renshe.domains.pension import api as pension
from renshe.laws import library

ENTRY = ("year", "months", "base_sum", "credit", "credit_product")


def since_closing(
    *, heads: pl.DataFrame, facts: pa.Table, closed: pl.DataFrame, late: pl.DataFrame
) -> pa.Array:
    """Each award's career from its last closed account year before retirement, whose balance opens it.

    The closed balance enters as that year's credit without interest of its own, because the year is settled; who has no
    closed year keeps the whole career. What moved the account later for months of the closed year or before, or arrived
    whole, counts as `pension.with_late` says, person by person: few have any.
    """
    career = pl.Series("career", facts["career"])
    retired = pl.Series("retired", facts["retirement_month"]) // 12
    awards = heads.select("person_id").with_columns(career, retired).with_row_index("at")
    late = late.filter((pl.col("closed_year") > 0) | (pl.col("dated_back") == 0))
    last = (
        awards.select("at", "person_id", "retired")
        .join(closed, on="person_id")
        .filter(pl.col("year") < pl.col("retired"))
        .sort("year")
        .group_by("at")
        .agg(pl.col("person_id", "year", "closing_fen").last())
        .rename({"year": "closed_year"})
    )
    if last.is_empty() and late.is_empty():
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
    ends = awards.select("at", "person_id").join(
        last.select("at", "closed_year"), on="at", how="left"
    )
    moved = ends.with_columns(pl.col("closed_year").fill_null(0)).join(
        late, on=["person_id", "closed_year"]
    )
    if moved.is_empty():
        return careers.to_arrow()
    return _with_late(
        careers, moved=moved, heads=heads, retirement=facts["retirement_month"].to_pylist()
    )


def _with_late(
    careers: pl.Series, *, moved: pl.DataFrame, heads: pl.DataFrame, retirement: list[int]
) -> pa.Array:
    """The careers with late movements added to those that have any; the others stay as they are."""
    kind = careers.to_arrow().type
    listed, places = careers.to_list(), heads["law_place"].to_list()
    for (at,), rows in moved.partition_by("at", as_dict=True).items():
        number = int(at)
        if listed[number] is None:  # handed in without a career: its balance was handed in as well
            continue
        listed[number] = pension.with_late(
            listed[number], late=contributions.late_rows(rows), retirement_month=retirement[number],
            interest=pension.interest_by_law(place=places[number], explain=library.explain),
        )  # fmt: skip
    return pa.array(listed, kind)
