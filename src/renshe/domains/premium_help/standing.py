"""What the registers say against helping somebody: dead, insured as an employee, helped already, of another place."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from renshe.domains.enrolment import api as enrolment
from renshe.domains.premium_help import problems
from renshe.domains.premium_help.models import HelpedPerson, HelpProgramme
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.kernel.codes.divisions import stem
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import Month, first_day

_SPELL = {"medical": enrolment.Insurance.MEDICAL, "resident_pension": enrolment.Insurance.PENSION}


def wrong_with(
    *, person: registry.Person, programme: HelpProgramme, group: str, from_month: Month
) -> list[Problem]:
    """Every reason why a programme cannot help somebody from a month on; nothing where it can."""
    wrong = []
    if group not in programme.groups:
        wrong.append(problems.GROUP_WRONG)
    if person.died_on is not None:
        wrong.append(problems.DEAD)
    area = stem(programme.place)
    if not (person.household_place.startswith(area) or person.residence_place.startswith(area)):
        wrong.append(problems.ELSEWHERE)
    people = registry.everybody_who_is(person_id=person.pk)
    if HelpedPerson.objects.filter(
        person_id__in=people, insurance=programme.insurance, last_month__isnull=True
    ).exists():
        wrong.append(problems.HELPED)
    if employed_in([person.pk], insurance=programme.insurance, month=from_month):
        wrong.append(problems.EMPLOYED)
    if (
        programme.insurance == "resident_pension"
        and resident.live_participation(person_id=person.pk) is None
    ):
        wrong.append(problems.NOT_JOINED)
    return wrong


def employed_in(person_ids: Iterable[int], *, insurance: str, month: Month) -> set[int]:
    """Those of the people whom an active spell insures in the employee scheme in a month, also under merged numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT p.id FROM unnest(%s::bigint[]) AS p(id)
            LEFT JOIN registry_person_alias a ON a.person_id = p.id AND a.undone_at IS NULL
            JOIN enrolment_spell s ON s.person_id IN (p.id, a.merged_id)
            WHERE s.insurance = %s AND s.status = 'active' AND s.span @> %s""",
            [list(person_ids), int(_SPELL[insurance]), first_day(month)],
        )
        return {row[0] for row in cursor.fetchall()}
