"""Who the people on a roster are: one question for the whole file."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.db import connection

from renshe.kernel.periods import Month, first_day

MATCH_SCHEMA = {
    "id": pl.String, "person_id": pl.Int64, "registered_name": pl.String, "died_on": pl.Date,
    "insured_here": pl.Boolean, "insured_elsewhere": pl.Boolean,
}


def match_people(
    *, employer_id: int, period: Month, id_numbers: Sequence[str]
) -> pl.DataFrame:
    """Who stands behind each id number, and whether this employer insures them in the month (MATCH_SCHEMA).

    Numbers of nobody are absent. A merged duplicate's number leads to the survivor.
    Names are unmasked: they are for comparing, never for showing to whoever sent the roster.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH asked AS (SELECT DISTINCT id FROM unnest(%(ids)s::text[]) AS id),
            known AS (
                SELECT a.id, coalesce(m.person_id, p.id) AS person_id
                  FROM asked a JOIN registry_person p ON p.id_number = a.id
                  LEFT JOIN registry_person_alias m ON m.merged_id = p.id AND m.undone_at IS NULL
                UNION
                SELECT a.id, m.person_id
                  FROM asked a JOIN registry_person_alias m ON m.id_number = a.id AND m.undone_at IS NULL
            ), insured AS (
                SELECT s.person_id, bool_or(s.employer_id = %(employer)s) AS here,
                       bool_or(s.employer_id IS DISTINCT FROM %(employer)s) AS elsewhere
                  FROM enrolment_spell s
                 WHERE s.person_id IN (SELECT person_id FROM known) AND s.status = 'active'
                   AND s.span @> %(day)s::date
                 GROUP BY s.person_id
            )
            SELECT k.id, k.person_id, p.name, p.died_on, coalesce(i.here, false), coalesce(i.elsewhere, false)
              FROM known k JOIN registry_person p ON p.id = k.person_id
              LEFT JOIN insured i ON i.person_id = k.person_id""",
            {"ids": list(id_numbers), "employer": employer_id, "day": first_day(period)},
        )
        return pl.DataFrame(cursor.fetchall(), schema=MATCH_SCHEMA, orient="row")


def waiting_rows(*, declaration_id: int) -> dict[int, str]:
    """The row numbers of a declaration that wait to be mended, with the id number written there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_number, id_number FROM contributions_declared_row"
            " WHERE declaration_id = %s AND state = 'bad'", [declaration_id],
        )
        return dict(cursor.fetchall())
