"""Projects as pages and programs list them: who is in them, what is owed, what is covered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from renshe.domains.expropriation.models import (
    ExpropriationProject,
    ListObjection,
    ProjectMember,
)
from renshe.domains.registry import api as registry
from renshe.kernel.codes.divisions import stem

_ROWS = """
SELECT j.id, j.approval_number, j.name, j.place, j.village_group, j.approved_on, j.state, j.quota,
       count(m.id) FILTER (WHERE m."group" = 'minor'), count(m.id) FILTER (WHERE m."group" = 'working'),
       count(m.id) FILTER (WHERE m."group" = 'old'), count(al.id),
       coalesce(s.due, 0)::bigint, coalesce(s.paid, 0)::bigint, s.next_due_on, coalesce(o.open, 0)
  FROM expropriation_project j
  LEFT JOIN expropriation_member m ON m.project_id = j.id AND m.removed_on IS NULL
  LEFT JOIN expropriation_allowance al ON al.member_id = m.id AND al.ended_on IS NULL
  LEFT JOIN LATERAL (SELECT sum(h.amount_fen) AS due, sum(r.fen) AS paid,
        min(h.due_on) FILTER (WHERE coalesce(r.fen, 0) < h.amount_fen) AS next_due_on
      FROM expropriation_share h
      LEFT JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM expropriation_receipt WHERE share_id = h.id) r ON true
     WHERE h.project_id = j.id) s ON true
  LEFT JOIN LATERAL (SELECT count(*) AS open FROM expropriation_objection b
      WHERE b.project_id = j.id AND b.state = 'open') o ON true
 WHERE j.place LIKE %s AND {where}
 GROUP BY j.id, s.due, s.paid, s.next_due_on, o.open
 ORDER BY (j.state = 'settled'), j.approved_on DESC, j.id DESC
"""


@dataclass(frozen=True, kw_only=True)
class ProjectRow:
    """A project with its counts: people by group, allowances granted, fen due and received, the next day money is due."""

    id: int
    approval_number: str
    name: str
    place: str
    village_group: str
    approved_on: dt.date
    state: str
    quota: int
    minor: int
    working: int
    old: int
    allowances: int
    due_fen: int
    paid_fen: int
    next_due_on: dt.date | None
    open_objections: int

    @property
    def people(self) -> int:
        """Everybody on the list."""
        return self.minor + self.working + self.old


def project_rows(*, place: str, offset: int = 0, most: int = 50) -> list[ProjectRow]:
    """Projects of a place and within it, unfinished ones first, then the latest."""
    return _rows("true", [f"{stem(place)}%"], f" LIMIT {int(most)} OFFSET {int(offset)}")


def project_row(*, project_id: int) -> ProjectRow:
    """One project with its counts. Raises ExpropriationProject.DoesNotExist."""
    found = _rows("j.id = %s", ["%", project_id], "")
    if not found:
        raise ExpropriationProject.DoesNotExist
    return found[0]


def _rows(where: str, asked: list[object], tail: str) -> list[ProjectRow]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(where=where) + tail, asked)
        rows = cursor.fetchall()
    names = tuple(ProjectRow.__dataclass_fields__)
    return [ProjectRow(**dict(zip(names, row, strict=True))) for row in rows]


def count_projects(*, place: str) -> int:
    """How many projects a place and its parts have."""
    return ExpropriationProject.objects.filter(place__startswith=stem(place)).count()


def project(*, project_id: int) -> ExpropriationProject:
    """One project. Raises ExpropriationProject.DoesNotExist."""
    return ExpropriationProject.objects.get(pk=project_id)


def project_numbered(*, approval_number: str) -> ExpropriationProject | None:
    """The project of an approval number, or None."""
    return ExpropriationProject.objects.filter(approval_number=approval_number.strip()).first()


def members(*, project_id: int, group: str = "") -> QuerySet[ProjectMember]:
    """Who is on a project's list, by group and in the order of entry; one group where it is named."""
    rows = ProjectMember.objects.filter(project_id=project_id, removed_on=None).select_related(
        "person"
    )
    if group:
        rows = rows.filter(group=group)
    return rows.order_by("group", "pk")


def objections(*, project_id: int) -> list[ListObjection]:
    """Every objection to a list, open ones first."""
    rows = ListObjection.objects.filter(project_id=project_id).select_related("person")
    return sorted(rows.order_by("pk"), key=lambda one: one.state != "open")


def memberships(*, person_id: int) -> list[ProjectMember]:
    """Every list that a human being is on, the oldest project first."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = ProjectMember.objects.filter(person_id__in=people, removed_on=None)
    return list(rows.select_related("project").order_by("project__approved_on", "pk"))


def public_projects(*, on: dt.date) -> list[ExpropriationProject]:
    """Projects whose list is public on a day."""
    rows = ExpropriationProject.objects.filter(state="public", public_to__gte=on)
    return list(rows.order_by("public_to", "pk"))


def entitled_without_grant(*, project_id: int) -> list[ProjectMember]:
    """The old of a settled project who live and have no allowance yet."""
    rows = ProjectMember.objects.filter(
        project_id=project_id, project__state="settled", group="old", removed_on=None, allowance=None,
        person__died_on=None,
    )  # fmt: skip
    return list(rows.select_related("project", "person").order_by("pk"))


def people_with_town_insurance(*, place: str) -> dict[str, tuple[int, int]]:
    """People and fen in supplementary accounts by state of their town insurance."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, count(*), sum(account_fen)::bigint FROM expropriation_town_record WHERE place LIKE %s"
            " GROUP BY state ORDER BY state",
            [f"{stem(place)}%"],
        )
        return {state: (count, fen) for state, count, fen in cursor.fetchall()}


def balances_of(*, person_ids: Iterable[int]) -> dict[int, int]:
    """Fen in the accounts of many people, by the number under which they are booked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, sum(amount_fen)::bigint FROM expropriation_account_entry WHERE person_id = ANY(%s)"
            " GROUP BY person_id ORDER BY person_id",
            [list(person_ids)],
        )
        return dict(cursor.fetchall())
