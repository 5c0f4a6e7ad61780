"""Lists that are public: anybody may read them, names masked and groups left out, and is told how to object."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from renshe.domains.identity.api import mask_name
from renshe.domains.premium_help import api as premium_help
from renshe.portals.helping.portal import PUBLIC
from renshe.portals.helping.words import insurance_words
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.paging import Paging, paging_from

ROWS = 100


@dataclass(frozen=True, kw_only=True)
class PublicLine:
    """A list that is public."""

    url: str
    name: str
    document: str
    insurance: str
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class PublicListsPage:
    """What `helping/pages/public_lists.html` may use."""

    lines: tuple[PublicLine, ...]


@dataclass(frozen=True, kw_only=True)
class PublicListPage:
    """What `helping/pages/public_list.html` may use: no numbers, and no group, which would tell of need or disability."""

    name: str
    document: str
    insurance: str
    until: dt.date
    names: tuple[str, ...]
    paging: Paging
    object_url: str


@PUBLIC.page(template="helping/pages/public_lists.html", access=ANYBODY)
def public_lists(visit: Visit) -> PublicListsPage:
    """Every list that is public today."""
    return PublicListsPage(
        lines=tuple(
            PublicLine(
                url=reverse("helping:public_list", kwargs={"number": one.pk}), name=one.programme.name,
                document=one.document, insurance=insurance_words(one.programme.insurance), until=one.public_to or visit.today,
            )
            for one in premium_help.public_lists(on=visit.today)
        )
    )  # fmt: skip


@PUBLIC.page(template="helping/pages/public_list.html", access=ANYBODY)
def public_list(visit: Visit, *, number: int) -> PublicListPage:
    """The names of one list while it is public."""
    found = premium_help.public_lists(on=visit.today).filter(pk=number).first()
    if found is None:
        raise Http404
    people = premium_help.people_on(list_id=found.pk)
    paging = paging_from(visit.request.GET.get("page", ""), total=people.count(), rows=ROWS)
    return PublicListPage(
        name=found.programme.name, document=found.document, insurance=insurance_words(found.programme.insurance),
        until=found.public_to or visit.today,
        names=tuple(mask_name(one.person.name) for one in people[paging.offset : paging.offset + ROWS]), paging=paging,
        object_url=reverse("public:guide", kwargs={"code": "premium_help.objection"}),
    )  # fmt: skip
