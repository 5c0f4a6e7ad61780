"""Until when a proof holds: the law's question and answer, for one person or for columns."""

from __future__ import annotations

import datetime as dt

from renshe.kernel.periods import first_day, month_containing
from renshe.kernel.rules import Explain

TARGETS = ("certification_due_month", "certification_due_day")


def facts_of(last_on: dt.date) -> dict[str, int]:
    """What the law asks about the last success."""
    return {"last_verified_month": month_containing(last_on), "last_verified_day": last_on.day}


def due_on(*, last_on: dt.date, place: str, on: dt.date, explain: Explain) -> dt.date:
    """The last day on which a success of `last_on` holds, by the law of `on`. Raises Refusal where there is none."""
    month, day = (
        int(explain(target, facts_of(last_on), place=place, on=on).value) for target in TARGETS
    )
    return first_day(month).replace(day=day)
