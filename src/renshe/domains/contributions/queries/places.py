"""Collection by place: what a period's bills are due, what came in and what is late, by street or town of the payer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection

from renshe.domains.contributions.states import OPEN_STATES
from renshe.kernel.periods import Month

STREET_DIGITS = 9
MOST_BILLS = 200
# An employer's place is where it is insured, a person's who pays for himself where he lives. People are looked up one by
# one by their key: a month has some thousands of such bills, the register a million people.
_BILLS = """
    SELECT b.*, e.place AS at FROM contributions_bill b JOIN registry_employer e ON e.id = b.employer_id
     WHERE b.period = %(period)s AND e.place LIKE %(like)s
     UNION ALL
    SELECT b.*, p.residence_place FROM contributions_bill b JOIN registry_person p ON p.id = b.person_id
     WHERE b.period = %(period)s AND p.residence_place LIKE %(like)s
"""
_LATE = f"""b.kind <> 'correction' AND b.due_on < %(as_of)s
    AND b.state IN ({", ".join(f"'{state}'" for state in sorted(OPEN_STATES))})"""


@dataclass(frozen=True, kw_only=True)
class PlaceCollection:
    """One place in a period. `place` has nine digits for a street or town; fewer say that payers are registered with a
    district or city and no street is known. Principal only, fen; `late_fen` is what is owed past its day.
    """

    place: str
    bills: int
    heads: int
    due_fen: int
    received_fen: int
    late_fen: int

    @property
    def collection_rate(self) -> Fraction | None:
        """Collected for the period ÷ due for the period (征缴率), exact; None where nothing is due."""
        return Fraction(self.received_fen, self.due_fen) if self.due_fen else None


@dataclass(frozen=True, kw_only=True)
class BillAtPlace:
    """One bill of a place, fen. The payer is an employer, or a person (`is_person`) whose name a page masks."""

    bill_id: int
    payer_code: str
    payer_name: str
    is_person: bool
    kind: str
    heads: int
    total_fen: int
    received_fen: int
    due_on: dt.date
    state: str


def collection_by_place(
    *, period: Month, as_of: dt.date, place_prefix: str = ""
) -> list[PlaceCollection]:
    """A period by the payers' street or town, in the order of codes. One query; sums are `month_overview`'s.

    `place_prefix` keeps payers whose place begins with these digits; `as_of` is the day on which a bill is late.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT left(b.at, {STREET_DIGITS}), count(*), sum(heads)::bigint, sum(total_fen)::bigint,
                       sum(received_fen)::bigint,
                       coalesce(sum(total_fen - received_fen) FILTER (WHERE {_LATE}), 0)::bigint
                  FROM ({_BILLS}) b GROUP BY 1 ORDER BY 1""",
            {"period": period, "as_of": as_of, "like": f"{place_prefix}%"},
        )
        return [
            PlaceCollection(
                place=row[0],
                bills=row[1],
                heads=row[2],
                due_fen=row[3],
                received_fen=row[4],
                late_fen=row[5],
            )
            for row in cursor.fetchall()
        ]


def bills_at_place(
    *, period: Month, place: str, after: int = 0, limit: int = 50
) -> list[BillAtPlace]:
    """A period's bills of one street or town, in the order of their ids; `after` is the last id seen.

    A code of six digits means payers registered with that district or city itself, of which no street is known.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT b.id, coalesce(e.uscc, p.id_number), coalesce(e.name, p.name), b.person_id IS NOT NULL,
                       b.kind, b.heads, b.total_fen, b.received_fen, b.due_on, b.state
                  FROM (SELECT * FROM ({_BILLS}) b
                         WHERE b.id > %(after)s AND left(b.at, {STREET_DIGITS}) = %(place)s
                         ORDER BY b.id LIMIT %(limit)s) b
                  LEFT JOIN registry_employer e ON e.id = b.employer_id
                  LEFT JOIN registry_person p ON p.id = b.person_id ORDER BY b.id""",
            {
                "period": period,
                "like": f"{place}%",
                "place": place,
                "after": after,
                "limit": min(limit, MOST_BILLS),
            },
        )
        return [
            BillAtPlace(
                bill_id=row[0],
                payer_code=row[1],
                payer_name=row[2],
                is_person=row[3],
                kind=row[4],
                heads=row[5],
                total_fen=row[6],
                received_fen=row[7],
                due_on=row[8],
                state=row[9],
            )
            for row in cursor.fetchall()
        ]
