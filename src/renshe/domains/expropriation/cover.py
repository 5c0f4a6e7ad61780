"""Which medical insurance the people of the projects have, and who has none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from renshe.domains.expropriation.models import ResidentMedicalYear
from renshe.domains.expropriation.projects import Recorded
from renshe.domains.registry import api as registry
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.fields import read_fields
from renshe.foundation.sheets.reading import find_header, first_row_below, read_sheet
from renshe.kernel.codes.divisions import stem

LIMITS = {"rows": 200_000, "file_bytes": 20 * 2**20, "uncompressed_bytes": 200 * 2**20}
COLUMNS = (TemplateColumn("id_number", "证件号码", "Id number", True, 24, "", ""),)

# One row for each living human being of a list: covered as an employee on the day, as a resident in the year, or not.
_GROUP = """
WITH alias AS (SELECT merged_id, person_id FROM registry_person_alias WHERE undone_at IS NULL),
listed AS (
  SELECT DISTINCT coalesce(a.person_id, m.person_id) AS person_id, j.place, m."group" AS grp
    FROM expropriation_member m JOIN expropriation_project j ON j.id = m.project_id
    LEFT JOIN alias a ON a.merged_id = m.person_id
   WHERE m.removed_on IS NULL AND j.place LIKE %(place)s)
SELECT l.person_id, p.name, p.residence_place, l.grp,
       EXISTS (SELECT FROM enrolment_spell s WHERE s.person_id = l.person_id AND s.insurance = 2
                AND s.status = 'active' AND s.span @> %(day)s::date) AS employee,
       EXISTS (SELECT FROM expropriation_medical_year y WHERE y.person_id = l.person_id AND y.year = %(year)s) AS resident
  FROM listed l JOIN registry_person p ON p.id = l.person_id
 WHERE p.died_on IS NULL OR p.died_on > %(day)s::date
"""


@dataclass(frozen=True, kw_only=True)
class Covered:
    """One person of the group and the cover on a day: employee, resident or none."""

    person_id: int
    name: str
    place: str
    group: str
    cover: str


@dataclass(frozen=True, kw_only=True)
class StreetCover:
    """How many of the group live at a street, and how they are covered."""

    place: str
    people: int
    employee: int
    resident: int

    @property
    def without(self) -> int:
        """Those with no medical insurance known here."""
        return self.people - self.employee - self.resident


def cover_by_street(*, place: str, on: dt.date) -> list[StreetCover]:
    """Counts by the street where people live, in the order of codes."""
    sql = f"""SELECT left(residence_place, 9), count(*), count(*) FILTER (WHERE employee),
                count(*) FILTER (WHERE resident AND NOT employee) FROM ({_GROUP}) g GROUP BY 1 ORDER BY 1"""
    with connection.cursor() as cursor:
        cursor.execute(sql, _asked(place, on))
        return [
            StreetCover(place=where, people=people, employee=employee, resident=resident)
            for where, people, employee, resident in cursor.fetchall()
        ]


def without_cover(
    *, place: str, on: dt.date, offset: int = 0, most: int | None = 50
) -> list[Covered]:
    """Who of the group has no medical insurance, by street; everybody where `most` is None."""
    sql = f"""SELECT person_id, name, residence_place, grp FROM ({_GROUP}) g WHERE NOT employee AND NOT resident
              ORDER BY residence_place, person_id LIMIT %(most)s OFFSET %(offset)s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {**_asked(place, on), "most": most, "offset": offset})
        return [
            Covered(person_id=one, name=name, place=where, group=group, cover="none")
            for one, name, where, group in cursor.fetchall()
        ]


def _asked(place: str, on: dt.date) -> dict[str, object]:
    return {"place": f"{stem(place)}%", "day": on, "year": on.year}


@dataclass(frozen=True, kw_only=True)
class MedicalList:
    """What a list of the medical bureau told: rows, people of the group newly marked, and people of whom nothing is kept."""

    rows: int
    marked: int
    others: int


@transaction.atomic
def import_medical_year(
    *, place: str, year: int, content: bytes, source: str, recorded: Recorded
) -> MedicalList:
    """Mark those of the group whom the medical bureau's list names; of others nothing is kept. Raises Refused for a bad file."""
    sheet = read_sheet(content, limits=LIMITS)
    at, places = find_header(sheet.rows, COLUMNS)
    first = first_row_below(sheet, header=at, places=places, wanted=COLUMNS)
    rows = read_fields(sheet, keys=("id_number",), places=places, first=first)[
        "id_number"
    ].to_list()
    known = registry.people_by_id_numbers(id_numbers=[str(one).upper() for one in rows])
    people = {one.pk for one in known.values()}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT person_id FROM ({_GROUP}) g", _asked(place, recorded.today))
        group = {one for (one,) in cursor.fetchall()}
    there = set(
        ResidentMedicalYear.objects.filter(year=year, person_id__in=people).values_list("person_id", flat=True)
    )  # fmt: skip
    fresh = sorted((people & group) - there)
    ResidentMedicalYear.objects.bulk_create(
        ResidentMedicalYear(
            person_id=one,
            year=year,
            source=source[:200],
            recorded_by=recorded.by,
            recorded_at=recorded.at,
        )
        for one in fresh
    )
    return MedicalList(rows=len(rows), marked=len(fresh), others=len(rows) - len(people & group))
