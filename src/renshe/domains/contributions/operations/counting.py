"""The door through which another scheme's months enter a career, each at a free place of the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from renshe.domains.contributions.counted import CountedMonth
from renshe.domains.contributions.refusals import refused
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month

_TAKEN = """
SELECT DISTINCT period FROM (
  SELECT l.period FROM contributions_line l WHERE l.person_id = ANY(%(people)s::bigint[]) AND l.pension_base_fen <> 0
  UNION SELECT y.year * 12 + n FROM contributions_year y CROSS JOIN generate_series(0, 11) n
   WHERE y.person_id = ANY(%(people)s::bigint[]) AND (y.paid_months >> n & 1 = 1 OR y.base_fen[n + 1] > 0)
  UNION SELECT c.period FROM contributions_counted_month c WHERE c.person_id = ANY(%(people)s::bigint[])) x
"""


@dataclass(frozen=True, kw_only=True)
class Counting:
    """Where months come from: the scheme, the case or project, who recorded it and when."""

    source: str
    reference: str
    by: str
    at: dt.datetime


def free_months(*, person_id: int, before: Month, not_before: Month, most: int) -> list[Month]:
    """The latest months before a month in which nothing stands in the career, paid or owed, the oldest first."""
    people = sorted({person_id, *registry.everybody_who_is(person_id=person_id)})
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, {"people": people})
        taken = {int(month) for (month,) in cursor.fetchall()}
    free = [month for month in range(before - 1, not_before - 1, -1) if month not in taken]
    return sorted(free[: max(most, 0)])


@transaction.atomic
def count_months(*, person_id: int, bases: Mapping[Month, int], counting: Counting) -> int:
    """Enter months at their bases (fen), without account credit; returns how many.

    The same case or project enters a person's months once. Raises Refusal `state_forbids` where it did already.
    """
    registry.person(person_id=person_id)
    people = registry.everybody_who_is(person_id=person_id)
    there = CountedMonth.objects.filter(
        person_id__in=people, source=counting.source, reference=counting.reference
    )
    if there.exists():
        raise refused("state_forbids", subject=counting.reference)
    rows = [
        CountedMonth(
            person_id=person_id, period=month, base_fen=fen, source=counting.source, reference=counting.reference,
            recorded_by=counting.by, recorded_at=counting.at,
        )
        for month, fen in sorted(bases.items())
    ]  # fmt: skip
    CountedMonth.objects.bulk_create(rows)
    return len(rows)


def counted_months(*, person_id: int) -> list[CountedMonth]:
    """Every month that another scheme brought, the oldest first; merged numbers are the person."""
    people = registry.everybody_who_is(person_id=person_id)
    return list(CountedMonth.objects.filter(person_id__in=people).order_by("period", "pk"))
