"""Months assessed once, as columns again: what was charged, and the facts that the law is asked about."""

from __future__ import annotations

import polars as pl

from renshe.foundation.bulk import read_arrow
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month, first_day

SHARES = (
    "pension_employer_fen", "pension_personal_fen", "medical_employer_fen", "medical_personal_fen",
    "unemployment_employer_fen", "unemployment_personal_fen", "injury_employer_fen", "maternity_employer_fen",
)  # fmt: skip
BASES = ("pension_base_fen", "medical_base_fen", "unemployment_base_fen", "injury_base_fen")
MONEY = (*BASES, *SHARES, "account_credit_fen")

# What stands of a person, employer and month after corrections, under the bill of its latest line. Insured is who was
# charged; kind of person, employer and size are the registers' of that month and of now.
_LINES = """
WITH bills AS (
    SELECT id, batch_id, state, received_on, credited_batch_id FROM contributions_bill WHERE period = {period}
), lines AS (
    SELECT l.person_id, l.employer_id, {sums}, sum(l.months) AS months,
           (array_agg(l.bill_id ORDER BY l.months DESC, l.batch_id DESC))[1] AS bill_id,
           max(l.declared_wage_fen) FILTER (WHERE l.months = 1) AS declared_wage_fen
      FROM contributions_line l
     WHERE l.period = {period} AND l.batch_id = ANY(ARRAY(SELECT DISTINCT batch_id FROM bills))
     GROUP BY 1, 2 HAVING sum(l.months) > 0
), kinds AS (
    SELECT person_id, employer_id,
           coalesce(max(person_kind) FILTER (WHERE insurance = 1), max(person_kind)) AS person_kind,
           bool_or(insurance = 5) AS maternity
      FROM enrolment_spell WHERE status <> 'cancelled' AND span @> date '{day}' GROUP BY 1, 2
)
SELECT l.person_id, l.employer_id, l.declared_wage_fen, {names}, l.bill_id, b.state AS bill_state, b.received_on,
       (f.posted_at AT TIME ZONE 'Asia/Shanghai')::date AS assessed_on, b.credited_batch_id IS NOT NULL AS credited,
       coalesce(k.person_kind, CASE WHEN l.employer_id IS NULL THEN 'flexible' ELSE 'employee' END) AS person_kind,
       coalesce(k.maternity, false) OR l.maternity_employer_fen <> 0 AS insured_maternity,
       coalesce(e.kind, 'own') AS employer_kind, coalesce(e.size_class, 'none') AS size_class,
       e.injury_rate_class::bigint AS injury_rate_class, coalesce(e.industry_code, '') AS industry_code,
       coalesce(e.place, p.residence_place) AS place, p.household_place, p.sex,
       EXISTS (SELECT FROM pension_award a WHERE a.person_id = l.person_id AND a.starts_month > {period}
                  AND a.state IN ('provisional', 'final', 'suspended', 'ended')) AS benefits_drawn
  FROM lines l
  JOIN bills b ON b.id = l.bill_id
  JOIN funds_batch f ON f.id = b.batch_id AND f.state = 'posted'
  JOIN registry_person p ON p.id = l.person_id
  LEFT JOIN registry_employer e ON e.id = l.employer_id
  LEFT JOIN kinds k ON k.person_id = l.person_id AND k.employer_id IS NOT DISTINCT FROM l.employer_id
 WHERE coalesce(e.place, p.residence_place) LIKE '{below}%'
 ORDER BY l.employer_id, l.person_id
"""


def assessed_lines(*, place: str, period: Month) -> pl.DataFrame:
    """One row for each person and employer charged for a month at a place and below it, with facts and their bill.

    The columns of `contributions.assessment_table` are all there (wages, kinds, insured_X), so the same law can be asked;
    `declared` is true, because what stood for an employer that sent no roster is the wage already.
    """
    below = stem(place)
    if not below.isdigit():
        raise ValueError(f"not a place: {place!r}")
    table = read_arrow(sql=_LINES.format(
        period=int(period), day=first_day(period).isoformat(), below=below,
        sums=", ".join(f"sum(l.{name})::bigint AS {name}" for name in MONEY), names=", ".join(f"l.{name}" for name in MONEY),
    ))  # fmt: skip
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    insured = {f"insured_{base.split('_')[0]}": pl.col(base) > 0 for base in BASES}
    return frame.with_columns(
        **insured, declared=pl.lit(True), wage_source=pl.lit("this_year"),
        last_month_base_fen=pl.lit(None, dtype=pl.Int64), last_month_wage_fen=pl.lit(None, dtype=pl.Int64),
    )  # fmt: skip
