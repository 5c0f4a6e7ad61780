"""A person's working life on one line: each month with its employer, base, and whether it is paid, owed or a gap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from renshe.domains.contributions.careers import TWELVE
from renshe.kernel.periods import Month


@dataclass(frozen=True)
class TimelineMonth:
    """One month at one employer. `state` is paid, owed or deemed (视同缴费, without an employer's money).

    `bill_id` and `batch_id` lead to the bill and the posting; they are empty for history before go-live.
    """

    period: Month
    employer_id: int | None
    employer_name: str
    state: str
    base_fen: int
    credit_fen: int
    batch_id: int | None
    line_no: int | None
    bill_id: int | None
    kind: str


@dataclass(frozen=True)
class Gap:
    """Months in between without any contribution, first and last included."""

    first: Month
    last: Month


@dataclass(frozen=True)
class Timeline:
    """Months from the oldest to the newest, and the gaps between them."""

    months: tuple[TimelineMonth, ...]
    gaps: tuple[Gap, ...]

    @property
    def months_paid(self) -> int:
        """Calendar months paid, each once however many employers paid for it."""
        return len({month.period for month in self.months if month.state == "paid"})


# Of what is credited, the month as it stands: a difference that was settled answers the old line and brings the right
# one under a bill of its own, so the latest positive line is the month. What is not credited is owed, line by line, until
# a correction answers its bill or the bill is given up; then nobody owes it.
_LINES = """
WITH mine AS (
    SELECT l.person_id, l.employer_id, l.period, l.pension_base_fen, l.account_credit_fen, l.batch_id, l.line_no,
           l.bill_id, l.kind, l.months, b.state, b.credited_batch_id IS NOT NULL AS paid
      FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id
     WHERE l.person_id = ANY(%(people)s::bigint[])
), placed AS (
    SELECT m.*, sum(m.months) OVER month AS standing,
           row_number() OVER (month ORDER BY m.months DESC, m.batch_id DESC, m.line_no DESC) AS turn
      FROM mine m WINDOW month AS (PARTITION BY m.person_id, m.employer_id, m.period, m.paid)
)
SELECT l.period, l.employer_id, coalesce(e.name, ''), l.paid, l.pension_base_fen, l.account_credit_fen, l.batch_id,
       l.line_no, l.bill_id, l.kind
  FROM placed l LEFT JOIN registry_employer e ON e.id = l.employer_id
 WHERE CASE WHEN l.paid THEN l.standing > 0 AND l.turn = 1
            ELSE l.months = 1 AND l.state NOT IN ('refunded', 'written_off') AND NOT EXISTS (
                 SELECT FROM mine r JOIN contributions_bill c ON c.id = r.bill_id
                  WHERE r.person_id = l.person_id AND r.period = l.period AND r.months = -1
                    AND r.employer_id IS NOT DISTINCT FROM l.employer_id AND c.corrects_id = l.bill_id)
       END
"""
# History of an older system only: behind the rows of a closed year stand its lines, which are shown themselves.
_YEARS = """
SELECT y.year, y.employer_id, coalesce(e.name, ''), y.paid_months, y.base_fen, y.credit_fen, y.batch_id
  FROM contributions_year y LEFT JOIN registry_employer e ON e.id = y.employer_id
 WHERE y.person_id = ANY(%(people)s::bigint[])
   AND NOT EXISTS (SELECT FROM contributions_year_cover c WHERE c.batch_id = y.batch_id)
"""

_COUNTED = """
SELECT c.period, max(c.base_fen) FROM contributions_counted_month c WHERE c.person_id = ANY(%(people)s::bigint[])
 GROUP BY 1 ORDER BY 1
"""


def timeline_of(*, person_id: int) -> Timeline:
    """A person's months, merged duplicates included; four queries however long the career.

    A month that was settled anew shows once, as it stands. A month with a base that was never paid shows as owed; one
    that was given up, refunded or taken back does not show, and is a gap where nobody else paid for it. Deemed service
    is counted by year in the career and has no months of its own here.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT array_agg(id) FROM (
                   SELECT %s::bigint AS id UNION SELECT merged_id FROM registry_person_alias
                    WHERE person_id = %s AND undone_at IS NULL) everyone""",
            [person_id, person_id],
        )
        people = {"people": cursor.fetchone()[0]}
        cursor.execute(_LINES, people)
        months = [
            TimelineMonth(row[0], row[1], row[2], "paid" if row[3] else "owed", *row[4:])
            for row in cursor.fetchall()
        ]
        cursor.execute(_YEARS, people)
        for row in cursor.fetchall():
            months.extend(_months_of_year(*row))
        cursor.execute(_COUNTED, people)
        paid = {month.period for month in months if month.state == "paid"}
        months += [_brought(*row) for row in cursor.fetchall() if row[0] not in paid]
    months.sort(key=lambda m: (m.period, m.employer_id or 0, m.state != "paid", m.batch_id or 0))
    return Timeline(months=tuple(months), gaps=tuple(_gaps(sorted({m.period for m in months}))))


def _months_of_year(
    year: int,
    employer_id: int | None,
    name: str,
    mask: int,
    base: list[int],
    credit: list[int],
    batch_id: int,
) -> list[TimelineMonth]:
    return [
        TimelineMonth(
            period=year * TWELVE + number,
            employer_id=employer_id,
            employer_name=name,
            state="paid" if mask >> number & 1 else "owed",
            base_fen=base[number],
            credit_fen=credit[number],
            batch_id=batch_id,
            line_no=None,
            bill_id=None,
            kind="history",
        )
        for number in range(TWELVE)
        if mask >> number & 1 or base[number] > 0
    ]


def _brought(period: int, base_fen: int) -> TimelineMonth:
    """A month that another scheme brought: nobody here paid for it, and it has no credit."""
    return TimelineMonth(period, None, "", "paid", base_fen, 0, None, None, None, "history")


def _gaps(periods: list[Month]) -> list[Gap]:
    return [
        Gap(first=one + 1, last=later - 1) for one, later in pairwise(periods) if later - one > 1
    ]
