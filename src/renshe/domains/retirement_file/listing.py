"""The yearly list: who reaches the legal month of retirement within twelve months, drawn in one statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction

from renshe.domains.retirement_file.models import RetirementList
from renshe.domains.retirement_file.reviewing import By
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month, month_containing
from renshe.kernel.rules import Explain, Refusal

AHEAD_MONTHS = 12
_YOUNGEST, _OLDEST = 48, 66
"""Ages (years) outside which nobody's legal month lies within the next year: by law it is between 50 and 63."""
_BIRTH = "(extract(year FROM b.born) * 12 + extract(month FROM b.born) - 1)::int"
_PAIRS = f"""
SELECT DISTINCT {_BIRTH}, p.retirement_category FROM registry_person p
  CROSS JOIN LATERAL (SELECT coalesce(p.birth_on_file, p.birth_on) AS born) b
 WHERE p.died_on IS NULL AND b.born BETWEEN %s AND %s ORDER BY 1, 2
"""
# Whoever draws or drew a pension, was merged into another or was never insured as an employee is not on the list.
_INSERT = f"""
INSERT INTO retirement_file_listed (drawn_id, person_id, employer_id, street, retirement_month)
SELECT %(drawn)s, p.id, now_at.employer_id, p.residence_place, due.month
  FROM registry_person p
  CROSS JOIN LATERAL (SELECT coalesce(p.birth_on_file, p.birth_on) AS born) b
  JOIN unnest(%(births)s::int[], %(categories)s::text[], %(months)s::int[]) AS due(birth, category, month)
    ON due.birth = {_BIRTH} AND due.category = p.retirement_category
  LEFT JOIN LATERAL (SELECT s.employer_id FROM enrolment_spell s
                      WHERE s.person_id = p.id AND s.insurance = 1 AND s.status = 'active' AND s.span @> %(today)s::date
                      ORDER BY s.id DESC LIMIT 1) now_at ON true
 WHERE p.died_on IS NULL AND p.residence_place LIKE %(below)s
   AND EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = p.id AND s.insurance = 1 AND s.status <> 'cancelled')
   AND NOT EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id)
   AND NOT EXISTS (SELECT FROM registry_person_alias a WHERE a.merged_id = p.id AND a.undone_at IS NULL)
 ORDER BY due.month, p.id
    ON CONFLICT (person_id) DO NOTHING
"""


@transaction.atomic
def draw_list(*, place: str, by: By, explain: Explain) -> RetirementList:
    """Put everybody on the list who reaches the legal month by twelve months from today, each once; drawn once a day.

    The law is asked once for each month of birth and category, the people are found in one statement.
    """
    done = RetirementList.objects.filter(place=place, drawn_on=by.today).first()
    if done is not None:
        return done
    first = month_containing(by.today)
    due = _due(place=place, today=by.today, first=first, explain=explain)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('retirement_file_list', 'id'))")
        (number,) = cursor.fetchone()
        # The list says how many it holds, and no row of it is ever changed: so the people are counted first.
        parts: dict[str, Any] = {
            "drawn": number, "today": by.today, "below": f"{stem(place)}%",
            "births": [one[0] for one in due], "categories": [one[1] for one in due],
            "months": [one[2] for one in due],
        }  # fmt: skip
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(_INSERT, parts)
        people = cursor.rowcount
    return RetirementList.objects.create(
        pk=number, place=place, first_month=first, last_month=first + AHEAD_MONTHS,
        people=people, drawn_on=by.today, drawn_by=by.name,
    )  # fmt: skip


def _due(
    *, place: str, today: date, first: Month, explain: Explain
) -> list[tuple[Month, str, Month]]:
    """(month of birth, category, legal month) of whoever reaches it from this month to twelve months on."""
    with connection.cursor() as cursor:
        cursor.execute(
            _PAIRS, [date(today.year - _OLDEST, 1, 1), date(today.year - _YOUNGEST, 12, 31)]
        )
        pairs = cursor.fetchall()
    due = []
    for birth, category in pairs:
        facts = {"birth_month": birth, "retirement_category": category}
        try:
            month = int(explain("legal_retirement_month", facts, place=place, on=today).value)
        except Refusal:
            continue
        if first <= month <= first + AHEAD_MONTHS:
            due.append((birth, category, month))
    return due
