"""What one kind of benefit pays in a month at a place, and by how much it rose in it: the ground of watched figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from renshe.domains.pension.kinds import kind_of
from renshe.domains.pension.places import place_prefix
from renshe.kernel.periods import Month, first_day

_TOTAL = """
SELECT count(*), coalesce(sum(a.total_fen + coalesce(j.fen, 0)), 0)::bigint
  FROM pension_award a
  LEFT JOIN LATERAL (SELECT sum(x.amount_fen) AS fen FROM pension_adjustment x
                      WHERE x.award_id = a.id AND x.from_month <= %(month)s) j ON true
 WHERE a.state IN ('provisional', 'final') AND a.kind = %(kind)s AND a.place LIKE %(place)s
   AND a.starts_month <= %(month)s AND (a.ends_month IS NULL OR a.ends_month >= %(month)s)
"""
# A rise decided after its month is told in the month in which it became known; what came with an award itself (a claim handed
# in late, a better award) is nobody's rise of that month.
_RISE = """
SELECT count(*), coalesce(sum(j.amount_fen), 0)::bigint, max(j.from_month) FROM pension_adjustment j
  JOIN pension_award a ON a.id = j.award_id AND a.kind = %(kind)s AND a.place LIKE %(place)s
   AND a.state IN ('provisional', 'final', 'suspended')
 WHERE j.target = ANY(%(rules)s)
   AND (a.decided_at AT TIME ZONE 'Asia/Shanghai')::date <> j.known_on
   AND j.from_month / 12 = %(month)s / 12
   AND greatest(j.from_month, extract(year FROM j.known_on)::int * 12 + extract(month FROM j.known_on)::int - 1) = %(month)s
"""


@dataclass(frozen=True)
class KindMonth:
    """Heads and fen of a month; `rise_fen` is what the rise told in it adds to one head (half a fen up), from `rise_on`."""

    people: int
    total_fen: int
    rise_fen: int | None
    rise_on: dt.date | None


def kind_month(*, kind: str, place: str, month: Month) -> KindMonth:
    """One kind at a place and below it in a month: every award that pays in it, with what was added until then.

    Raises Refusal `no_such_kind`.
    """
    yearly = [growth.rule for growth in kind_of(kind).growths if growth.yearly or growth.level]
    asked = {
        "kind": kind, "place": place_prefix(place=place) + "%", "month": month, "rules": yearly[:1],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TOTAL, asked)
        people, total = cursor.fetchone()
        cursor.execute(_RISE, asked)
        heads, fen, since = cursor.fetchone()
    rose = (2 * int(fen) + int(heads)) // (2 * int(heads)) if heads else None
    return KindMonth(
        people=int(people),
        total_fen=int(total),
        rise_fen=rose,
        rise_on=first_day(int(since)) if heads else None,
    )
