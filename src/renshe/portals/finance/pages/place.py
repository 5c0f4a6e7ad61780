"""How a period's contributions come in: every street and town, a district's streets, or one street's bills.

A page of its own: at a million people the table takes some tenths of a second, too long for the month's overview.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from renshe.domains.contributions.api import BillAtPlace, bills_at_place
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import place_name
from renshe.kernel.codes.divisions import is_place_code
from renshe.kernel.periods import Month, last_day
from renshe.portals.finance.books import month_address, month_from
from renshe.portals.finance.collection import (
    DISTRICT,
    OWN,
    STREET,
    CollectionByPlace,
    collection,
    places_address,
)
from renshe.portals.finance.portal import BOOKS, CONTRIBUTIONS, FINANCE
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.paging import ROWS, Following, whole_number

TEMPLATE = "finance/pages/place.html"


@dataclass(frozen=True, kw_only=True)
class BillRow:
    """One bill, fen; a person's name and number are masked."""

    url: str
    number: int
    payer: str
    payer_code: str
    kind: str
    heads: int
    total_fen: int
    received_fen: int
    open_fen: int
    due_on: date
    state: str


@dataclass(frozen=True, kw_only=True)
class PlacePage:
    """What `finance/pages/place.html` may use. With `streets` it shows `collection`, None where nothing was billed, else
    the bills. `name` is empty for the whole; `own` are payers registered with the district itself.
    """

    name: str
    own: bool
    streets: bool
    period: int
    month_url: str
    places_url: str
    collection: CollectionByPlace | None
    bills: tuple[BillRow, ...]
    following: Following | None


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def places(visit: Visit, *, slug: str) -> PlacePage:
    """Show all places of a period."""
    return _streets(visit, period=month_from(slug), name="", within="")


@FINANCE.page(template=TEMPLATE, access=CONTRIBUTIONS)
def place(visit: Visit, *, slug: str, place: str) -> PlacePage:
    """Show the place; an address that is no place, or a place that nobody knows, is not found."""
    period = month_from(slug)
    code, _dash, own = place.partition("-")
    known = is_place_code(code) and len(code) in (DISTRICT, STREET) and own in ("", OWN)
    name = place_name(code=code) if known else ""
    if not name:
        raise Http404
    if not may_at(visit, action=CONTRIBUTIONS.action, place=code):
        raise PermissionDenied
    if len(code) <= DISTRICT and not own:
        return _streets(visit, period=period, name=name, within=code)
    after = whole_number(visit.request.GET.get("after", ""))
    found = bills_at_place(period=period, place=code, after=after, limit=ROWS + 1)
    return PlacePage(
        name=name,
        own=bool(own),
        streets=False,
        period=period,
        month_url=month_address(period),
        places_url=places_address(period),
        collection=None,
        bills=tuple(_bill(one) for one in found[:ROWS]),
        following=Following(
            after=str(after) if after else "",
            next_after=str(found[ROWS - 1].bill_id) if len(found) > ROWS else "",
            shown=min(len(found), ROWS),
            total=None,
        )
        if found
        else None,
    )


def _streets(visit: Visit, *, period: Month, name: str, within: str) -> PlacePage:
    as_of = min(visit.today, last_day(period))
    return PlacePage(
        name=name,
        own=False,
        streets=True,
        period=period,
        month_url=month_address(period),
        places_url=places_address(period),
        collection=collection(
            period=period, as_of=as_of, within=within, drill=CONTRIBUTIONS.allows(visit)
        ),
        bills=(),
        following=None,
    )


def _bill(one: BillAtPlace) -> BillRow:
    return BillRow(
        url=reverse("finance:bill", kwargs={"number": one.bill_id}),
        number=one.bill_id,
        payer=mask_name(one.payer_name) if one.is_person else one.payer_name,
        payer_code=mask_id_number(one.payer_code) if one.is_person else one.payer_code,
        kind=one.kind,
        heads=one.heads,
        total_fen=one.total_fen,
        received_fen=one.received_fen,
        open_fen=one.total_fen - one.received_fen,
        due_on=one.due_on,
        state=one.state,
    )
