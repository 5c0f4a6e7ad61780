"""What accounts held when a year began: the ground of its interest."""

from __future__ import annotations

import pyarrow as pa

from renshe.foundation.bulk import read_arrow
from renshe.kernel.codes.divisions import stem


def openings(*, place: str, year: int, role: str = "runner") -> pa.Table:
    """person_id, source, opening_fen of every account of a place with money at the start of a year and no interest of it yet.

    What was booked before the year, and the interest of the years before it whenever that was booked; what pensions drew
    the caller takes off. An account that was closed and paid out bears nothing more.
    """
    prefix, year = stem(place), int(year)
    assert prefix.isdigit()
    return read_arrow(
        role=role,
        sql=f"""
        SELECT c.person_id, c.source, sum(c.amount_fen)::bigint AS opening_fen
        FROM resident_credit c
        WHERE ((c.kind <> 'interest' AND c.booked_on < make_date({year}, 1, 1)) OR (c.kind = 'interest' AND c.year < {year}))
          AND NOT EXISTS (SELECT FROM resident_credit i WHERE i.person_id = c.person_id AND i.year = {year}
            AND i.kind = 'interest')
          AND EXISTS (SELECT FROM resident_participation t WHERE t.person_id = c.person_id AND t.place LIKE '{prefix}%')
          AND NOT EXISTS (SELECT FROM resident_participation t WHERE t.person_id = c.person_id AND t.ended_on IS NOT NULL
            AND t.ended_why = ANY('{{account_inherited,double_benefit,to_employee_scheme}}')
            AND t.id = (SELECT max(z.id) FROM resident_participation z WHERE z.person_id = c.person_id))
        GROUP BY 1, 2 HAVING sum(c.amount_fen) > 0 ORDER BY 1, 2""",
    )
