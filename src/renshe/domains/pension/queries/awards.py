"""What a person is entitled to, month by month."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from renshe.domains.pension.models import Award, Hold
from renshe.domains.pension.places import place_prefix
from renshe.domains.pension.states import IN_FORCE
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month, month_containing

COLUMNS = ("basic_fen", "account_fen", "transitional_fen", "other_fen")


def in_force(*, person_id: int, kind: str = "old_age", lock: bool = False) -> Award | None:
    """The person's award that is provisional, final or suspended, if any; merged duplicates are the person too."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = Award.objects.filter(person_id__in=people, kind=kind, state__in=IN_FORCE).order_by("id")
    return (rows.select_for_update() if lock else rows).first()


def all_in_force(*, person_id: int, lock: bool = False) -> list[Award]:
    """Every award of a person that is provisional, final or suspended, of whatever kind; merged duplicates are the person."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = Award.objects.filter(person_id__in=people, state__in=IN_FORCE).order_by("id")
    return list(rows.select_for_update() if lock else rows)


def people_drawing(*, born_from: date, born_to: date) -> list[int]:
    """Who of those born within two days draws a pension of whatever kind."""
    rows = Award.objects.filter(
        state__in=IN_FORCE, person__birth_on__gte=born_from, person__birth_on__lte=born_to
    )
    return sorted(set(rows.values_list("person_id", flat=True)))


_BOTH = """
WITH force AS (
  SELECT coalesce(m.person_id, a.person_id) AS person, a.id, a.kind, a.starts_month FROM pension_award a
  LEFT JOIN registry_person_alias m ON m.merged_id = a.person_id AND m.undone_at IS NULL
  WHERE a.state = ANY(%(states)s))
SELECT DISTINCT ON (one.person) one.person, one.id, other.id FROM force one
  JOIN pension_award mine ON mine.id = one.id AND mine.place LIKE %(place)s
  JOIN force other ON other.person = one.person AND other.kind = ANY(%(others)s)
 WHERE one.kind = %(kind)s ORDER BY one.person, other.starts_month, other.id
"""


def drawing_both(*, kind: str, others: Sequence[str], place: str) -> list[tuple[int, int, int]]:
    """Who draws a benefit of a kind at a place beside one of others: person, that award, and the other that began first.

    Merged numbers are one person.
    """
    asked = {
        "states": list(IN_FORCE), "kind": kind, "others": list(others), "place": place_prefix(place=place) + "%",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BOTH, asked)
        return cursor.fetchall()


def first_open_month(*, fund: str, place: str, known_on: date) -> Month:
    """The first month that no roster of a fund covering this place has frozen yet: it will be paid as usual.

    Months before it that are owed must be arrears. Where nothing was ever frozen, the month of `known_on`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, max(period) FROM pension_payment_batch"
            " WHERE attempt = 1 AND fund = %s GROUP BY place",
            [fund],
        )
        frozen = [
            period for batch_place, period in cursor.fetchall()
            if place.startswith(place_prefix(place=batch_place))
        ]  # fmt: skip
    return max(frozen) + 1 if frozen else month_containing(known_on)


def monthly_amounts(*, award: Award, until: Month) -> dict[Month, dict[str, int]]:
    """What the award gives for each month from its start up to but without `until`, adjustments in `other_fen`."""
    last = until - 1 if award.ends_month is None else min(until - 1, award.ends_month)
    adjustments = list(award.adjustments.values_list("from_month", "amount_fen"))
    amounts = {}
    for month in range(award.starts_month, last + 1):
        parts = {column: getattr(award, column) for column in COLUMNS}
        parts["other_fen"] += sum(fen for start, fen in adjustments if start <= month)
        amounts[month] = parts
    return amounts


def stopped_months(
    *, person_id: int, months: range, only_without_adjustment: bool = False
) -> set[Month]:
    """Months in which the person's pension is stopped by a hold that was not cancelled.

    With `only_without_adjustment`, months in which the yearly adjustment is lost instead.
    """
    holds = Hold.objects.filter(person_id=person_id, cancelled_on__isnull=True)
    if only_without_adjustment:
        holds = holds.filter(joins_adjustments=False)
    else:
        holds = holds.filter(kind__in=Hold.STOPPING)
    stopped: set[Month] = set()
    for start, end in holds.values_list("from_month", "to_month"):
        stopped |= {month for month in months if start <= month and (end is None or month <= end)}
    return stopped
