"""One listed month as columns: what is on the list, who is insured, what stands of each bill, and the law's facts.

Everything is read as committed, the list first: a change whose row is seen has committed its spells too, and a change
that commits later has rows that are not seen and wait for the next run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from renshe.domains.contributions import api as contributions
from renshe.foundation.bulk import ArrowReader
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.runs.enrolment_corrections.columns import KEY, MONEY, SHARES

_SUMS = ", ".join(f"sum(l.{name})::bigint AS {name}" for name in MONEY)
# Which listed months a place has assessed: a month before the first was another system's, one without bills is to come.
_PERIODS = """
WITH listed AS (
    SELECT DISTINCT m.period FROM enrolment_late_month m JOIN registry_person p ON p.id = m.person_id
      LEFT JOIN registry_employer e ON e.id = m.employer_id
     WHERE m.state IN ('open', 'waiting') AND coalesce(e.place, p.residence_place) LIKE '{below}%'
), billed AS (
    SELECT DISTINCT b.period FROM contributions_bill b
      LEFT JOIN registry_employer e ON e.id = b.employer_id LEFT JOIN registry_person p ON p.id = b.person_id
     WHERE b.kind = 'regular' AND coalesce(e.place, p.residence_place) LIKE '{below}%'
)
SELECT l.period::bigint AS period, b.period IS NOT NULL AS assessed,
       (SELECT min(period) FROM billed)::bigint AS first_assessed
  FROM listed l LEFT JOIN billed b ON b.period = l.period ORDER BY 1
"""
_LISTED = """
SELECT m.id, m.person_id, coalesce(m.employer_id, 0) AS employer, c.id AS change_id, c.kind, c.known_on, c.effective_on
  FROM enrolment_late_month m JOIN enrolment_change c ON c.id = m.change_id
  JOIN registry_person p ON p.id = m.person_id LEFT JOIN registry_employer e ON e.id = m.employer_id
 WHERE m.state IN ('open', 'waiting') AND m.period = {period} AND coalesce(e.place, p.residence_place) LIKE '{below}%'
 ORDER BY m.id
"""
_ALIASES = "SELECT merged_id AS person_id, person_id AS human FROM registry_person_alias WHERE undone_at IS NULL"
_HEIRS = """
SELECT id AS employer, successor_id AS heir, closed_on FROM registry_employer
 WHERE successor_id IS NOT NULL AND closed_on IS NOT NULL
"""
_SPELLS = """
SELECT person_id, coalesce(employer_id, 0) AS employer, insurance::bigint AS insurance, person_kind
  FROM enrolment_spell WHERE status = 'active' AND span @> date '{day}' AND person_id = ANY({people})
"""
# What every bill has brought to a person's month, a correction counted with the bill that it corrects: its money lies there.
_STANDING = """
WITH bills AS (SELECT id, batch_id, coalesce(corrects_id, id) AS root FROM contributions_bill WHERE period = {period})
SELECT l.person_id, coalesce(l.employer_id, 0) AS employer, b.root AS bill_id, sum(l.months)::bigint AS months,
       sum(l.declared_wage_fen)::bigint AS declared_wage_fen, {sums}
  FROM contributions_line l JOIN bills b ON b.id = l.bill_id
 WHERE l.period = {period} AND l.person_id = ANY({people})
   AND l.batch_id = ANY(ARRAY(SELECT DISTINCT batch_id FROM bills))
 GROUP BY 1, 2, 3
"""
_BILLS = """
SELECT id AS bill_id, state AS bill_state, total_fen, received_fen, surcharge_received_fen, due_on AS bill_due_on, received_on
  FROM contributions_bill WHERE id = ANY({bills})
"""
_DRAWN = """
SELECT person_id, max(starts_month)::bigint AS drawn_from FROM pension_award
 WHERE person_id = ANY({people}) AND state IN ('provisional', 'final', 'suspended', 'ended') GROUP BY 1
"""


@dataclass(frozen=True)
class MonthRead:
    """A listed month. `listed`: the list, by KEY. `insured`: one row for each insurance held. `standing`: what stands,
    by ROW and bill, with the bill's state. `drawn`: since when somebody's pension rests on his months.
    """

    period: Month
    listed: pl.DataFrame
    insured: pl.DataFrame
    standing: pl.DataFrame
    drawn: pl.DataFrame


def listed_periods(reader: ArrowReader, *, place: str) -> list[tuple[Month, str]]:
    """Listed months of a place, oldest first, each `assessed`, `earlier` (before the first assessed) or `to_come`."""
    found = []
    for period, assessed, first in _frame(reader, _PERIODS.format(below=_below(place))).iter_rows():
        if first is not None:
            found.append(
                (
                    int(period),
                    "assessed" if assessed else "earlier" if period < first else "to_come",
                )
            )
    return found


def read_listed(reader: ArrowReader, *, place: str, period: Month) -> pl.DataFrame:
    """The list of a month at a place: id, cause, person and employer as they were and as KEY."""
    listed = _frame(reader, _LISTED.format(period=int(period), below=_below(place)))
    return _keyed(reader, listed, period)


def read_month(reader: ArrowReader, *, place: str, period: Month) -> MonthRead:
    """Everything that decides about a listed month, of the people on its list."""
    listed = read_listed(reader, place=place, period=period)
    everyone = _everyone(reader, listed)
    people = _numbers(everyone)
    spells = _frame(reader, _SPELLS.format(day=first_day(period).isoformat(), people=people))
    spells = _keyed(reader, spells, period)
    lines = _frame(reader, _STANDING.format(period=int(period), people=people, sums=_SUMS))
    bills = _frame(reader, _BILLS.format(bills=_numbers(lines["bill_id"].unique().to_list())))
    drawn = _keyed(reader, _frame(reader, _DRAWN.format(people=people)), period)
    mine = listed.select(KEY).unique()
    return MonthRead(
        period=period,
        listed=listed,
        insured=spells.join(mine, on=KEY, how="semi"),
        standing=_keyed(reader, lines, period)
        .join(mine, on=KEY, how="semi")
        .join(bills, on="bill_id", how="left"),
        drawn=drawn.group_by("human").agg(pl.col("drawn_from").max()),
    )


def payer_now(heirs: pl.DataFrame, rows: pl.DataFrame, period: Month) -> pl.DataFrame:
    """`rows` with `payer`: their employer, or for a month after it was merged its successor, however many mergers on.

    Claims and debts pass to the company that goes on (公司法（2023）221); a month in which the employer still stood by
    itself stays its own, because somebody may have had work injury insurance at both.
    """
    closed = {
        int(employer): (int(heir), month_containing(day))
        for employer, heir, day in heirs.select("employer", "heir", "closed_on").iter_rows()
    }
    final = {}
    for employer in closed:
        current, seen = employer, {employer}
        while current in closed and closed[current][1] < period and closed[current][0] not in seen:
            current = closed[current][0]
            seen.add(current)
        final[employer] = current
    return rows.with_columns(payer=pl.col("employer").replace(final))


def _keyed(reader: ArrowReader, rows: pl.DataFrame, period: Month) -> pl.DataFrame:
    """`rows` with `human`, and with `payer` where they have an employer."""
    aliases = _frame(reader, _ALIASES)
    rows = rows.join(aliases, on="person_id", how="left").with_columns(
        human=pl.coalesce("human", "person_id")
    )
    if "employer" not in rows.columns:
        return rows
    return payer_now(_frame(reader, _HEIRS), rows, period)


def _everyone(reader: ArrowReader, listed: pl.DataFrame) -> list[int]:
    """All numbers under which the people of the list stand in the books."""
    humans = listed["human"].unique().to_list()
    merged = _frame(reader, _ALIASES).filter(pl.col("human").is_in(humans))["person_id"]
    return sorted({*humans, *merged.to_list()})


def _frame(reader: ArrowReader, sql: str) -> pl.DataFrame:
    frame = pl.from_arrow(reader.read(sql))
    assert isinstance(frame, pl.DataFrame)
    return frame


def _numbers(numbers: Sequence[int]) -> str:
    return "'{" + ",".join(str(int(number)) for number in numbers) + "}'::bigint[]"


def _below(place: str) -> str:
    below = stem(place)
    if not below.isdigit():
        raise ValueError(f"not a place: {place!r}")
    return below


_POSTED = """
SELECT person_id, coalesce(employer_id, 0) AS employer, batch_id, sum({shares})::bigint AS fen
  FROM contributions_line WHERE batch_id = ANY({batches}) GROUP BY 1, 2, 3
"""


def posted_months(reader: ArrowReader, *, batches: Sequence[int], period: Month) -> pl.DataFrame:
    """Person-months that batches of a run corrected, by KEY, with what they came to in fen."""
    shares = " + ".join(SHARES)
    rows = _frame(reader, _POSTED.format(batches=_numbers(batches), shares=shares))
    return _keyed(reader, rows, period)


_EMPLOYERS = """
SELECT id AS employer, kind AS employer_kind, size_class, injury_rate_class::bigint AS injury_rate_class, industry_code, place
  FROM registry_employer WHERE id = ANY({employers})
"""
_PEOPLE = "SELECT id AS person_id, residence_place, household_place, sex FROM registry_person WHERE id = ANY({people})"
_WAGES = """
SELECT person_id, coalesce(employer_id, 0) AS employer, wage_fen, year_start_month::bigint AS year_start, recorded_at, id
  FROM contributions_declared_wage
 WHERE person_id = ANY({people}) AND year_start_month IN ({this_year}, {last_year})
"""
_DECLARED = """
SELECT DISTINCT employer_id AS employer, true AS declared FROM contributions_declaration
 WHERE period = {period} AND employer_id = ANY({employers}) AND channel <> 'carry_forward'
   AND state IN ('accepted', 'partly_accepted', 'assessed')
"""


def read_facts(
    reader: ArrowReader, asked: pl.DataFrame, *, place: str, period: Month
) -> pl.DataFrame:
    """The columns of `contributions.assessment_table` for these people: what the law would have been told in time.

    `asked` has KEY, person_id and employer, person_kind, the flags insured_X that are to be billed and, where a line of
    the month stands, its `standing_wage_fen`. A wage is the one declared last for the person at the payer or at an
    employer it took over, of this contribution year, else of the last.
    """
    people = _everyone(reader, asked)
    start = contributions.contribution_year(place=place, period=period).start_month
    wages = _wages(reader, people, start=int(start), period=period)
    month_before = _standing_wages(reader, people, period=period - 1)
    employers = _numbers(asked["employer"].unique().to_list())
    declared = _frame(reader, _DECLARED.format(period=int(period), employers=employers))
    rows = (
        asked.join(wages, on=KEY, how="left")
        .join(month_before, on=KEY, how="left")
        .join(declared, on="employer", how="left")
        .join(_frame(reader, _EMPLOYERS.format(employers=employers)), on="employer", how="left")
        .join(_frame(reader, _PEOPLE.format(people=_numbers(people))), on="person_id", how="left")
    )
    own = pl.col("employer") == 0
    return rows.with_columns(
        employer_id=pl.when(~own).then("employer"),
        declared_wage_fen=pl.coalesce("standing_wage_fen", "this_year", "last_year"),
        # A month that stands was declared or estimated when it was assessed; it is not estimated a second time.
        declared=own | pl.col("declared").fill_null(False) | pl.col("standing_wage_fen").is_not_null(),
        employer_kind=pl.col("employer_kind").fill_null("own"),
        size_class=pl.col("size_class").fill_null("none"),
        industry_code=pl.col("industry_code").fill_null(""),
        place=pl.coalesce("place", "residence_place"),
    )  # fmt: skip


def _wages(reader: ArrowReader, people: list[int], *, start: Month, period: Month) -> pl.DataFrame:
    rows = _frame(
        reader,
        _WAGES.format(people=_numbers(people), this_year=int(start), last_year=int(start) - 12),
    )
    rows = _keyed(reader, rows, period).sort("recorded_at", "id")
    latest = {
        name: pl.col("wage_fen").filter(pl.col("year_start") == year).last()
        for name, year in (("this_year", start), ("last_year", start - 12))
    }
    return rows.group_by(KEY).agg(**latest)


def _standing_wages(reader: ArrowReader, people: list[int], *, period: Month) -> pl.DataFrame:
    """What stood for the month before: from it 110 percent is taken where nobody declared (社会保险法 62)."""
    lines = _frame(
        reader, _STANDING.format(period=int(period), people=_numbers(people), sums=_SUMS)
    )
    months = (
        _keyed(reader, lines, period)
        .group_by([*KEY, "person_id", "employer"])
        .agg(pl.col("months", "declared_wage_fen", "pension_base_fen").sum())
    )
    return (
        months.filter(pl.col("months") > 0)
        .group_by(KEY)
        .agg(
            last_month_base_fen=pl.col("pension_base_fen").max(),
            last_month_wage_fen=pl.col("declared_wage_fen").max(),
        )
    )
