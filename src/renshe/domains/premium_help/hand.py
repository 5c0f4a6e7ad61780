"""Who acts and when: what every act of this domain is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """`by` acts at `at`, on the local day `today`; `reference` is the case's number where there is one."""

    by: str
    at: dt.datetime
    today: dt.date
    reference: str = ""
