"""All of one's cases: what waits for oneself first, then what the office holds, then what is over."""

import datetime as dt
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.progress import holder_of
from renshe.portals.applying.seeing import EDITABLE, cases_seen, is_applicant
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.clock import ClockBadge, clock_badge
from renshe.portals.layout.casefile.words import item_name, state_of_case
from renshe.portals.layout.states import State

ROWS = 25
MOST_SKIPPED = 100_000


@dataclass(frozen=True, kw_only=True)
class CaseCard:
    """One case in a list."""

    number: str
    name: str
    url: str
    state: State
    holder: str
    opened_at: dt.datetime
    clock: ClockBadge | None
    waits_for_me: bool
    draft: bool


@dataclass(frozen=True, kw_only=True)
class CasesPage:
    """What `applying/pages/cases.html` may use. `next_url` leads to older ones, empty where there are none."""

    waiting: tuple[CaseCard, ...]
    others: tuple[CaseCard, ...]
    first_page: bool
    next_url: str


@APPLYING.page(template="applying/pages/cases.html", access=APPLY)
def cases_page(visit: Visit) -> CasesPage:
    """List the visitor's cases, the newest first."""
    after = _skipped(visit.request.GET)
    found = cases_seen(visit, after=after, most=ROWS + 1)
    cards = [card_of(one, visit) for one in found[:ROWS]]
    more = len(found) > ROWS
    return CasesPage(
        waiting=tuple(card for card in cards if card.waits_for_me),
        others=tuple(card for card in cards if not card.waits_for_me),
        first_page=not after,
        next_url=f"{reverse('applying:cases')}?after={after + ROWS}" if more else "",
    )


def card_of(case: cases.Case, visit: Visit) -> CaseCard:
    """A case as a card; its clock only while there is one."""
    mine = is_applicant(visit, case)
    running = case.state in cases.OPEN
    return CaseCard(
        number=case.number,
        name=item_name(case.item),
        url=reverse("applying:case", kwargs={"number": case.number}),
        state=state_of_case(case.state),
        holder=holder_of(case, mine=mine),
        opened_at=case.opened_at,
        clock=clock_badge(case=case, today=visit.today) if running else None,
        waits_for_me=mine and case.state in EDITABLE,
        draft=case.state == "draft",
    )


def _skipped(sent: QueryDict) -> int:
    text = sent.get("after", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    return min(number, MOST_SKIPPED)
