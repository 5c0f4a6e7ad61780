"""Whom the communities of a place look after, masked; and who of them lives elsewhere now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import place_name
from renshe.domains.retirees import api as retirees
from renshe.portals.community.place import chosen_place, short_names
from renshe.portals.community.portal import COMMUNITY, LOOK
from renshe.portals.community.words import way_words, why_words
from renshe.portals.layout.access import Visit
from renshe.portals.layout.paging import Following, whole_number

ROWS, REMOTE = 50, 100


@dataclass(frozen=True, kw_only=True)
class CaredLine:
    """Somebody who is looked after."""

    url: str
    name: str
    id_number: str
    community: str
    from_on: date
    source: str


@dataclass(frozen=True, kw_only=True)
class RemoteLine:
    """Somebody who lives elsewhere, and how he proves himself."""

    name: str
    where: str
    way: str
    from_on: date


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """What `community/pages/people.html` may use."""

    place: str
    code: str
    cared: int
    without: int
    lines: tuple[CaredLine, ...]
    following: Following
    remote: tuple[RemoteLine, ...]


@COMMUNITY.page(template="community/pages/people.html", access=LOOK)
def people(visit: Visit) -> PeoplePage:
    """Show the place's people, fifty at a time."""
    place = chosen_place(visit)
    rows = retirees.cared_for(place=place)
    after = whole_number(visit.request.GET.get("after", ""))
    total = rows.count()
    shown = list(rows.order_by("pk").filter(pk__gt=after)[: ROWS + 1])
    more, shown = len(shown) > ROWS, shown[:ROWS]
    remote = retirees.remote_residents(place=place)[:REMOTE]
    names = short_names(one.community for one in shown)
    return PeoplePage(
        place=place_name(code=place), code=place, cared=total,
        without=retirees.without_care(place=place),
        lines=tuple(_line(one, names) for one in shown),
        following=Following(
            after=str(after) if after else "", next_after=str(shown[-1].pk) if more else "",
            shown=len(shown), total=total,
        ),
        remote=tuple(
            RemoteLine(
                name=mask_name(one.person.name), way=way_words(one.way), from_on=one.from_on,
                where=one.where if one.abroad else place_name(code=one.where),
            )
            for one in remote
        ),
    )  # fmt: skip


def _line(one: retirees.RetireeCare, names: dict[str, str]) -> CaredLine:
    return CaredLine(
        url=reverse("community:person", kwargs={"person_id": one.person_id}), name=mask_name(one.person.name),
        id_number=mask_id_number(one.person.id_number), community=names[one.community], from_on=one.from_on,
        source=why_words(one.source),
    )  # fmt: skip
