"""Who acts, when, and in which case: what every act of this domain is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Somebody's hand: `by` acts at `at`, on the local day `today`; `reference` is the case's number where there is one."""

    by: str
    at: dt.datetime
    today: dt.date
    reference: str = ""
