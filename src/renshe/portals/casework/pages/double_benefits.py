"""Who draws a resident pension beside another basic pension: one list of one's place, and the way to settle it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows import double_benefits as doubles
from renshe.kernel.periods import Month
from renshe.portals.casework.portal import CASEWORK, RESIDENT
from renshe.portals.layout.access import Visit, own_place
from renshe.portals.layout.casefile.words import either
from renshe.portals.layout.paging import ROWS, Paging, paging_from


@dataclass(frozen=True, kw_only=True)
class DoubleLine:
    """One person, masked: what the other pension is, and the first month that both cover."""

    name: str
    id_number: str
    other: str
    since: Month


@dataclass(frozen=True, kw_only=True)
class DoublesPage:
    """What `casework/pages/double_benefits.html` may use."""

    place: str
    people: tuple[DoubleLine, ...]
    paging: Paging
    before_url: str
    after_url: str
    guide_url: str


@CASEWORK.page(template="casework/pages/double_benefits.html", access=RESIDENT)
def double_benefits(visit: Visit) -> DoublesPage:
    """Show everybody of one's place, oldest overlap first."""
    own = own_place(visit, "pension.look")
    found = doubles.everybody(place=own)
    paging = paging_from(visit.request.GET.get("page", ""), total=len(found), rows=ROWS)
    shown = found[paging.offset : paging.offset + ROWS]
    people = registry.Person.objects.in_bulk([one.person_id for one in shown])
    address = reverse("casework:double_benefits")
    return DoublesPage(
        place=registry.place_name(code=own),
        people=tuple(_line(one, people[one.person_id]) for one in shown),
        paging=paging,
        before_url=f"{address}?page={paging.before}" if paging.before else "",
        after_url=f"{address}?page={paging.after}" if paging.after else "",
        guide_url=reverse("public:guide", kwargs={"code": "resident.settle_double_benefit"}),
    )


def _line(one: doubles.Double, person: registry.Person) -> DoubleLine:
    kind = pension.kind_of(one.other.kind)
    return DoubleLine(
        name=mask_name(person.name),
        id_number=mask_id_number(person.id_number),
        other=either(kind.zh, kind.en),
        since=one.since,
    )
