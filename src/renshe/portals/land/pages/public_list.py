"""Lists that are made public: anybody may read them, names masked, and is told how to object until the last day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from renshe.domains.expropriation import api as expropriation
from renshe.domains.identity.api import mask_name
from renshe.portals.land.place import street_names
from renshe.portals.land.portal import PUBLIC
from renshe.portals.land.words import group_words
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.paging import Paging, paging_from

ROWS = 100


@dataclass(frozen=True, kw_only=True)
class PublicLine:
    """A project whose list is public."""

    url: str
    name: str
    approval_number: str
    street: str
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class PublicListsPage:
    """What `land/pages/public_lists.html` may use."""

    lines: tuple[PublicLine, ...]


@dataclass(frozen=True, kw_only=True)
class PublicListPage:
    """What `land/pages/public_list.html` may use: names are masked, numbers are not shown."""

    name: str
    approval_number: str
    street: str
    village_group: str
    until: dt.date
    quota: int
    people: tuple[tuple[str, str], ...]
    paging: Paging
    object_url: str


@PUBLIC.page(template="land/pages/public_lists.html", access=ANYBODY)
def public_lists(visit: Visit) -> PublicListsPage:
    """Every list that is public today."""
    found = expropriation.public_projects(on=visit.today)
    streets = street_names(one.place for one in found)
    return PublicListsPage(
        lines=tuple(
            PublicLine(
                url=reverse("land:public_list", kwargs={"number": one.pk}), name=one.name,
                approval_number=one.approval_number, street=streets[one.place], until=one.public_to or visit.today,
            )
            for one in found
        )
    )  # fmt: skip


@PUBLIC.page(template="land/pages/public_list.html", access=ANYBODY)
def public_list(visit: Visit, *, number: int) -> PublicListPage:
    """One list, while it is public and no longer."""
    found = next(
        (one for one in expropriation.public_projects(on=visit.today) if one.pk == number), None
    )
    if found is None:
        raise Http404
    rows = expropriation.members(project_id=found.pk)
    paging = paging_from(visit.request.GET.get("page", ""), total=rows.count(), rows=ROWS)
    return PublicListPage(
        name=found.name, approval_number=found.approval_number, street=street_names([found.place])[found.place],
        village_group=found.village_group, until=found.public_to or visit.today, quota=found.quota,
        people=tuple(
            (mask_name(one.person.name), group_words(one.group))
            for one in rows[paging.offset : paging.offset + ROWS]
        ),
        paging=paging,
        object_url=reverse("public:guide", kwargs={"code": "expropriation.object_to_list"}),
    )  # fmt: skip
