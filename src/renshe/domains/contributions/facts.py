"""From rows to what the law asks: who is assessed in a month, with which wage and circumstances."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import polars as pl
import pyarrow as pa

from renshe.domains.contributions.dated import contribution_year
from renshe.domains.contributions.frames import arrow_of
from renshe.domains.contributions.operations.declaring import place_stem
from renshe.foundation.bulk import ArrowReader
from renshe.kernel.periods import Month, first_day

# Each part is one plain scan, and they are put together as columns: a planner without fresh statistics would join
# them row by row. Everybody insured on the first of the month stands once for each employer.
_INSURED = """
SELECT person_id, employer_id, bit_or(1 << insurance) AS insured,
       coalesce(max(person_kind) FILTER (WHERE insurance = 1), max(person_kind)) AS person_kind
  FROM enrolment_spell
 WHERE status = 'active' AND span @> date '{day}' AND {mine}
 GROUP BY person_id, employer_id
"""
# Only who pays for himself is found by where he lives; the others by their employer.
_OWN_PAYERS = """
SELECT s.person_id, p.residence_place
  FROM (SELECT DISTINCT person_id FROM enrolment_spell
         WHERE status = 'active' AND span @> date '{day}' AND employer_id IS NULL AND {mine}) s
  JOIN registry_person p ON p.id = s.person_id
 WHERE p.residence_place LIKE '{stem}%'
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
# Who was closed into another unit: his people's wages and months are the successor's from then on.
_HEIRS = "SELECT id, successor_id FROM registry_employer WHERE successor_id IS NOT NULL"
_DECLARED = """
SELECT DISTINCT employer_id, true AS declared FROM contributions_declaration
 WHERE period = {period} AND channel <> 'carry_forward'
   AND state IN ('accepted', 'partly_accepted', 'assessed')
"""

CONNECTIONS = 2
_BIT_OF = {"pension": 1, "medical": 2, "unemployment": 3, "injury": 4, "maternity": 5}


def assessment_table(
    *, period: Month, place: str, part: int = 0, parts: int = 1, role: str = "runner"
) -> pa.Table:
    """Everybody to be assessed for a month at a place (and below it), one row per person and employer.

    Columns: person_id, employer_id (null: pays for himself), declared_wage_fen (null where nobody ever declared one),
    wage_source (this_year, last_year, none), declared (the employer declared for this month; people who pay for
    themselves always did), last_month_base_fen and last_month_wage_fen (null: not assessed then), person_kind,
    insured_pension … insured_maternity, employer_kind (own: none), size_class, injury_rate_class, industry_code,
    place. Months already assessed are left out, so that a second run of the same month takes only who came late.

    `part` of `parts` splits the work, each part being a pass over the city; an employer's people are always in one
    part. Rows are in the order of employers, people who pay for themselves last. Reads what is committed.
    """
    if not 0 <= part < parts:
        raise ValueError(f"part {part} of {parts}")
    stem = place_stem(place)
    if not stem.isdigit():
        raise ValueError(f"not a place: {place!r}")
    start = int(contribution_year(place=place, period=period).start_month)
    payer = "abs(hashint8(coalesce(employer_id, -person_id))::bigint)"
    mine = "true" if parts == 1 else f"{payer} % {int(parts)} = {int(part)}"
    # A predecessor's rows are wanted wherever its successor is.
    theirs = f"({mine} OR employer_id IN (SELECT id FROM registry_employer WHERE successor_id IS NOT NULL))"
    day, month = first_day(period).isoformat(), int(period)
    insured, own, employers, done, this_year, last_year, last_month, declared, closed = _read_all(
        (
            _INSURED.format(mine=mine, day=day),
            _OWN_PAYERS.format(mine=mine, day=day, stem=stem),
            _EMPLOYERS.format(stem=stem),
            _ASSESSED.format(mine=theirs, period=month),
            _WAGES.format(mine=theirs, year=start, name="this_year"),
            _WAGES.format(mine=theirs, year=start - 12, name="last_year"),
            _ASSESSED.format(mine=theirs, period=month - 1),
            _DECLARED.format(period=month),
            _HEIRS,
        ),
        role=role,
    )
    both, heirs = ["person_id", "employer_id"], _heirs(closed)
    people = (
        insured.join(employers, on="employer_id", how="left")
        .join(own.with_columns(pays_for_himself=pl.lit(True)), on="person_id", how="left")
        .filter(
            pl.col("employer_kind").is_not_null()
            | (pl.col("employer_id").is_null() & pl.col("pays_for_himself"))
        )
        .join(_inherited(done, heirs).select(both), on=both, how="anti", nulls_equal=True)
    )
    for known in (this_year, last_year, last_month):
        people = people.join(_inherited(known, heirs), on=both, how="left", nulls_equal=True)
    people = people.join(declared, on="employer_id", how="left")
    return arrow_of(_as_asked(people))


def _heirs(closed: pl.DataFrame) -> dict[int, int]:
    """For each closed unit the one that stands at the end of its line of successors."""
    next_of = dict(zip(closed["id"].to_list(), closed["successor_id"].to_list(), strict=True))
    heirs = {}
    for first in next_of:
        last = first
        while last in next_of:
            last = next_of[last]
        heirs[first] = last
    return heirs


def _inherited(rows: pl.DataFrame, heirs: dict[int, int]) -> pl.DataFrame:
    """Rows under the unit that stands now; where somebody was with both, what the successor itself said goes first."""
    if not heirs:
        return rows
    moved = pl.col("employer_id").is_in(list(heirs)).fill_null(False)
    return (
        rows.with_columns(moved=moved, employer_id=pl.col("employer_id").replace(heirs))
        .sort("moved", maintain_order=True)
        .unique(["person_id", "employer_id"], keep="first", maintain_order=True)
        .drop("moved")
    )


def _read_all(queries: Sequence[str], *, role: str) -> list[pl.DataFrame]:
    """The rows of each query; two at a time, the longest ones given first, each on its own connection."""
    waiting = iter(enumerate(queries))
    lock, found = Lock(), {}

    def work() -> None:
        with ArrowReader(role=role) as reader:
            while True:
                with lock:
                    number, sql = next(waiting, (-1, ""))
                if number < 0:
                    return
                found[number] = _frame(reader.read(sql))

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        for one in [threads.submit(work) for _ in range(CONNECTIONS)]:
            one.result()
    return [found[number] for number in range(len(queries))]


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
        *(
            (pl.col("insured") & (1 << bit) != 0).alias(f"insured_{name}")
            for name, bit in _BIT_OF.items()
        ),
        pl.col("employer_kind").fill_null("own"),
        pl.col("size_class").fill_null("none"),
        "injury_rate_class",
        pl.col("industry_code").fill_null(""),
        pl.coalesce("place", "residence_place").alias("place"),
    )
