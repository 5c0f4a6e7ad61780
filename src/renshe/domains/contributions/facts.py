"""From rows to what the law asks: who is assessed in a month, with which wage and circumstances."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from renshe.domains.contributions.dated import contribution_year
from renshe.domains.contributions.frames import arrow_of
from renshe.domains.contributions.operations.declaring import place_stem
from renshe.foundation.bulk import read_arrow
from renshe.kernel.periods import Month, first_day

# Each part is one plain scan, and they are put together as columns: a planner without fresh statistics would join
# them row by row. Everybody insured on the first of the month stands once for each employer.
_INSURED = """
SELECT s.person_id, s.employer_id, s.person_kind, s.insured_pension, s.insured_medical,
       s.insured_unemployment, s.insured_injury, s.insured_maternity, p.residence_place,
       p.household_place, p.sex, (p.birth_on - date '1970-01-01')::bigint + {epoch} AS birth_on
  FROM (SELECT person_id, employer_id,
               coalesce(max(person_kind) FILTER (WHERE insurance = 1), max(person_kind)) AS person_kind,
               bool_or(insurance = 1) AS insured_pension, bool_or(insurance = 2) AS insured_medical,
               bool_or(insurance = 3) AS insured_unemployment, bool_or(insurance = 4) AS insured_injury,
               bool_or(insurance = 5) AS insured_maternity
          FROM enrolment_spell
         WHERE status = 'active' AND span @> date '{day}' AND {mine}
         GROUP BY person_id, employer_id) s
  JOIN registry_person p ON p.id = s.person_id
"""
_EMPLOYERS = """
SELECT id AS employer_id, kind AS employer_kind, size_class, injury_rate_class::bigint AS injury_rate_class,
       industry_code, place FROM registry_employer WHERE place LIKE '{stem}%'
"""
_WAGES = """
SELECT DISTINCT ON (person_id, employer_id) person_id, employer_id, wage_fen AS {name}
  FROM contributions_declared_wage
 WHERE year_start_month = {year} AND {mine}
 ORDER BY person_id, employer_id, recorded_at DESC, id DESC
"""
# Net of reversals; the list of batches lets the planner open only their partitions.
_ASSESSED = """
SELECT person_id, employer_id, sum(pension_base_fen)::bigint AS last_month_base_fen,
       sum(declared_wage_fen)::bigint AS last_month_wage_fen
  FROM contributions_line
 WHERE batch_id = ANY(ARRAY(SELECT DISTINCT batch_id FROM contributions_bill WHERE period = {period}))
   AND period = {period} AND {mine}
 GROUP BY person_id, employer_id HAVING sum(months) > 0
"""
_DECLARED = """
SELECT DISTINCT employer_id, true AS declared FROM contributions_declaration
 WHERE period = {period} AND channel <> 'carry_forward'
   AND state IN ('accepted', 'partly_accepted', 'assessed')
"""

_EPOCH = 719163  # date(1970, 1, 1).toordinal(): the law counts days as ordinals


def assessment_table(
    *, period: Month, place: str, part: int = 0, parts: int = 1, role: str = "runner"
) -> pa.Table:
    """Everybody to be assessed for a month at a place (and below it), one row per person and employer.

    Columns: person_id, employer_id (null: pays for himself), declared_wage_fen (null where nobody ever declared one),
    wage_source (this_year, last_year, none), declared (the employer declared for this month; people who pay for
    themselves always did), last_month_base_fen and last_month_wage_fen (null: not assessed then), person_kind,
    insured_pension … insured_maternity, employer_kind (own: none), size_class, injury_rate_class, industry_code, place,
    household_place, sex, birth_on (day ordinal). Months already assessed are left out, so that a second run of the
    same month takes only who came late.

    `part` of `parts` splits the work; an employer's people are always in one part. Reads what is committed.
    """
    if not 0 <= part < parts:
        raise ValueError(f"part {part} of {parts}")
    stem = place_stem(place)
    if not stem.isdigit():
        raise ValueError(f"not a place: {place!r}")
    start = contribution_year(place=place, period=period).start_month
    payer = "abs(hashint8(coalesce(employer_id, -person_id))::bigint)"
    mine = "true" if parts == 1 else f"{payer} % {int(parts)} = {int(part)}"

    def read(sql: str, **given: object) -> pl.DataFrame:
        return _frame(read_arrow(sql=sql.format(mine=mine, **given), role=role))

    people = read(_INSURED, day=first_day(period).isoformat(), epoch=_EPOCH)
    employers = read(_EMPLOYERS, stem=stem)
    people = people.join(employers, on="employer_id", how="left").filter(
        pl.col("employer_kind").is_not_null()
        | (pl.col("employer_id").is_null() & pl.col("residence_place").str.starts_with(stem))
    )
    both = ["person_id", "employer_id"]
    done = read(_ASSESSED, period=int(period)).select(both)
    people = people.join(done, on=both, how="anti", nulls_equal=True)
    for sql, given in (
        (_WAGES, {"year": int(start), "name": "this_year"}),
        (_WAGES, {"year": int(start) - 12, "name": "last_year"}),
        (_ASSESSED, {"period": int(period) - 1}),
    ):
        people = people.join(read(sql, **given), on=both, how="left", nulls_equal=True)
    people = people.join(read(_DECLARED, period=int(period)), on="employer_id", how="left")
    return arrow_of(_as_asked(people))


def _frame(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _as_asked(people: pl.DataFrame) -> pl.DataFrame:
    """The columns in the order and with the words that the law's facts have."""
    own = pl.col("employer_id").is_null()
    source = (
        pl.when(pl.col("this_year").is_not_null())
        .then(pl.lit("this_year"))
        .when(pl.col("last_year").is_not_null())
        .then(pl.lit("last_year"))
        .otherwise(pl.lit("none"))
    )
    return people.sort("employer_id", "person_id", nulls_last=True).select(
        "person_id",
        "employer_id",
        pl.coalesce("this_year", "last_year").alias("declared_wage_fen"),
        source.alias("wage_source"),
        (own | pl.col("declared").fill_null(False)).alias("declared"),
        "last_month_base_fen",
        "last_month_wage_fen",
        "person_kind",
        "insured_pension",
        "insured_medical",
        "insured_unemployment",
        "insured_injury",
        "insured_maternity",
        pl.col("employer_kind").fill_null("own"),
        pl.col("size_class").fill_null("none"),
        "injury_rate_class",
        pl.col("industry_code").fill_null(""),
        pl.coalesce("place", "residence_place").alias("place"),
        "household_place",
        "sex",
        "birth_on",
    )
