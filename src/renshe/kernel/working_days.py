"""Working days of China, from the yearly notices of the State Council.

A statutory time limit in working days cannot be computed from the week alone: a notice moves rest days and makes some
Saturdays and Sundays working days. Days beyond the notices are refused, never guessed (the notice for a year comes out
in the autumn before it). Source: the notices named in `codes/data/holidays_notices.csv`.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "codes" / "data"
_SATURDAY = 5
_DAY = dt.timedelta(days=1)


class CalendarNotAnnounced(ValueError):
    """A day lies outside the years whose holidays were announced."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        first, last = announced_years()
        super().__init__(
            f"{day} 不在已公布的放假安排内（{first}至{last}年），不能推算工作日；公布后载入 holidays.csv。"
            f" The holidays of {day.year} are not announced (known: {first}–{last}); load the notice first."
        )


@cache
def _days() -> dict[dt.date, tuple[bool, str]]:
    """Days that differ from an ordinary week: whether one works, and the holiday's name."""
    found: dict[dt.date, tuple[bool, str]] = {}
    for row in _rows("holidays.csv"):
        found[dt.date.fromisoformat(row["day"])] = (row["kind"] == "work", row["name_zh"])
    return found


@cache
def announced_years() -> tuple[int, int]:
    """The first and the last year whose notice is loaded."""
    years = [int(row["year"]) for row in _rows("holidays_notices.csv")]
    return min(years), max(years)


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def is_working_day(day: dt.date) -> bool:
    """Whether offices work on a day. Raises CalendarNotAnnounced."""
    first, last = announced_years()
    if not first <= day.year <= last:
        raise CalendarNotAnnounced(day)
    special = _days().get(day)
    return special[0] if special is not None else day.weekday() < _SATURDAY


def holiday_name(day: dt.date) -> str:
    """The holiday that a day belongs to, or for whose sake it is worked; empty on an ordinary day."""
    special = _days().get(day)
    return special[1] if special is not None else ""


def working_days_after(day: dt.date, count: int) -> dt.date:
    """The day on which a limit of so many working days ends; the day it starts on does not count (民法典 201).

    With `count` 0 it is the day itself. Raises CalendarNotAnnounced, ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"a limit of {count} days")
    while count:
        day += _DAY
        count -= is_working_day(day)
    return day


def calendar_days_after(day: dt.date, count: int) -> dt.date:
    """The day on which a limit of so many days ends; one that ends on a day of rest ends on the next working day.

    Legal source: 民法典 201, 203. Raises CalendarNotAnnounced, ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"a limit of {count} days")
    end = day + count * _DAY
    while not is_working_day(end):
        end += _DAY
    return end


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start` up to and with `end`; negative where `end` is earlier. Raises CalendarNotAnnounced."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + number * _DAY) for number in range(1, (end - start).days + 1))
