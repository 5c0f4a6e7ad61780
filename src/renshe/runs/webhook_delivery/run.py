"""One round of deliveries: what happened becomes messages, what is due goes out, what is old is swept away.

It is asked every minute, so a round has no key in the calendar: a message has one of its own, and a round that is killed
is simply asked again. A message that was on its way is sent once more after five minutes; receivers take an event once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from renshe.domains.cases import api as cases
from renshe.domains.exchange import api as exchange

KIND = "webhook_delivery"
LOOK_BACK = dt.timedelta(days=3)
"""Further back than any transaction or outage lasts; what was told already is not told again."""
MOST = 500


class Said(Protocol):
    """What a receiver answered."""

    @property
    def status(self) -> int:
        """Its status, 0 where nobody answered."""
        ...

    @property
    def said(self) -> str:
        """A few words."""
        ...


class Line(Protocol):
    """The line to subscribers, handed in by the edge."""

    def send(self, outgoing: exchange.Outgoing, *, at: dt.datetime) -> Said:
        """Send one message."""
        ...


@dataclass(frozen=True)
class Round:
    """What a round did."""

    noted: int
    delivered: int
    failed: int
    swept: int


def run(*, at: dt.datetime, line: Line, most: int = MOST) -> Round:
    """One round at a moment. Nothing is sent inside a transaction."""
    noted = exchange.note_happenings(happenings=_happenings(at), at=at)
    delivered = failed = 0
    for _ in range(most):
        outgoing = exchange.claim_due(at=at)
        if outgoing is None:
            break
        answer = line.send(outgoing, at=at)
        done = exchange.record_attempt(
            delivery_id=outgoing.delivery_id, status=answer.status, said=answer.said, at=at
        )
        delivered += done.state == "delivered"
        failed += done.state != "delivered"
    swept = exchange.sweep_answers(at=at) + exchange.sweep_counters(at=at)
    return Round(noted, delivered, failed, swept + exchange.sweep_deliveries(at=at))


def _happenings(at: dt.datetime) -> Iterator[exchange.Happening]:
    """Public acts of the last days on cases that subscribers handed in."""
    accounts = exchange.subscribed_accounts()
    verbs = [
        kind.removeprefix("case.") for kind in exchange.EVENT_KINDS if kind.startswith("case.")
    ]
    after = 0
    while accounts:
        told = cases.acts_told_to(
            applicants=accounts, verbs=verbs, since=at - LOOK_BACK, after=after
        )
        for one in told:
            data = {
                "number": one.number, "item": one.item, "verb": one.verb, "from_state": one.from_state,
                "to_state": one.to_state,
            }  # fmt: skip
            yield exchange.Happening(
                f"case-event:{one.event_id}", f"case.{one.verb}", one.applicant, one.at, data
            )
        if len(told) < 1000:
            return
        after = told[-1].event_id
