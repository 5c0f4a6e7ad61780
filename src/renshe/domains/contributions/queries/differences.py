"""What is different from last month: who joined, who left, whose wage changed, and what it does to the totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from renshe.kernel.periods import Month


@dataclass(frozen=True)
class Difference:
    """One person who is not as last month. Wages are declared wages in fen, None where absent from that month."""

    person_id: int
    name: str
    id_number: str
    kind: str
    wage_before_fen: int | None
    wage_now_fen: int | None


@dataclass(frozen=True)
class MonthDifference:
    """An employer's month beside the month before: counts, totals in fen, and the first people of each kind."""

    period: Month
    heads_before: int
    heads_now: int
    joiners: int
    leavers: int
    changed: int
    wages_before_fen: int
    wages_now_fen: int
    due_before_fen: int
    due_now_fen: int
    people: tuple[Difference, ...]


# Lines of both months, net of reversals, one row a person.
_COMPARE = """
WITH posted AS (
    SELECT DISTINCT batch_id FROM contributions_bill
     WHERE employer_id = %(employer)s AND period IN (%(period)s, %(period)s - 1)
), month AS (
    SELECT l.person_id, l.period, sum(l.declared_wage_fen)::bigint AS wage
      FROM contributions_line l
     WHERE l.batch_id = ANY(ARRAY(SELECT batch_id FROM posted)) AND l.employer_id = %(employer)s
       AND l.period IN (%(period)s, %(period)s - 1)
     GROUP BY 1, 2 HAVING sum(l.months) > 0
), both_months AS (
    SELECT coalesce(n.person_id, b.person_id) AS person_id, b.wage AS before, n.wage AS now,
           CASE WHEN b.person_id IS NULL THEN 'joined' WHEN n.person_id IS NULL THEN 'left'
                WHEN b.wage <> n.wage THEN 'wage' ELSE 'same' END AS kind
      FROM (SELECT * FROM month WHERE period = %(period)s) n
      FULL JOIN (SELECT * FROM month WHERE period = %(period)s - 1) b USING (person_id)
)
"""


def difference_to_last_month(
    *, employer_id: int, period: Month, limit: int = 200
) -> MonthDifference:
    """An employer's assessed month against the month before; `limit` people are named. Three queries.

    Names and id numbers are unmasked; the page that shows them masks them or logs the look.
    """
    given = {"employer": employer_id, "period": period, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(
            _COMPARE
            + """SELECT count(before), count(now), count(*) FILTER (WHERE kind = 'joined'),
                   count(*) FILTER (WHERE kind = 'left'), count(*) FILTER (WHERE kind = 'wage'),
                   coalesce(sum(before), 0)::bigint, coalesce(sum(now), 0)::bigint FROM both_months""",
            given,
        )
        counts: Sequence[int] = cursor.fetchone()
        cursor.execute(
            """SELECT period, sum(total_fen)::bigint FROM contributions_bill
                WHERE employer_id = %(employer)s AND period IN (%(period)s, %(period)s - 1)
                  AND kind IN ('regular', 'correction') GROUP BY 1""",
            given,
        )
        due = dict(cursor.fetchall())
        cursor.execute(
            _COMPARE
            + """SELECT m.person_id, p.name, p.id_number, m.kind, m.before, m.now
                FROM both_months m JOIN registry_person p ON p.id = m.person_id
               WHERE m.kind <> 'same' ORDER BY m.kind, m.person_id LIMIT %(limit)s""",
            given,
        )
        people = tuple(Difference(*row) for row in cursor.fetchall())
    return MonthDifference(
        period=period,
        heads_before=counts[0],
        heads_now=counts[1],
        joiners=counts[2],
        leavers=counts[3],
        changed=counts[4],
        wages_before_fen=counts[5],
        wages_now_fen=counts[6],
        due_before_fen=due.get(period - 1, 0),
        due_now_fen=due.get(period, 0),
        people=people,
    )
