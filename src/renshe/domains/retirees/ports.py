"""What the line between districts of one city carries, and the door that the edge passes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

OFFER, RECEIPT, ACCEPTED, REFUSED, WITHDRAWN = (
    "offer", "receipt", "accepted", "refused", "withdrawn",
)  # fmt: skip
KINDS = {
    OFFER: ("移交", "offer"),
    RECEIPT: ("签收", "receipt"),
    ACCEPTED: ("接收", "accepted"),
    REFUSED: ("退回", "refused"),
    WITHDRAWN: ("撤回", "withdrawn"),
}
ANSWERS = (ACCEPTED, REFUSED)


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message between two districts. `message_id` is for life; `reference` is the id of the offer that it is about.

    Codes are those of districts (six digits).
    """

    message_id: str
    kind: str
    from_code: str
    to_code: str
    made_on: dt.date
    reference: str
    body: Mapping[str, Any] = field(default_factory=dict)


class DistrictLine(Protocol):
    """The line to the other districts. Sending a message again changes nothing at the other side."""

    def send(self, message: Message) -> None:
        """Hand one message over."""
        ...

    def fetch(self, *, today: dt.date) -> Sequence[Message]:
        """What has come for us, in any order, perhaps again."""
        ...

    def unreadable(self) -> Sequence[str]:
        """Names of files that came and keep no rule; nothing of them is used."""
        ...
