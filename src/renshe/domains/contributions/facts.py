"""From rows to what the law asks: who is assessed in a month, with which wage and circumstances."""

from __future__ import annotations

import pyarrow as pa

from renshe.domains.contributions.dated import contribution_year
from renshe.domains.contributions.operations.declaring import place_stem
from renshe.foundation.bulk import read_arrow
from renshe.kernel.periods import Month, first_day

# Everybody insured on the first of the month, once for each employer; own payers have no employer.
_ASSESSMENT = """
WITH insured AS (
    SELECT s.person_id, s.employer_id,
           coalesce(max(s.person_kind) FILTER (WHERE s.insurance = 1), max(s.person_kind)) AS person_kind,
           bool_or(s.insurance = 1) AS insured_pension, bool_or(s.insurance = 2) AS insured_medical,
           bool_or(s.insurance = 3) AS insured_unemployment, bool_or(s.insurance = 4) AS insured_injury,
           bool_or(s.insurance = 5) AS insured_maternity
      FROM enrolment_spell s
     WHERE s.status = 'active' AND s.span @> date '{day}'
       AND abs(hashint8(coalesce(s.employer_id, -s.person_id))::bigint) % {parts} = {part}
     GROUP BY s.person_id, s.employer_id
), wage AS (
    SELECT DISTINCT ON (person_id, employer_id, year_start_month)
           person_id, coalesce(employer_id, 0) AS employer_key, year_start_month, wage_fen
      FROM contributions_declared_wage
     WHERE year_start_month IN ({year}, {year} - 12)
     ORDER BY person_id, employer_id, year_start_month, recorded_at DESC, id DESC
), posted AS (
    SELECT DISTINCT batch_id, period FROM contributions_bill WHERE period IN ({period}, {period} - 1)
), done AS (
    SELECT person_id, coalesce(employer_id, 0) AS employer_key FROM contributions_line
     WHERE batch_id = ANY(ARRAY(SELECT batch_id FROM posted WHERE period = {period})) AND period = {period}
     GROUP BY 1, 2 HAVING sum(months) > 0
), last_month AS (
    SELECT person_id, coalesce(employer_id, 0) AS employer_key,
           sum(pension_base_fen)::bigint AS base_fen, sum(declared_wage_fen)::bigint AS wage_fen
      FROM contributions_line
     WHERE batch_id = ANY(ARRAY(SELECT batch_id FROM posted WHERE period = {period} - 1))
       AND period = {period} - 1
     GROUP BY 1, 2 HAVING sum(months) > 0
), declared AS (
    SELECT DISTINCT employer_id FROM contributions_declaration
     WHERE period = {period} AND channel <> 'carry_forward'
       AND state IN ('accepted', 'partly_accepted', 'assessed')
)
SELECT i.person_id, i.employer_id,
       coalesce(this_year.wage_fen, last_year.wage_fen) AS declared_wage_fen,
       CASE WHEN this_year.wage_fen IS NOT NULL THEN 'this_year'
            WHEN last_year.wage_fen IS NOT NULL THEN 'last_year' ELSE 'none' END AS wage_source,
       i.employer_id IS NULL OR d.employer_id IS NOT NULL AS declared,
       m.base_fen AS last_month_base_fen, m.wage_fen AS last_month_wage_fen,
       i.person_kind, i.insured_pension, i.insured_medical, i.insured_unemployment, i.insured_injury,
       i.insured_maternity,
       coalesce(e.kind, 'own') AS employer_kind, coalesce(e.size_class, 'none') AS size_class,
       e.injury_rate_class::bigint AS injury_rate_class, coalesce(e.industry_code, '') AS industry_code,
       coalesce(e.place, p.residence_place) AS place, p.household_place, p.sex,
       (p.birth_on - date '1970-01-01')::bigint + {epoch} AS birth_on
  FROM insured i
  JOIN registry_person p ON p.id = i.person_id
  LEFT JOIN registry_employer e ON e.id = i.employer_id
  LEFT JOIN wage this_year ON this_year.year_start_month = {year} AND this_year.person_id = i.person_id
                          AND this_year.employer_key = coalesce(i.employer_id, 0)
  LEFT JOIN wage last_year ON last_year.year_start_month = {year} - 12 AND last_year.person_id = i.person_id
                          AND last_year.employer_key = coalesce(i.employer_id, 0)
  LEFT JOIN last_month m ON m.person_id = i.person_id AND m.employer_key = coalesce(i.employer_id, 0)
  LEFT JOIN declared d ON d.employer_id = i.employer_id
  LEFT JOIN done ON done.person_id = i.person_id AND done.employer_key = coalesce(i.employer_id, 0)
 WHERE done.person_id IS NULL AND coalesce(e.place, p.residence_place) LIKE '{stem}%'
 ORDER BY i.employer_id, i.person_id
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
    year = contribution_year(place=place, period=period)
    return read_arrow(role=role, sql=_ASSESSMENT.format(
        day=first_day(period).isoformat(), part=int(part), parts=int(parts), period=int(period),
        year=int(year.start_month), stem=stem, epoch=_EPOCH,
    ))
