"""Messages that left the house by SMS and e-mail, as they read, with what came back: what did we tell, and did it arrive?"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from renshe.domains.cases import api as cases
from renshe.portals.administration.portal import OPEN_ACCOUNTS, SYSTEM
from renshe.portals.layout.access import Visit

ROWS = 50
WAYS = ("sms", "email")


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """One message; the address is masked, the words are those that left the house and name nobody."""

    at: datetime
    way: str
    masked: str
    words: tuple[str, ...]
    tries: int
    returned_at: datetime | None
    returned_why: str


@dataclass(frozen=True, kw_only=True)
class OutboxPage:
    """What `administration/pages/outbox.html` may use. `after` reads on from the last row."""

    way: str
    waiting: int
    rows: tuple[MessageRow, ...]
    after: int | None


@SYSTEM.page(template="administration/pages/outbox.html", access=OPEN_ACCOUNTS)
def outbox(visit: Visit) -> OutboxPage:
    """Show the newest, of one way where asked for."""
    given = visit.request.GET
    way = given.get("way", "") if given.get("way") in WAYS else ""
    after = given.get("after", "")
    found = cases.deliveries(
        way=way, after=int(after[:18]) if after.isdecimal() else None, most=ROWS + 1
    )
    return OutboxPage(
        way=way,
        waiting=cases.waiting_to_go_out(),
        rows=tuple(_row(one) for one in found[:ROWS]),
        after=found[ROWS - 1].pk if len(found) > ROWS else None,
    )


def _row(one: cases.Delivery) -> MessageRow:
    return MessageRow(
        at=timezone.localtime(one.at),
        way=one.way,
        masked=one.masked,
        words=tuple(one.words.splitlines()),
        tries=one.tries,
        returned_at=timezone.localtime(one.returned_at) if one.returned_at else None,
        returned_why=one.returned_why,
    )
