"""Everybody insured on the first day of a contribution year, with the new wage, the old one, and the mean of last year."""

from __future__ import annotations

import polars as pl

from renshe.foundation.bulk import read_arrow
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month, first_day, year_of

CARRIED = "carried_from_previous_year"

# A wage recorded later stands before an earlier one. The mean goes over months that were assessed, corrections included; half a
# fen up.
_WAGES = """
WITH insured AS (
    SELECT DISTINCT s.person_id, s.employer_id FROM enrolment_spell s
     WHERE s.status = 'active' AND s.span @> date '{day}'
), wage AS (
    SELECT DISTINCT ON (person_id, employer_id, year_start_month)
           person_id, coalesce(employer_id, 0) AS employer_key, year_start_month, wage_fen, source
      FROM contributions_declared_wage
     WHERE year_start_month IN ({start}, {start} - 12)
     ORDER BY person_id, employer_id, year_start_month, recorded_at DESC, id DESC
), months AS (
    SELECT person_id, coalesce(employer_id, 0) AS employer_key, period, sum(declared_wage_fen) AS fen
      FROM contributions_line
     WHERE {mean} AND period BETWEEN {first} AND {first} + 11
     GROUP BY 1, 2, 3 HAVING sum(months) > 0
), mean AS (
    SELECT person_id, employer_key, round(sum(fen) / count(*))::bigint AS mean_fen
      FROM months GROUP BY 1, 2
)
SELECT i.person_id, i.employer_id, n.wage_fen AS new_fen, n.source AS new_source, o.wage_fen AS old_fen,
       o.source AS old_source, m.mean_fen
  FROM insured i
  JOIN registry_person p ON p.id = i.person_id
  LEFT JOIN registry_employer e ON e.id = i.employer_id
  LEFT JOIN wage n ON n.year_start_month = {start} AND n.person_id = i.person_id
                  AND n.employer_key = coalesce(i.employer_id, 0)
  LEFT JOIN wage o ON o.year_start_month = {start} - 12 AND o.person_id = i.person_id
                  AND o.employer_key = coalesce(i.employer_id, 0)
  LEFT JOIN mean m ON m.person_id = i.person_id AND m.employer_key = coalesce(i.employer_id, 0)
 WHERE coalesce(e.place, p.residence_place) LIKE '{below}%'
 ORDER BY i.employer_id, i.person_id
"""
_SCHEMA = {"person_id": pl.Int64, "employer_id": pl.Int64, "new_fen": pl.Int64, "new_source": pl.String,
           "old_fen": pl.Int64, "old_source": pl.String, "mean_fen": pl.Int64}  # fmt: skip


def wages_of_year(*, place: str, start: Month, with_mean: bool) -> pl.DataFrame:
    """One row for each person and employer insured on the first day: new_fen, old_fen and mean_fen may be null.

    `with_mean` reads the past calendar year's months, which takes longer. Reads what is committed.
    """
    below = stem(place)
    if not below.isdigit():
        raise ValueError(f"not a place: {place!r}")
    table = read_arrow(sql=_WAGES.format(
        day=first_day(start).isoformat(), start=int(start), first=(year_of(start) - 1) * 12, below=below,
        mean="true" if with_mean else "false",
    ))  # fmt: skip
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame.cast(_SCHEMA)  # type: ignore[arg-type]


def silent_employers(frame: pl.DataFrame) -> pl.DataFrame:
    """Employers none of whose people has a wage declared for the new year: employer_id, heads, most first."""
    own = frame.filter(pl.col("employer_id").is_not_null())
    declared = pl.col("new_fen").is_not_null() & (pl.col("new_source") != CARRIED)
    each = own.group_by("employer_id").agg(heads=pl.len(), reported=declared.any())
    return (
        each.filter(~pl.col("reported"))
        .select("employer_id", "heads")
        .sort("heads", "employer_id", descending=[True, False])
    )
