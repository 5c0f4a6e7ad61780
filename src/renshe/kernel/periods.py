"""Months as plain whole numbers, and half-open spans of them.

A month is its ordinal `year * 12 + month - 1`, so that October 2025 is 24309 and the difference of
two months is the number of months between them. The same number is kept in the database, in Arrow
columns and in rules of law. Nothing here reads the clock.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Month: TypeAlias = int

FIRST_MONTH: Month = 1 * 12
LAST_MONTH: Month = 9999 * 12 + 11

_MONTH_TEXT = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


class MonthError(ValueError):
    """A text, year or number that names no month."""


def month_at(*, year: int, month: int) -> Month:
    """The ordinal of a month of a year. Raises MonthError unless year is 1–9999 and month 1–12."""
    if isinstance(year, bool) or isinstance(month, bool):
        raise MonthError("a year and a month are whole numbers")
    if not 1 <= year <= 9999 or not 1 <= month <= 12:
        raise MonthError(f"no month {year}-{month}")
    return year * 12 + month - 1


def year_of(month: Month) -> int:
    """The calendar year a month lies in."""
    return _checked(month) // 12


def month_of(month: Month) -> int:
    """The month within its year, 1–12."""
    return _checked(month) % 12 + 1


def parse_month(text: str) -> Month:
    """Read `2025-10`. Raises MonthError for anything else, with blanks or other digits not
    forgiven.
    """
    match = _MONTH_TEXT.fullmatch(text)
    if match is None:
        raise MonthError(f"not a month as YYYY-MM: {text!r}")
    return month_at(year=int(match[1]), month=int(match[2]))


def format_month(month: Month) -> str:
    """Write a month as `2025-10`."""
    return f"{year_of(month):04d}-{month_of(month):02d}"


def format_month_zh(month: Month) -> str:
    """Write a month as `2025年10月`."""
    return f"{year_of(month)}年{month_of(month)}月"


def first_day(month: Month) -> date:
    """The first day of a month."""
    return date(year_of(month), month_of(month), 1)


def last_day(month: Month) -> date:
    """The last day of a month, leap years minded."""
    year, number = year_of(month), month_of(month)
    return date(year, number, calendar.monthrange(year, number)[1])


def month_containing(day: date) -> Month:
    """The month a day lies in."""
    return day.year * 12 + day.month - 1


def _checked(month: Month) -> Month:
    if isinstance(month, bool) or not FIRST_MONTH <= month <= LAST_MONTH:
        raise MonthError(f"not a month ordinal: {month!r}")
    return month


@dataclass(frozen=True, slots=True)
class Span:
    """Months from `start` up to but without `end`; no `end` means it has not ended.

    Half-open, so that the end of one span is the start of the next and lengths add up. An empty
    span cannot be made.
    """

    start: Month
    end: Month | None = None

    def __post_init__(self) -> None:
        _checked(self.start)
        if self.end is not None and _checked(self.end) <= self.start:
            raise MonthError(f"a span must end after it starts: {self.start}–{self.end}")

    def __contains__(self, month: object) -> bool:
        return (
            isinstance(month, int)
            and self.start <= month
            and (self.end is None or month < self.end)
        )

    def __str__(self) -> str:
        last = "" if self.end is None else format_month(self.end - 1)
        return f"{format_month(self.start)}…{last}"

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one month."""
        return self.intersection(other) is not None

    def intersection(self, other: Span) -> Span | None:
        """The months in both, or None where there are none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        if end is not None and end <= start:
            return None
        return Span(start, end)

    def months(self) -> Iterator[Month]:
        """Each month in order. Raises MonthError for a span without end, which would never stop."""
        if self.end is None:
            raise MonthError("a span without end has no last month to stop at")
        return iter(range(self.start, self.end))

    def length(self) -> int:
        """How many months. Raises MonthError for a span without end."""
        if self.end is None:
            raise MonthError("a span without end has no length")
        return self.end - self.start
