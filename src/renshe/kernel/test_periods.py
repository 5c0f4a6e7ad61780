"""Stories about months and spans."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renshe.kernel import periods
from renshe.kernel.periods import MonthError, Span, month_at, parse_month

MONTHS = st.integers(min_value=periods.FIRST_MONTH, max_value=periods.LAST_MONTH)


def test_october_2025_is_one_number_everywhere():
    october = month_at(year=2025, month=10)
    assert october == 24309
    assert parse_month("2025-10") == october
    assert periods.month_containing(date(2025, 10, 31)) == october
    assert (periods.year_of(october), periods.month_of(october)) == (2025, 10)
    assert periods.format_month_zh(october) == "2025年10月"


def test_february_of_a_leap_year_ends_on_the_29th():
    assert periods.last_day(parse_month("2024-02")) == date(2024, 2, 29)
    assert periods.last_day(parse_month("2100-02")) == date(2100, 2, 28)
    assert periods.first_day(parse_month("2024-02")) == date(2024, 2, 1)


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-1", "202510", " 2025-10", "2025-10\n", "２０２５-10"]
)
def test_a_month_written_otherwise_is_refused(text):
    with pytest.raises(MonthError):
        parse_month(text)


@given(MONTHS)
def test_a_month_survives_being_written_and_read(month):
    assert parse_month(periods.format_month(month)) == month
    assert month_at(year=periods.year_of(month), month=periods.month_of(month)) == month
    assert periods.month_containing(periods.first_day(month)) == month


def test_the_end_of_a_span_is_not_in_it():
    quarter = Span(parse_month("2025-10"), parse_month("2026-01"))
    assert parse_month("2025-12") in quarter
    assert parse_month("2026-01") not in quarter
    assert quarter.length() == 3
    assert [periods.format_month(month) for month in quarter.months()] == [
        "2025-10",
        "2025-11",
        "2025-12",
    ]


def test_a_span_without_end_holds_every_later_month_but_has_no_length():
    insured = Span(parse_month("2025-10"))
    assert parse_month("2099-12") in insured
    with pytest.raises(MonthError):
        insured.length()
    with pytest.raises(MonthError):
        insured.months()


@pytest.mark.parametrize("end", ["2025-10", "2025-09"])
def test_an_empty_span_cannot_be_made(end):
    with pytest.raises(MonthError):
        Span(parse_month("2025-10"), parse_month(end))


def test_neighbouring_spans_do_not_overlap():
    first, second = Span(24300, 24309), Span(24309)
    assert not first.overlaps(second)
    assert first.intersection(second) is None
    assert second.intersection(Span(24300, 24312)) == Span(24309, 24312)


@given(MONTHS, MONTHS, MONTHS, MONTHS, MONTHS)
def test_a_month_is_in_an_intersection_exactly_when_it_is_in_both(a, b, c, d, month):
    if a == b or c == d:
        return
    left, right = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    both = left.intersection(right)
    assert (month in left and month in right) == (both is not None and month in both)
