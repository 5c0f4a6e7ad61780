"""What employers declared: their declarations, the rows to mend, and the people a new roster begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from renshe.domains.contributions.dated import ContributionYear
from renshe.domains.contributions.models import (
    Declaration,
    DeclaredRow,
    RegisterImportError,
)
from renshe.kernel.periods import Month, first_day


@dataclass(frozen=True)
class DeclarationRow:
    """One declaration in an employer's list, with how many of its bad rows still wait."""

    declaration_id: int
    period: Month
    channel: str
    channel_zh: str
    submitted_at: dt.datetime
    submitted_by: str
    rows_total: int
    rows_good: int
    rows_bad: int
    rows_waiting: int
    state: str
    state_zh: str
    late: bool
    file_id: int | None
    resubmits_id: int | None


def declarations_of(
    *, employer_id: int, period: Month | None = None, limit: int = 50
) -> list[DeclarationRow]:
    """An employer's declarations, the latest first; of one month where it is given."""
    found = Declaration.objects.filter(employer_id=employer_id).order_by("-period", "-id")
    if period is not None:
        found = found.filter(period=period)
    declarations = list(found[:limit])
    waiting: dict[int, int] = {}
    for number in DeclaredRow.objects.filter(
        declaration_id__in=[one.pk for one in declarations], state="bad"
    ).values_list("declaration_id", flat=True):
        waiting[number] = waiting.get(number, 0) + 1
    return [
        DeclarationRow(
            declaration_id=one.pk,
            period=one.period,
            channel=one.channel,
            channel_zh=one.get_channel_display(),
            submitted_at=one.submitted_at,
            submitted_by=one.submitted_by,
            rows_total=one.rows_total,
            rows_good=one.rows_good,
            rows_bad=one.rows_bad,
            rows_waiting=waiting.get(one.pk, 0),
            state=one.state,
            state_zh=one.get_state_display(),
            late=one.late,
            file_id=one.file_id,
            resubmits_id=one.resubmits_id,
        )
        for one in declarations
    ]


def bad_rows(*, declaration_id: int, limit: int = 500, after: int = 0) -> list[DeclaredRow]:
    """The rows of a declaration that wait to be mended, in order, a page at a time by row number."""
    return list(
        DeclaredRow.objects.filter(
            declaration_id=declaration_id, state="bad", row_number__gt=after
        ).order_by("row_number")[:limit]
    )


def declared_row_errors(
    *, declaration_id: int
) -> Iterator[tuple[int, str, str, int | None, list[dict[str, str]]]]:
    """Every waiting row of a declaration as (row_number, id_number, name, wage_fen, errors), streamed."""
    rows = DeclaredRow.objects.filter(declaration_id=declaration_id, state="bad")
    yield from (
        rows.order_by("row_number")
        .values_list("row_number", "id_number", "name", "wage_fen", "errors")
        .iterator(chunk_size=5_000)
    )


@dataclass(frozen=True)
class RosterPerson:
    """Somebody an employer insures, with the wage already known for the contribution year (fen, or None)."""

    person_id: int
    id_number: str
    name: str
    wage_fen: int | None


def roster_people(*, employer_id: int, period: Month, year: ContributionYear) -> list[RosterPerson]:
    """Everybody an employer insures in a month, by name order of id: what a roster to fill in begins with."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT p.id, p.id_number, p.name, w.wage_fen
                 FROM (SELECT DISTINCT person_id FROM enrolment_spell
                        WHERE employer_id = %(employer)s AND status = 'active' AND span @> %(day)s::date) s
                 JOIN registry_person p ON p.id = s.person_id
                 LEFT JOIN LATERAL (
                      SELECT wage_fen FROM contributions_declared_wage
                       WHERE employer_id = %(employer)s AND person_id = p.id
                         AND year_start_month IN (%(year)s, %(year)s - 12)
                       ORDER BY year_start_month DESC, recorded_at DESC, id DESC LIMIT 1) w ON true
                ORDER BY p.id_number""",
            {"employer": employer_id, "day": first_day(period), "year": year.start_month},
        )
        return [RosterPerson(*row) for row in cursor.fetchall()]


def import_errors(*, resume_key: str) -> Iterator[tuple[int, str, list[dict[str, str]]]]:
    """Every row of a register's import that was not taken, as (row_number, id_number, errors), streamed."""
    rows = RegisterImportError.objects.filter(register_import__resume_key=resume_key)
    yield from (
        rows.order_by("row_number")
        .values_list("row_number", "id_number", "errors")
        .iterator(chunk_size=5_000)
    )
