"""One adjustment for each award and one arrear for each past month, in one transaction."""

from __future__ import annotations

import datetime as dt

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


def write(
    awards: pl.DataFrame, *, year: int, known_on: dt.date, by: pension.Signatures
) -> dict[str, int]:
    """Write the rises of `awards`; returns the rows and the fen that are owed for past months.

    Raises Refusal `awards_changed_meanwhile` where an award is no longer what was computed from.
    """
    if awards.is_empty():
        return {"arrears_rows": 0, "arrears_fen": 0}
    owed = months_owed(awards, year=year, known_on=known_on)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, [awards["award_id"].to_list(), awards["state"].to_list()])
        held = int(cursor.fetchone()[0])
        if held != awards.height:
            raise Refusal(pension.AWARDS_CHANGED, subject=str(awards.height - held))
        rows = awards.select(
            "award_id", year=pl.lit(year), from_month=pl.lit(year * 12), amount_fen="increase_fen",
            receipt=_receipts(year=year, known_on=known_on, by=by), known_on=pl.lit(known_on),
        )  # fmt: skip
        copy_rows(table="pension_adjustment", data=plain_text(rows.to_arrow()), cursor=cursor)
        if owed.height:
            copy_rows(table="pension_arrears", data=plain_text(owed.to_arrow()), cursor=cursor)
    return {"arrears_rows": owed.height, "arrears_fen": int(owed["other_fen"].sum())}


def months_owed(awards: pl.DataFrame, *, year: int, known_on: dt.date) -> pl.DataFrame:
    """One row for each month from January that a roster has frozen already and that no hold stopped."""
    until = {
        place: pension.first_open_month(place=place, known_on=known_on)
        for place in awards["place"].unique().to_list()
    }
    months = pl.DataFrame(
        [
            {"place": place, "period": month}
            for place, end in until.items()
            for month in range(year * 12, end)
        ],
        schema={"place": pl.String, "period": pl.Int64},
    )
    rows = awards.select("person_id", "award_id", "place", "increase_fen").join(months, on="place")
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
    return due.sort("award_id", "period").select(
        "person_id", "award_id", "period", cause=pl.lit("adjustment"), basic_fen=pl.lit(0, pl.Int64),
        account_fen=pl.lit(0, pl.Int64), transitional_fen=pl.lit(0, pl.Int64), other_fen="increase_fen",
        known_on=pl.lit(known_on),
    )  # fmt: skip


def _receipts(*, year: int, known_on: dt.date, by: pension.Signatures) -> pl.Expr:
    """Each row's receipt as JSON: the question, its facts, and who answers for it. The career stands with the award."""

    facts = pl.struct(
        "age_at_adjustment", "elder_for_adjustment", "turned_elder_last_year", pension_before_adjustment="before",
    )  # fmt: skip
    return pl.struct(
        target=pl.lit("adjustment_increase"), place="place", on=pl.lit(first_day(year * 12).isoformat()),
        known_on=pl.lit(known_on.isoformat()), ruleset_hash="ruleset_hash", determined_by=pl.lit(by.determined_by),
        reviewed_by=pl.lit(by.reviewed_by), facts=facts,
    ).struct.json_encode()  # fmt: skip
