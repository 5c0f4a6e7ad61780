"""Who the people on a roster are: one question for the whole file."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.db import connection

from renshe.kernel.periods import Month, first_day

_KNOWN = {
    "id": pl.String,
    "person_id": pl.Int64,
    "registered_name": pl.String,
    "died_on": pl.Date,
}
MATCH_SCHEMA = {**_KNOWN, "insured_here": pl.Boolean, "insured_elsewhere": pl.Boolean}


def match_people(*, employer_id: int, period: Month, id_numbers: Sequence[str]) -> pl.DataFrame:
    """Who stands behind each id number, and whether this employer insures them in the month (MATCH_SCHEMA).

    Numbers of nobody are absent. A merged duplicate's number leads to the survivor. Three queries for any length.
    Names are unmasked: they are for comparing, never for showing to whoever sent the roster.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH asked AS (SELECT DISTINCT id FROM unnest(%(ids)s::text[]) AS id)
            SELECT a.id, p.id, p.name, p.died_on
              FROM asked a JOIN registry_person o ON o.id_number = a.id
              LEFT JOIN registry_person_alias m ON m.merged_id = o.id AND m.undone_at IS NULL
              JOIN registry_person p ON p.id = coalesce(m.person_id, o.id)
            UNION
            SELECT a.id, p.id, p.name, p.died_on
              FROM asked a JOIN registry_person_alias m ON m.id_number = a.id AND m.undone_at IS NULL
              JOIN registry_person p ON p.id = m.person_id""",
            {"ids": list(id_numbers)},
        )
        known = pl.DataFrame(cursor.fetchall(), schema=_KNOWN, orient="row")
        asked = {"employer": employer_id, "day": first_day(period)}
        cursor.execute(
            """SELECT DISTINCT person_id FROM enrolment_spell
                WHERE employer_id = %(employer)s AND status = 'active' AND span @> %(day)s::date""",
            asked,
        )
        here = {person for (person,) in cursor.fetchall()}
        rest = [person for person in known["person_id"].to_list() if person not in here]
        # One index probe for each of the few who are not here.
        cursor.execute(
            """SELECT u.person FROM unnest(%(people)s::bigint[]) AS u(person)
                WHERE EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = u.person
                                 AND s.status = 'active' AND s.span @> %(day)s::date)""",
            {**asked, "people": rest},
        )
        elsewhere = {person for (person,) in cursor.fetchall()}
    return known.with_columns(
        insured_here=pl.col("person_id").is_in(list(here)),
        insured_elsewhere=pl.col("person_id").is_in(list(elsewhere)),
    )


def insured_but_absent(
    *, employer_id: int, period: Month, declaration_id: int, limit: int
) -> tuple[int, list[tuple[str, str]]]:
    """How many people an employer insures in a month who are on no row of a declaration, and the first of them.

    As (id_number, name) by person. Somebody who stands there in a bad row is not absent.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH there AS MATERIALIZED (
                SELECT id_number FROM contributions_declared_row WHERE declaration_id = %(declaration)s
            ), insured AS MATERIALIZED (
                SELECT DISTINCT person_id FROM enrolment_spell
                 WHERE employer_id = %(employer)s AND status = 'active' AND span @> %(day)s::date
            )
            SELECT p.id_number, p.name, count(*) OVER () FROM registry_person p
             WHERE p.id IN (SELECT person_id FROM insured)
               AND p.id_number NOT IN (SELECT id_number FROM there)
             ORDER BY p.id LIMIT %(limit)s""",
            {
                "declaration": declaration_id,
                "employer": employer_id,
                "day": first_day(period),
                "limit": limit,
            },
        )
        rows = cursor.fetchall()
    return (rows[0][2] if rows else 0), [(number, name) for number, name, _ in rows]


def waiting_rows(*, declaration_id: int) -> dict[int, str]:
    """The row numbers of a declaration that wait to be mended, with the id number written there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_number, id_number FROM contributions_declared_row"
            " WHERE declaration_id = %s AND state = 'bad'",
            [declaration_id],
        )
        return dict(cursor.fetchall())
