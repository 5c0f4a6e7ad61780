"""The demonstration city's employers in a month: who declares when, who is late, who forgets.

Simulated outside the product: rows appear as if each employer had sent its roster by the API. Which employer
does what depends on its id, the month and the seed alone.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

ON_TIME_PER_CENT, LATE_PER_CENT = 92, 4

# Whom an employer has and whose wage it knows: nobody writes a row without a wage. Somebody moved here whose wage at this
# employer was never declared is left out, as a clerk would who waits for the pay slip.
_ON_ROSTER = """
SELECT DISTINCT employer_id, person_id FROM enrolment_spell m
 WHERE status = 'active' AND employer_id IS NOT NULL AND span @> %(first_day)s::date
   AND EXISTS (SELECT FROM contributions_declared_wage k
                WHERE k.person_id = m.person_id AND k.employer_id = m.employer_id)
"""

_LOT = "abs(hashint8(e.id * 31 + %(period)s * 7 + %(seed)s)::bigint) %% 100"

_DECLARE = f"""
INSERT INTO contributions_declaration
    (employer_id, period, channel, submitted_by, submitted_at, rows_total, rows_good, rows_bad, state, late)
SELECT e.id, %(period)s, 'api', 'employer ' || e.uscc,
       %(opens)s::timestamptz + make_interval(hours => (abs(hashint8(e.id + %(seed)s)::bigint) %% %(hours)s)::int),
       count(*), count(*), 0, 'accepted', %(late)s
  FROM registry_employer e
  JOIN ({_ON_ROSTER}) s ON s.employer_id = e.id
 WHERE {_LOT} >= %(from_lot)s AND {_LOT} < %(to_lot)s
   AND NOT EXISTS (SELECT FROM contributions_declaration d WHERE d.employer_id = e.id AND d.period = %(period)s
                      AND d.state <> 'rejected')
 GROUP BY e.id
"""

_ROWS = f"""
INSERT INTO contributions_declared_row (declaration_id, row_number, person_id, id_number, name, wage_fen, errors, state)
SELECT d.id, row_number() OVER (PARTITION BY d.id ORDER BY p.id), p.id, p.id_number, p.name, w.wage_fen, '[]', 'good'
  FROM contributions_declaration d
  JOIN ({_ON_ROSTER}) s ON s.employer_id = d.employer_id
  JOIN registry_person p ON p.id = s.person_id
  JOIN LATERAL (SELECT wage_fen FROM contributions_declared_wage x
                 WHERE x.person_id = p.id AND x.employer_id = d.employer_id
                 ORDER BY x.year_start_month DESC, x.recorded_at DESC LIMIT 1) w ON true
 WHERE d.period = %(period)s AND d.channel = 'api' AND d.late = %(late)s
   AND NOT EXISTS (SELECT FROM contributions_declared_row r WHERE r.declaration_id = d.id)
"""


@transaction.atomic
def employers_declare(
    *, period: int, opens_on: dt.date, cut_off_on: dt.date, seed: int, late: bool, rows: bool = True
) -> int:
    """Let those employers declare who do so in time (or, with ``late``, after the cut-off); returns how many."""
    from_lot, to_lot = (
        (0, ON_TIME_PER_CENT) if not late else (ON_TIME_PER_CENT, ON_TIME_PER_CENT + LATE_PER_CENT)
    )
    first_day = dt.date(period // 12, period % 12 + 1, 1)
    begin = cut_off_on + dt.timedelta(days=1) if late else opens_on
    hours = max(1, ((cut_off_on - opens_on).days if not late else 4) * 24)
    values = {
        "period": period,
        "seed": seed,
        "opens": begin.isoformat(),
        "hours": hours,
        "late": late,
        "first_day": first_day,
        "from_lot": from_lot,
        "to_lot": to_lot,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DECLARE, values)
        count = int(cursor.rowcount)
        if rows:
            cursor.execute(_ROWS, values)
    return count
