"""The statutory clock of a case: working or calendar days, standing still while the next move is not the office's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from renshe.kernel.working_days import (
    calendar_days_after,
    working_days_after,
    working_days_between,
)

UNITS = ("working", "calendar")


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which the clock stood still: from the day it stopped to the day it went on; None while it still stands."""

    from_on: dt.date
    to_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says on a day.

    `due_on` is None while it stands still. `left` counts days of its unit to the due day, negative when overdue.
    """

    due_on: dt.date | None
    left: int | None
    paused: bool

    @property
    def overdue(self) -> bool:
        """Whether the due day has passed."""
        return self.left is not None and self.left < 0


def stood_still(*, pauses: Sequence[Span], unit: str, until: dt.date) -> int:
    """Days of the clock's unit during which it stood still; an open pause counts to `until`.

    Raises CalendarNotAnnounced.
    """
    total = 0
    for pause in pauses:
        end = min(pause.to_on or until, until)
        if unit == "working":
            total += max(0, working_days_between(pause.from_on, end))
        else:
            total += max(0, (end - pause.from_on).days)
    return total


def due_day(*, started_on: dt.date, days: int, unit: str, pauses: Sequence[Span]) -> dt.date:
    """The day on which a limit ends, pauses that are over added. Raises CalendarNotAnnounced.

    Legal source: 民法典 201, 203; 行政程序中补正、鉴定、公告等期间不计入办理期限.
    """
    ended = [pause for pause in pauses if pause.to_on is not None]
    extra = stood_still(pauses=ended, unit=unit, until=dt.date.max) if ended else 0
    after = working_days_after if unit == "working" else calendar_days_after
    return after(started_on, days + extra)


def read(*, due_on: dt.date | None, unit: str, paused: bool, today: dt.date) -> Reading:
    """What a clock with this due day says today. Raises CalendarNotAnnounced."""
    if paused or due_on is None:
        return Reading(None if paused else due_on, None, paused)
    if unit == "working":
        left = working_days_between(today, due_on)
    else:
        left = (due_on - today).days
    return Reading(due_on, left, paused=False)
