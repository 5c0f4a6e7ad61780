"""On which working days the office of the demonstration has been open, and at what time something happens there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from renshe.kernel.working_days import is_working_day

OPENS, CLOSES = 8 * 60 + 30, 17 * 60
"""The office's hours, in minutes after midnight."""
_TODAY_ENDS = OPENS + 100


@dataclass(frozen=True)
class Days:
    """The working days up to and with today, oldest first; `now` is the moment at which somebody first looks."""

    days: tuple[dt.date, ...]
    now: dt.datetime

    @classmethod
    def of_month(cls, now: dt.datetime) -> Days:
        """The working days of today's month so far."""
        first = now.date().replace(day=1)
        count = (now.date() - first).days + 1
        days = tuple(
            day
            for day in (first + dt.timedelta(days=n) for n in range(count))
            if is_working_day(day)
        )
        return cls(days or (now.date(),), now)

    @property
    def last(self) -> int:
        """The number of the last day."""
        return len(self.days) - 1

    def at(self, number: int, minute: int) -> dt.datetime:
        """A moment of a working day, within office hours.

        Today has only come as far as `now`: whoever starts the city before breakfast finds its morning's work done by then.
        """
        day, minute = self.days[number], min(max(minute, OPENS), CLOSES)
        midnight = dt.datetime.combine(day, dt.time(), self.now.tzinfo)
        natural = midnight + dt.timedelta(minutes=minute)
        if day < self.now.date() or natural < self.now:
            return natural
        share = (min(minute, _TODAY_ENDS) - OPENS) / (_TODAY_ENDS - OPENS + 1)
        return midnight + (self.now - midnight) * (0.9 + share / 11)
