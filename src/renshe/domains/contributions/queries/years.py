"""A person's insured years by employer and insurance: months and bases, from closed years and the lines since."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

INSURANCES = ("pension", "medical", "unemployment", "injury")


@dataclass(frozen=True)
class InsuredYear:
    """A person's year at one employer (none: on his own) in one insurance, as credited.

    `months` has bit 0 for January to bit 11 for December; `base_fen` is the sum of the bases of those months.
    """

    year: int
    employer_id: int | None
    insurance: str
    months: int
    base_fen: int

    @property
    def month_count(self) -> int:
        """How many months of the year."""
        return self.months.bit_count()


# Rows first, then every line that no row holds. A year of an older system that did not say is null, and no row here.
_ROWS = ", ".join(
    f"('{name}', y.{months}, y.{base})"
    for name, months, base in (
        ("pension", "paid_months", "base_fen"),
        *((name, f"{name}_months", f"{name}_base_fen") for name in INSURANCES[1:]),
    )
)
_LINES = ", ".join(f"('{name}', l.{name}_base_fen)" for name in INSURANCES)
_YEARS = f"""
WITH who AS (
    SELECT %(person)s::bigint AS id UNION
    SELECT merged_id FROM registry_person_alias WHERE person_id = %(person)s AND undone_at IS NULL
), month AS (
    SELECT y.employer_id, y.year * 12 + n AS period, v.insurance, v.mask >> n & 1 AS times,
           CASE WHEN v.mask >> n & 1 = 1 THEN v.base[n + 1] ELSE 0 END AS fen
      FROM contributions_year y JOIN who ON who.id = y.person_id
     CROSS JOIN generate_series(0, 11) n
     CROSS JOIN LATERAL (VALUES {_ROWS}) v(insurance, mask, base)
     WHERE v.mask IS NOT NULL
     UNION ALL
    SELECT l.employer_id, l.period, v.insurance, l.months, v.base
      FROM contributions_line l JOIN who ON who.id = l.person_id
      JOIN contributions_bill b ON b.id = l.bill_id AND b.credited_batch_id IS NOT NULL
     CROSS JOIN LATERAL (VALUES {_LINES}) v(insurance, base)
     WHERE v.base <> 0
       AND NOT EXISTS (SELECT FROM contributions_year_cover c
                        WHERE c.year = l.period / 12 AND c.credited_batch_id = b.credited_batch_id)
), whole AS (
    SELECT employer_id, period, insurance, sum(fen) AS fen FROM month GROUP BY 1, 2, 3 HAVING sum(times) > 0
)
SELECT period / 12, employer_id, insurance, bit_or(1 << mod(period, 12)), sum(fen)::bigint
  FROM whole WHERE %(year)s::int IS NULL OR period / 12 = %(year)s
 GROUP BY 1, 2, 3 ORDER BY 1, 2 NULLS LAST, 3
"""


def insured_years(*, person_id: int, year: int | None = None) -> list[InsuredYear]:
    """A person's years by employer and insurance, oldest first, or one year alone; read in the current transaction.

    A month counts in an insurance once its line is credited (劳办发〔1997〕116号 for the pension; owner-default for the
    others, whose bases are those of the same line). Two employers of a month are two rows: bases are not held to the
    person's cap here, as a career's are (`career_of`).
    """
    with connection.cursor() as cursor:
        cursor.execute(_YEARS, {"person": person_id, "year": year})
        return [InsuredYear(*row) for row in cursor.fetchall()]
