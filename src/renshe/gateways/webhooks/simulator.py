"""A subscriber's machine that runs offline: it proves the signature, remembers what it took, and fails when told to.

Written from README.md; it shares no code with the sender.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field

HOST = "receiver.renshe.invalid"
FIVE_MINUTES = 300


@dataclass
class SimulatedReceiver:
    """A receiver. `secret_for` knows the secret of an address; without one (the demonstration) the form alone is proved.

    `now` is its own clock in seconds; `failures` are the statuses it answers first.
    """

    now: Callable[[], float]
    secret_for: Callable[[str], str] | None = None
    failures: list[int] = field(default_factory=list)
    taken: dict[str, dict[str, object]] = field(default_factory=dict)

    def receive(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
        """Answer one request as README.md asks of a receiver."""
        if self.failures:
            return self.failures.pop(0), "busy"
        parts = dict(
            part.partition("=")[::2] for part in headers.get("Renshe-Signature", "").split(",")
        )
        seconds, mark = parts.get("t", ""), parts.get("v1", "")
        if not seconds.isdigit() or abs(self.now() - int(seconds)) > FIVE_MINUTES:
            return 401, "stale"
        if self.secret_for is not None:
            told = hmac.new(self.secret_for(url).encode(), digestmod=hashlib.sha256)
            told.update(seconds.encode() + b"." + body)
            if not hmac.compare_digest(told.hexdigest(), mark):
                return 401, "bad signature"
        elif len(mark) != 64:
            return 401, "no signature"
        event = json.loads(body)
        if event["id"] in self.taken:
            return 200, "already taken"
        self.taken[event["id"]] = event
        return 200, "taken"
