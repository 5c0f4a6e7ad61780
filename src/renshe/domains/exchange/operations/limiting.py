"""How many requests a client sent: one counter for each client and minute."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from renshe.domains.exchange.models import RateCounter

WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """Where a client stands in the running window: `limit` requests in `window` seconds, `reset` seconds left of it."""

    limit: int
    used: int
    window: int
    reset: int

    @property
    def left(self) -> int:
        """How many more requests the window takes."""
        return max(self.limit - self.used, 0)

    @property
    def exceeded(self) -> bool:
        """Whether this request is one too many."""
        return self.used > self.limit


def count_request(*, client: str, limit: int, at: dt.datetime) -> Rate:
    """Count one request of a client and say where it stands."""
    seconds = int(at.timestamp())
    start = seconds - seconds % WINDOW_SECONDS
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO exchange_rate_counter AS c (client, window_start, used) VALUES (%s, %s, 1)
               ON CONFLICT (client, window_start) DO UPDATE SET used = c.used + 1 RETURNING used""",
            [client, start],
        )
        (used,) = cursor.fetchone()
    return Rate(
        limit=limit, used=int(used), window=WINDOW_SECONDS, reset=start + WINDOW_SECONDS - seconds
    )


def sweep_counters(*, at: dt.datetime) -> int:
    """Delete counters older than an hour; returns how many."""
    before = int(at.timestamp()) - 3600
    return RateCounter.objects.filter(window_start__lt=before).delete()[0]
