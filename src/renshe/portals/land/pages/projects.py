"""Every expropriation project: how far it is, who is in it, what has been paid, who is entitled and has not claimed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from renshe.domains.expropriation import api as expropriation
from renshe.portals.land.place import street_names
from renshe.portals.land.portal import LAND, LOOK
from renshe.portals.land.words import state_tone, state_words
from renshe.portals.layout.access import Visit, own_place
from renshe.portals.layout.paging import Paging, paging_from

ROWS = 30


@dataclass(frozen=True, kw_only=True)
class ProjectLine:
    """One project. `late` is the day on which money was due that has not come."""

    url: str
    name: str
    approval_number: str
    street: str
    approved_on: dt.date
    state: str
    tone: str
    people: int
    quota: int
    old: int
    allowances: int
    due_fen: int
    paid_fen: int
    late: dt.date | None
    open_objections: int


@dataclass(frozen=True, kw_only=True)
class ProjectsPage:
    """What `land/pages/projects.html` may use; sums are of the projects shown on all pages together."""

    lines: tuple[ProjectLine, ...]
    paging: Paging
    start_url: str


@LAND.page(template="land/pages/projects.html", access=LOOK)
def projects(visit: Visit) -> ProjectsPage:
    """Show the projects of the visitor's place, unfinished ones first."""
    place = own_place(visit, "pension.look")
    paging = paging_from(
        visit.request.GET.get("page", ""),
        total=expropriation.count_projects(place=place),
        rows=ROWS,
    )
    rows = expropriation.project_rows(place=place, offset=paging.offset, most=ROWS)
    streets = street_names(row.place for row in rows)
    return ProjectsPage(
        lines=tuple(_line(row, visit.today, streets[row.place]) for row in rows),
        paging=paging,
        start_url=reverse("public:guide", kwargs={"code": "expropriation.file_project"}),
    )


def _line(row: expropriation.ProjectRow, today: dt.date, street: str) -> ProjectLine:
    late = row.next_due_on if row.next_due_on is not None and row.next_due_on < today else None
    return ProjectLine(
        url=reverse("land:project", kwargs={"number": row.id}), name=row.name, approval_number=row.approval_number,
        street=street, approved_on=row.approved_on, state=state_words(row.state),
        tone=state_tone(row.state), people=row.people, quota=row.quota, old=row.old, allowances=row.allowances,
        due_fen=row.due_fen, paid_fen=row.paid_fen, late=late, open_objections=row.open_objections,
    )  # fmt: skip
