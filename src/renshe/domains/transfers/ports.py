"""What the platform of the provinces carries, and the door that the edge passes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

LETTER, FORM, MONEY, RECEIPT, REFUSAL = (
    "contact_letter", "information_form", "money_sent", "receipt", "refusal",
)  # fmt: skip
KINDS = {
    LETTER: ("联系函", "contact letter"),
    FORM: ("信息表", "information form"),
    MONEY: ("基金划拨通知", "notice of the money"),
    RECEIPT: ("到账确认", "receipt"),
    REFUSAL: ("退回", "refusal"),
}


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message between two agencies. `message_id` is for life; `reference` is the id of the letter that it answers.

    Codes are those of the province (six digits), or `MILITARY`. Amounts in `body` are fen.
    """

    message_id: str
    kind: str
    from_code: str
    to_code: str
    made_on: dt.date
    reference: str
    body: Mapping[str, Any] = field(default_factory=dict)


class Exchange(Protocol):
    """The line to the platform. Sending a message again changes nothing at the other side."""

    def send(self, message: Message) -> None:
        """Hand one message over."""
        ...

    def fetch(self, *, today: dt.date) -> Sequence[Message]:
        """What has come for us, in any order, perhaps again."""
        ...
