"""Money of bridgings between the two funds: what waits by direction, a list made of it, and the lists that were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse, HttpResponseRedirect

from renshe.domains.identity.api import mask_name
from renshe.domains.resident import api as resident
from renshe.flows import bridging_lists
from renshe.portals.finance.one_off import POST, actor
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.finance.residents import direction_words, hand_of, list_url
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.trying import tried

TEMPLATE = "finance/pages/bridgings.html"
MOST = 200


@dataclass(frozen=True, kw_only=True)
class WaitingBridging:
    """One account that waits to go over, masked; `back` where it goes back because the bridging was an error."""

    case_number: str
    name: str
    fen: int
    decided_on: date
    back: bool


@dataclass(frozen=True, kw_only=True)
class Direction:
    """What waits in one direction: the first two hundred, with whole count and sum."""

    code: str
    name: str
    waiting: tuple[WaitingBridging, ...]
    count: int
    fen: int


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One list in brief."""

    number: int
    url: str
    made_on: date
    direction: str
    rows: int
    fen: int
    made_by: str
    approved_by: str
    state: str


@dataclass(frozen=True, kw_only=True)
class BridgingsPage:
    """What `finance/pages/bridgings.html` may use."""

    directions: tuple[Direction, ...]
    lists: tuple[ListRow, ...]
    may_make: bool
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def bridgings(visit: Visit) -> BridgingsPage | HttpResponse:
    """Show what waits and the lists; a post makes one list of all that waits in a direction."""
    place = own_place(visit, "books.look")
    if visit.request.method != "POST":
        return _page(visit, place)
    direction = visit.request.POST.get("direction", "")
    if direction not in resident.BridgingList.DIRECTIONS:
        raise Http404
    by = actor(visit, action=POST, place=place)
    made, problems = tried(
        lambda: bridging_lists.make(place=place, direction=direction, hand=hand_of(visit, by))
    )
    if made is None:
        page = _page(visit, place, problems=problems)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(list_url(made.pk))


def _page(visit: Visit, place: str, *, problems: tuple[Problem, ...] = ()) -> BridgingsPage:
    waiting = resident.money_to_move(place=place)
    return BridgingsPage(
        directions=tuple(
            _direction(code, [row for row in waiting if row.direction == code])
            for code in resident.BridgingList.DIRECTIONS
        ),
        lists=tuple(_list(row) for row in resident.bridging_lists(place=place)),
        may_make=may_at(visit, action=POST, place=place),
        problems=problems,
    )


def _direction(code: str, rows: list[resident.ToMove]) -> Direction:
    return Direction(
        code=code,
        name=direction_words(code),
        waiting=tuple(
            WaitingBridging(
                case_number=row.bridging.case_number, name=mask_name(row.bridging.person.name), fen=row.bridging.account_fen,
                decided_on=row.bridging.decided_on, back=row.back,
            )
            for row in rows[:MOST]
        ),
        count=len(rows),
        fen=sum(row.bridging.account_fen for row in rows),
    )  # fmt: skip


def _list(row: resident.BridgingList) -> ListRow:
    return ListRow(
        number=row.pk, url=list_url(row.pk), made_on=row.made_at.date(), direction=direction_words(row.direction),
        rows=row.rows, fen=row.total_fen, made_by=row.made_by, approved_by=row.approved_by or "", state=row.state,
    )  # fmt: skip
