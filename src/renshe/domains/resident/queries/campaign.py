"""The yearly campaign: whom a village or community calls on, and how many of its people are covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from renshe.domains.resident.law import area
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import first_day

LISTS = (
    "due",
    "paid",
    "helped",
    "new_at_16",
    "claims_soon",
    "sixty_next_year",
    "double",
    "outside",
)
"""The lists of a year: has to pay, has paid, is paid for, turns sixteen and is in no scheme, is sixty or will be within
three months and has claimed nothing yet, reaches sixty in the year after,
is paid here and covered by the employee scheme in the same year, and is in neither scheme."""

# Everybody of a place of an age to be in the scheme or just out of it, and how each stands in a year. A merged duplicate is
# left out: the survivor stands for it. People under the scheme's care whose household is elsewhere come by participation.
_PEOPLE = """
WITH people AS (
  SELECT p.id, p.name, p.id_number, p.birth_on, coalesce(t.community, p.residence_place) AS community, t.id AS participation_id,
    p.household_place LIKE %(area)s AS here
  FROM registry_person p
  LEFT JOIN resident_participation t ON t.person_id = p.id AND t.ended_on IS NULL
  WHERE p.died_on IS NULL AND coalesce(t.community, p.residence_place) LIKE %(within)s
    AND p.birth_on > make_date(%(year)s - 61, 12, 31) AND p.birth_on <= make_date(%(year)s - 16, 12, 31)
    AND NOT EXISTS (SELECT FROM registry_person_alias a WHERE a.merged_id = p.id AND a.undone_at IS NULL)),
standing AS (
  SELECT people.*, EXTRACT(year FROM birth_on)::int AS born, people.id = ANY(%(drawing)s::bigint[]) AS draws_already,
    pay.amount_fen, pay.channel, pay.paid_on, given.person_id IS NOT NULL AS given_back,
    (SELECT c.tier FROM resident_tier_choice c WHERE c.participation_id = people.participation_id
       AND c.from_year <= %(year)s ORDER BY c.from_year DESC, c.id DESC LIMIT 1) AS tier,
    EXISTS (SELECT FROM resident_named_help h WHERE h.participation_id = people.participation_id
       AND h.year = %(year)s AND h.kind <> 'collective') AS in_need,
    EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = people.id AND s.insurance = 1 AND s.status = 'active'
       AND s.span && daterange(make_date(%(year)s, 1, 1), make_date(%(year)s + 1, 1, 1))) AS employed_in_year,
    EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = people.id AND s.insurance = 1 AND s.status <> 'cancelled'
       AND s.span @> %(month)s::date) AS employed_now
  FROM people
  LEFT JOIN LATERAL (SELECT * FROM resident_payment y WHERE y.person_id = people.id AND y.year = %(year)s LIMIT 1) pay ON true
  LEFT JOIN LATERAL (SELECT c.payment_id AS person_id FROM resident_credit c WHERE c.payment_id = pay.id
    AND c.kind IN ('refunded', 'restored') GROUP BY 1 HAVING sum(c.amount_fen) < 0) given ON true),
listed AS (
  SELECT *, participation_id IS NOT NULL AND NOT draws_already AND NOT employed_now
      AND birth_on <= (%(month)s::date + interval '4 months' - interval '60 years')::date AS claims_soon, CASE
      WHEN channel IS NOT NULL AND channel <> 'government' AND employed_in_year AND NOT given_back THEN 'double'
      WHEN channel = 'government' THEN 'helped'
      WHEN channel IS NOT NULL THEN 'paid'
      WHEN employed_now THEN 'employee'
      WHEN participation_id IS NOT NULL AND in_need THEN 'helped'
      WHEN participation_id IS NOT NULL AND birth_on + interval '60 years' > make_date(%(year)s, 1, 1) THEN 'due'
      WHEN participation_id IS NULL AND born + 60 <= %(year)s THEN 'past_age'
      WHEN born + 16 = %(year)s AND here THEN 'new_at_16'
      WHEN here THEN 'outside' ELSE 'elsewhere' END AS list
  FROM standing)
"""


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One person on a list: whole name and number, which pages mask; `tier` in yuan, `amount_fen` what was paid."""

    person_id: int
    name: str
    id_number: str
    birth_year: int
    community: str
    list: str
    tier: int | None
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """A division's people by list. `registered` are those of the age whose household is here, `covered` those of them in
    either scheme."""

    community: str
    counts: dict[str, int]
    registered: int
    covered: int


def communities(
    *, place: str, year: int, month: int, digits: int = 12, drawing: Iterable[int] = ()
) -> list[CommunityRow]:
    """How the divisions of a place stand in a year; `digits` 9 for streets and towns, 12 for communities.

    `drawing` are people near sixty who draw a pension already, which the caller knows.
    """
    sql = f"""{_PEOPLE}
    SELECT left(community, %(digits)s) AS division, list, count(*) AS people,
      count(*) FILTER (WHERE born + 59 = %(year)s AND participation_id IS NOT NULL) AS sixty_next_year,
      count(*) FILTER (WHERE claims_soon) AS claims_soon,
      count(*) FILTER (WHERE here AND list <> 'past_age') AS registered,
      count(*) FILTER (WHERE here AND list <> 'past_age' AND (participation_id IS NOT NULL OR employed_now)) AS covered
    FROM listed GROUP BY 1, 2 ORDER BY 1, 2"""
    found: dict[str, CommunityRow] = {}
    for division, name, people, sixty, soon, registered, covered in _read(
        sql, place=place, year=year, month=month, digits=digits, drawing=list(drawing)
    ):
        row = found.get(division) or CommunityRow(division, dict.fromkeys(LISTS, 0), 0, 0)
        counts = row.counts
        if name in counts:
            counts[name] += people
        counts["sixty_next_year"] += sixty
        counts["claims_soon"] += soon
        found[division] = CommunityRow(
            division, counts, row.registered + registered, row.covered + covered
        )
    return list(found.values())


def people_on(
    *, place: str, year: int, month: int, name: str, offset: int = 0, most: int = 50, drawing: Iterable[int] = ()
) -> list[CampaignRow]:  # fmt: skip
    """The people of a list by community and birth; `drawing` as in `communities`. Raises KeyError for no list of ours."""
    if name not in LISTS:
        raise KeyError(name)
    condition = {
        "sixty_next_year": "born + 59 = %(year)s AND participation_id IS NOT NULL",
        "claims_soon": "claims_soon",
    }.get(name, "list = %(list)s")
    sql = f"""{_PEOPLE} SELECT id, name, id_number, born, community, list, tier, amount_fen
    FROM listed WHERE {condition} ORDER BY community, birth_on, id OFFSET %(offset)s LIMIT %(most)s"""
    rows = _read(
        sql, place=place, year=year, month=month, list=name, offset=offset, most=most, drawing=list(drawing)
    )  # fmt: skip
    return [CampaignRow(*row) for row in rows]


def _read(sql: str, *, place: str, year: int, month: int, **more: Any) -> list[tuple[Any, ...]]:
    values = {
        "within": stem(place) + "%", "area": area(place) + "%", "year": year, "month": first_day(month), **more,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
