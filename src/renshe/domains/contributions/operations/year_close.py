"""Closing a year: its lines put together into one row per person, year and employer, set by set in the database.

A row is a sum of lines, so it is made from crediting batches that are complete: the rows name them (`YearCover`), and a
career takes every other line by itself. What is credited or corrected after the close counts at once, as lines, and the
year is never closed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from renshe.domains.contributions.careers import TWELVE
from renshe.domains.contributions.frames import number_list
from renshe.domains.contributions.models import YearCover
from renshe.domains.contributions.refusals import refused
from renshe.foundation.bulk import StagedPartition
from renshe.foundation.connections import connect

OTHERS = ("medical", "unemployment", "injury")
INSURANCES = ("pension", *OTHERS)


@dataclass(frozen=True)
class YearTotals:
    """Control totals of a year: rows, person-months by insurance, pension bases and account credit (fen)."""

    rows: int
    pension_months: int
    medical_months: int
    unemployment_months: int
    injury_months: int
    base_fen: int
    credit_fen: int


# A month is paid in an insurance where lines with a base in it come to a month; reversals are lines too.
_MONTHS = """
SELECT l.person_id, l.employer_id, l.period % 12 AS n, {sums}, sum(l.account_credit_fen)::bigint AS credit
  FROM contributions_line l
  JOIN contributions_bill b ON b.id = l.bill_id AND b.credited_batch_id = ANY('{credited}'::bigint[])
 WHERE l.period BETWEEN {first} AND {last}
 GROUP BY 1, 2, 3
"""
_SUMS = ", ".join(
    f"coalesce(sum(l.months) FILTER (WHERE l.{name}_base_fen <> 0), 0)::int AS {name}_there,"
    f" sum(l.{name}_base_fen)::bigint AS {name}"
    for name in INSURANCES
)


def complete_batches(*, year: int) -> list[int]:
    """Crediting batches, all posted, that credited months of a year and stand in no rows yet.

    A posted batch never gains a bill, so the sums of its lines are final.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT b.credited_batch_id FROM contributions_bill b
                 JOIN funds_batch f ON f.id = b.credited_batch_id AND f.state = 'posted'
                WHERE b.period BETWEEN %s AND %s AND NOT EXISTS (
                      SELECT FROM contributions_year_cover c
                       WHERE c.year = %s AND c.credited_batch_id = b.credited_batch_id)
                ORDER BY 1""",
            [year * TWELVE, year * TWELVE + TWELVE - 1, year],
        )
        return [int(batch) for (batch,) in cursor.fetchall()]


def stage_year(*, batch_id: int, year: int, credited: Sequence[int]) -> StagedPartition:
    """The rows of a year from the lines of these crediting batches, in the unattached partition of a batch.

    Nothing is attached: the caller does it with `cover_year` in one transaction and closes the stage. Raises Refusal
    `year_closed` where rows of another batch hold the year; StageBusy, AlreadyPosted.
    """
    _not_closed(year=year, batch_id=batch_id)
    stage = StagedPartition(parent="contributions_year", batch_id=batch_id)
    stage.create()
    with connect(role="runner") as own:
        own.execute("SET enable_nestloop = off")  # whole tables are joined, of which some are new
        own.execute(_insert(stage.name, batch_id=batch_id, year=year, credited=credited))
    stage.key()
    stage.assert_no_orphans(column="person_id", table="registry_person")
    return stage


def cover_year(*, batch_id: int, year: int, credited: Sequence[int]) -> YearTotals:
    """Name the batches that the attached rows hold, and prove that rows and lines say the same; returns the totals.

    In the transaction that attaches the rows. Raises Refusal `year_differs` (nothing is kept then), `year_closed`.
    """
    _not_closed(year=year, batch_id=batch_id)
    YearCover.objects.bulk_create(
        YearCover(year=year, credited_batch_id=one, batch_id=batch_id) for one in credited
    )
    of_rows, of_lines = (
        _totals(_OF_ROWS.format(batch=int(batch_id))),
        _totals(_OF_LINES.format(months=_months(year, credited))),
    )
    if of_rows != of_lines:
        raise refused("year_differs", subject=f"{year}: {of_rows} ≠ {of_lines}")
    return of_rows


def _not_closed(*, year: int, batch_id: int) -> None:
    if YearCover.objects.filter(year=year).exclude(batch_id=batch_id).exists():
        raise refused("year_closed", subject=str(year))


def _months(year: int, credited: Sequence[int]) -> str:
    return _MONTHS.format(
        sums=_SUMS,
        credited=number_list(credited),
        first=year * TWELVE,
        last=year * TWELVE + TWELVE - 1,
    )


def _insert(stage: str, *, batch_id: int, year: int, credited: Sequence[int]) -> str:
    masks = {
        name: f"bit_or(CASE WHEN {name}_there > 0 THEN 1 << n ELSE 0 END)" for name in INSURANCES
    }
    twelve = {
        name: ", ".join(f"coalesce(max({name}) FILTER (WHERE n = {n}), 0)" for n in range(TWELVE))
        for name in (*INSURANCES, "credit")
    }
    others = ", ".join(f"{masks[name]}, ARRAY[{twelve[name]}]" for name in OTHERS)
    names = ", ".join(f"{name}_months, {name}_base_fen" for name in OTHERS)
    return f"""
        INSERT INTO {stage} (batch_id, person_id, employer_id, year, paid_months, base_fen, credit_fen, deemed_months,
                             {names})
        SELECT {int(batch_id)}, person_id, employer_id, {int(year)}, {masks["pension"]}, ARRAY[{twelve["pension"]}],
               ARRAY[{twelve["credit"]}], 0, {others}
          FROM ({_months(year, credited)}) month
         GROUP BY person_id, employer_id
        HAVING bit_or({" | ".join(f"{name}_there" for name in INSURANCES)}) <> 0
         ORDER BY person_id, employer_id"""


_OF_ROWS = """
SELECT count(*), coalesce(sum(bit_count(paid_months::bit(12))), 0), coalesce(sum(bit_count(medical_months::bit(12))), 0),
       coalesce(sum(bit_count(unemployment_months::bit(12))), 0), coalesce(sum(bit_count(injury_months::bit(12))), 0),
       coalesce(sum((SELECT sum(fen) FROM unnest(base_fen) fen)), 0),
       coalesce(sum((SELECT sum(fen) FROM unnest(credit_fen) fen)), 0)
  FROM contributions_year WHERE batch_id = {batch}
"""
_OF_LINES = """
SELECT count(DISTINCT (person_id, employer_id)) FILTER (
           WHERE pension_there + medical_there + unemployment_there + injury_there > 0),
       coalesce(sum(pension_there), 0), coalesce(sum(medical_there), 0), coalesce(sum(unemployment_there), 0),
       coalesce(sum(injury_there), 0), coalesce(sum(pension), 0), coalesce(sum(credit), 0)
  FROM ({months}) month
"""


def _totals(sql: str) -> YearTotals:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return YearTotals(*(int(value) for value in cursor.fetchone()))
