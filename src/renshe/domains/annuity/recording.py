"""Who records something, and when; carried by every act of this domain."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """By whom, at what moment, known on which day, out of which case or file (`reference`), and why."""

    by: str
    at: dt.datetime
    known_on: dt.date
    reference: str = ""
    reason: str = ""
