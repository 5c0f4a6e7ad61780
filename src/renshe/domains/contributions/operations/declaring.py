"""Taking down what employers declare: rosters, wages of a contribution year, and what is carried on without one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
import pyarrow as pa
from django.db import connection, transaction

from renshe.domains.contributions.dated import ContributionYear
from renshe.domains.contributions.frames import arrow_of
from renshe.domains.contributions.models import Declaration
from renshe.domains.contributions.refusals import refused
from renshe.foundation.bulk import copy_rows
from renshe.kernel.periods import Month, first_day

ROW_SCHEMA = {
    "row_number": pl.Int32,
    "person_id": pl.Int64,
    "id_number": pl.String,
    "name": pl.String,
    "wage_fen": pl.Int64,
    "errors": pl.String,
    "state": pl.String,
}
WAGE_COLUMNS = ("person_id", "employer_id", "wage_fen")


@dataclass(frozen=True)
class Declared:
    """A declaration as it was taken down: its id, its state and its counts; `wages` were new or changed."""

    declaration_id: int
    state: str
    rows_good: int
    rows_bad: int
    wages: int


@dataclass(frozen=True)
class Submission:
    """Who sent which roster for which month, when, by which channel, and whether it was late."""

    employer_id: int
    period: Month
    channel: str
    submitted_by: str
    submitted_at: dt.datetime
    file_id: int | None = None
    late: bool = False
    resubmits: int | None = None


@transaction.atomic
def record_declaration(
    *, submission: Submission, rows: pl.DataFrame, year: ContributionYear
) -> Declared:
    """Take down a checked roster: good rows go ahead, bad ones wait with their errors.

    `rows` has ROW_SCHEMA; `errors` is JSON text and empty (`[]`) for good rows. A wage is kept for the
    contribution year where the person has none there yet, or where wages may change each month. Rows of an
    earlier roster that this one mends become `resubmitted`. Raises Refusal `file_known`.
    """
    good = int((rows["state"] == "good").sum())
    bad = rows.height - good
    state = "accepted" if not bad else "partly_accepted" if good else "rejected"
    _not_twice(submission)
    declaration = Declaration.objects.create(
        employer_id=submission.employer_id,
        period=submission.period,
        channel=submission.channel,
        file_id=submission.file_id,
        submitted_by=submission.submitted_by,
        submitted_at=submission.submitted_at,
        rows_total=rows.height,
        rows_good=good,
        rows_bad=bad,
        state=state,
        late=submission.late,
        resubmits_id=submission.resubmits,
    )
    data = rows.select(*ROW_SCHEMA).with_columns(
        declaration_id=pl.lit(declaration.pk, dtype=pl.Int64)
    )
    with connection.cursor() as cursor:
        copy_rows(table="contributions_declared_row", data=arrow_of(data), cursor=cursor)
        if submission.resubmits is not None:
            _mark_resubmitted(cursor, old=submission.resubmits, new=declaration.pk)
        wages = _keep_wages(cursor, declaration_id=declaration.pk, year=year)
    return Declared(
        declaration_id=declaration.pk, state=state, rows_good=good, rows_bad=bad, wages=wages
    )


def record_wages(
    *, rows: pa.Table, year_start_month: Month, source: str, recorded_at: dt.datetime
) -> int:
    """Take down wages of a contribution year in bulk (yearly reset, take-over); returns how many.

    `rows` has WAGE_COLUMNS (employer_id null for people who pay for themselves; fen). Runs in the caller's
    transaction. The row recorded last counts, so a correction is simply recorded later.
    """
    frame = pl.from_arrow(rows.select(list(WAGE_COLUMNS)))
    assert isinstance(frame, pl.DataFrame)
    data = frame.with_columns(
        year_start_month=pl.lit(year_start_month),
        source=pl.lit(source),
        recorded_at=pl.lit(recorded_at.isoformat()),
    )
    with connection.cursor() as cursor:
        return copy_rows(table="contributions_declared_wage", data=arrow_of(data), cursor=cursor)


@transaction.atomic
def carry_forward(*, place: str, period: Month, recorded_by: str, recorded_at: dt.datetime) -> int:
    """Give each employer of a place that declared nothing a declaration of its insured people; returns how many.

    Their wages are those already known; that 110 percent of last month is due (社会保险法 62) is for the law to
    say, which sees `declared` as false. Run after the cut-off; run again, it adds nothing. `place` reaches the
    divisions below it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO contributions_declaration
                   (employer_id, period, channel, submitted_by, submitted_at, rows_total, rows_good,
                    rows_bad, state, late)
               SELECT e.id, %(period)s, 'carry_forward', %(by)s, %(at)s, count(DISTINCT s.person_id),
                      count(DISTINCT s.person_id), 0, 'accepted', false
                 FROM registry_employer e
                 JOIN enrolment_spell s ON s.employer_id = e.id AND s.status = 'active'
                                       AND s.span @> %(day)s::date
                WHERE e.place LIKE %(below)s
                  AND NOT EXISTS (SELECT FROM contributions_declaration d
                                   WHERE d.employer_id = e.id AND d.period = %(period)s
                                     AND d.state NOT IN ('rejected', 'received', 'checked'))
                GROUP BY e.id""",
            {
                "period": period,
                "by": recorded_by,
                "at": recorded_at,
                "day": first_day(period),
                "below": f"{place_stem(place)}%",
            },
        )
        return int(cursor.rowcount)


def place_stem(place: str) -> str:
    """The digits that a place shares with every division inside it: 310000 → 31, 310112 → 310112."""
    if len(place) > 6:
        return place
    return place[:2] if place.endswith("0000") else place[:4] if place.endswith("00") else place


def _not_twice(submission: Submission) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"declaration {submission.employer_id} {submission.period}"],
        )
    if submission.file_id is None:
        return
    same = Declaration.objects.filter(
        employer_id=submission.employer_id, period=submission.period, file_id=submission.file_id
    ).exclude(state="rejected")
    if same.exists():
        raise refused("file_known", subject=f"file {submission.file_id}")


def _mark_resubmitted(cursor: object, *, old: int, new: int) -> None:
    """Bad rows of the old roster are answered by good rows of the new one with the same row number or id."""
    cursor.execute(  # type: ignore[attr-defined]
        """UPDATE contributions_declared_row r SET state = 'resubmitted'
             FROM contributions_declared_row n
            WHERE r.declaration_id = %s AND r.state = 'bad' AND n.declaration_id = %s AND n.state = 'good'
              AND (n.row_number = r.row_number OR n.id_number = r.id_number)""",
        [old, new],
    )


def _keep_wages(cursor: object, *, declaration_id: int, year: ContributionYear) -> int:
    cursor.execute(  # type: ignore[attr-defined]
        """INSERT INTO contributions_declared_wage
               (person_id, employer_id, year_start_month, wage_fen, source, recorded_at)
           SELECT r.person_id, d.employer_id, %(start)s, r.wage_fen, 'declaration ' || d.id, d.submitted_at
             FROM contributions_declared_row r JOIN contributions_declaration d ON d.id = r.declaration_id
             LEFT JOIN LATERAL (
                  SELECT w.wage_fen FROM contributions_declared_wage w
                   WHERE w.year_start_month = %(start)s AND w.employer_id = d.employer_id
                     AND w.person_id = r.person_id
                     AND w.source <> 'carried_from_previous_year'
                   ORDER BY w.recorded_at DESC, w.id DESC LIMIT 1) last ON true
            WHERE r.declaration_id = %(declaration)s AND r.state = 'good'
              AND (last.wage_fen IS NULL OR (NOT %(fixed)s AND last.wage_fen <> r.wage_fen))""",
        {"declaration": declaration_id, "start": year.start_month, "fixed": year.fixed},
    )
    return int(cursor.rowcount)  # type: ignore[attr-defined]
