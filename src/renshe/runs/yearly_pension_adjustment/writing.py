"""One adjustment for each award and one arrear for each past month, in one transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
from django.db import connection, transaction

from renshe.domains.pension import api as pension
from renshe.foundation.bulk import copy_rows
from renshe.foundation.columns import plain_text
from renshe.kernel.periods import first_day
from renshe.kernel.rules import Refusal

_LOCK = """
SELECT count(*) FROM (
  SELECT a.id FROM pension_award a JOIN unnest(%s::bigint[], %s::text[]) AS o(id, state) ON o.id = a.id
   WHERE a.state = o.state FOR SHARE OF a) held
"""


@dataclass(frozen=True)
class Rise:
    """What everybody of a frame is raised by: the rule, its calendar year, and the first month it holds."""

    target: str
    year: int
    from_month: int


def plan_of(year: int) -> Rise:
    """The yearly plan, from January on."""
    return Rise("adjustment_increase", year, year * 12)


def write(
    awards: pl.DataFrame, *, rise: Rise, known_on: dt.date, by: pension.Signatures, facts: pl.Expr
) -> dict[str, int]:
    """Write the rises of `awards`; returns the rows and the fen that are owed for past months.

    `facts` is what each row's receipt keeps. Raises Refusal `awards_changed_meanwhile` where an award is no longer what
    was computed from.
    """
    if awards.is_empty():
        return {"arrears_rows": 0, "arrears_months": 0, "arrears_fen": 0}
    owed = months_owed(awards, first=rise.from_month, known_on=known_on)
    # A kind of benefit may rise by several rules for the same months: each owes its own.
    owed = owed.with_columns(rule=pl.lit(rise.target))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, [awards["award_id"].to_list(), awards["state"].to_list()])
        held = int(cursor.fetchone()[0])
        if held != awards.height:
            raise Refusal(pension.AWARDS_CHANGED, subject=str(awards.height - held))
        rows = awards.select(
            "award_id", target=pl.lit(rise.target), year=pl.lit(rise.year), from_month=pl.lit(rise.from_month),
            amount_fen="increase_fen", receipt=_receipts(rise, known_on=known_on, by=by, facts=facts),
            known_on=pl.lit(known_on),
        )  # fmt: skip
        copy_rows(table="pension_adjustment", data=plain_text(rows.to_arrow()), cursor=cursor)
        if owed.height:
            copy_rows(table="pension_arrears", data=plain_text(owed.to_arrow()), cursor=cursor)
    return {
        "arrears_rows": owed.height,
        "arrears_months": int(owed["months"].sum()),
        "arrears_fen": int((owed["other_fen"] * owed["months"]).sum()),
    }


def months_owed(awards: pl.DataFrame, *, first: int, known_on: dt.date) -> pl.DataFrame:
    """One row for each run of months from `first` that a roster has frozen already and that no hold stopped."""
    until = {
        (kind, place): pension.first_open_month(
            fund=pension.kind_of(kind).fund, place=place, known_on=known_on
        )
        for kind, place in awards.select("kind", "place").unique().rows()
    }
    months = pl.DataFrame(
        [
            {"kind": kind, "place": place, "period": month}
            for (kind, place), end in until.items()
            for month in range(first, end)
        ],
        schema={"kind": pl.String, "place": pl.String, "period": pl.Int64},
    )
    rows = awards.select("person_id", "award_id", "kind", "place", "increase_fen").join(
        months, on=["kind", "place"]
    )
    stops = pension.stopping_holds(person_ids=awards["person_id"].to_list())
    stopped = (
        rows.join(stops, on="person_id")
        .filter((pl.col("period") >= pl.col("from_month")) & (pl.col("period") <= pl.col("to_month")))
        .select("award_id", "period")
        .unique()
    )  # fmt: skip
    due = rows.join(stopped, on=["award_id", "period"], how="anti").filter(
        pl.col("increase_fen") > 0
    )
    runs = due.sort("award_id", "period").with_columns(
        run=pl.col("period") - pl.int_range(pl.len()).over("award_id")
    )
    spans = runs.group_by("award_id", "run", maintain_order=True).agg(
        pl.col("person_id").first(),
        pl.col("period").first(),
        pl.len().cast(pl.Int64).alias("months"),
        pl.col("increase_fen").first(),
    )
    return spans.select(
        "person_id", "award_id", "period", "months", cause=pl.lit("adjustment"), basic_fen=pl.lit(0, pl.Int64),
        account_fen=pl.lit(0, pl.Int64), transitional_fen=pl.lit(0, pl.Int64), other_fen="increase_fen",
        known_on=pl.lit(known_on),
    )  # fmt: skip


def _receipts(rise: Rise, *, known_on: dt.date, by: pension.Signatures, facts: pl.Expr) -> pl.Expr:
    """Each row's receipt as JSON: the question, its facts, and who answers for it. The career stands with the award."""
    return pl.struct(
        target=pl.lit(rise.target), place="place", on=pl.lit(first_day(rise.from_month).isoformat()),
        known_on=pl.lit(known_on.isoformat()), ruleset_hash="ruleset_hash", determined_by=pl.lit(by.determined_by),
        reviewed_by=pl.lit(by.reviewed_by), facts=facts,
    ).struct.json_encode()  # fmt: skip


def plan_facts() -> pl.Expr:
    """What the yearly plan asks, besides the career."""
    return pl.struct(
        "age_at_adjustment", "elder_for_adjustment", "turned_elder_last_year", pension_before_adjustment="before",
    )  # fmt: skip
