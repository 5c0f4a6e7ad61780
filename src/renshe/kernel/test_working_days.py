"""Working days follow the notices, count from the next day, and refuse years that are not announced."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renshe.kernel.working_days import (
    CalendarNotAnnounced,
    announced_years,
    calendar_days_after,
    holiday_name,
    is_working_day,
    working_days_after,
    working_days_between,
)

FIRST, LAST = announced_years()
DAYS = st.dates(dt.date(FIRST, 1, 1), dt.date(LAST, 10, 1))


def test_a_holiday_is_no_working_day_and_the_sunday_worked_for_it_is_one() -> None:
    """国办发明电〔2024〕12号: the national holiday of 2025 from 1 to 8 October, worked on 28 September and 11 October."""
    assert not any(is_working_day(dt.date(2025, 10, day)) for day in range(1, 9))
    assert is_working_day(dt.date(2025, 9, 28))
    assert is_working_day(dt.date(2025, 10, 11))
    assert "国庆节" in holiday_name(dt.date(2025, 10, 1))
    assert holiday_name(dt.date(2025, 10, 15)) == ""


def test_twenty_working_days_over_the_national_holiday_take_a_week_longer() -> None:
    """A claim accepted on Friday 26 September 2025 is due on 30 October, not on 24 October."""
    assert working_days_after(dt.date(2025, 9, 26), 20) == dt.date(2025, 10, 30)


def test_a_calendar_limit_that_ends_in_a_holiday_ends_on_the_first_working_day_after_it() -> None:
    """民法典 203: the last day is the day after the rest."""
    assert calendar_days_after(dt.date(2025, 9, 17), 15) == dt.date(2025, 10, 9)
    assert calendar_days_after(dt.date(2025, 9, 1), 15) == dt.date(2025, 9, 16)


def test_the_first_day_does_not_count_and_no_day_is_the_day_itself() -> None:
    """民法典 201: counting begins the next day."""
    assert working_days_after(dt.date(2025, 10, 13), 1) == dt.date(2025, 10, 14)
    assert working_days_after(dt.date(2025, 10, 11), 0) == dt.date(2025, 10, 11)


def test_a_limit_beyond_the_announced_holidays_is_refused_and_not_guessed() -> None:
    """Nobody knows the rest days of a year before its notice."""
    with pytest.raises(CalendarNotAnnounced, match=str(LAST + 1)):
        working_days_after(dt.date(LAST, 12, 25), 20)
    with pytest.raises(CalendarNotAnnounced):
        calendar_days_after(dt.date(LAST, 12, 25), 15)
    with pytest.raises(ValueError, match="-1"):
        working_days_after(dt.date(2025, 1, 2), -1)


def test_every_announced_year_has_its_working_days() -> None:
    """249 to 252 working days a year, one or two fewer since 2025: a year whose file is broken would stand out."""
    for year in range(FIRST, LAST + 1):
        days = working_days_between(dt.date(year, 1, 1), dt.date(year, 12, 31))
        assert 246 <= days <= 252, (year, days)


@given(DAYS, st.integers(1, 60))
def test_counting_there_and_back_agrees(day: dt.date, count: int) -> None:
    """The end of a limit is a working day, and lies exactly so many working days away."""
    try:
        end = working_days_after(day, count)
    except CalendarNotAnnounced:
        return
    assert is_working_day(end)
    assert working_days_between(day, end) == count
    assert working_days_between(end, day) == -count
