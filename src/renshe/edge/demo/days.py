"""Days and months as whole columns. A day is a count from 1970-01-01, a month is year * 12 + month - 1."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

NEVER = 2_000_000
"""A day and a month later than any other, for things that have not ended."""

_EPOCH_MONTH = 1970 * 12


def days_of(day: dt.date) -> int:
    """A calendar day as a count from 1970-01-01."""
    return day.toordinal() - dt.date(1970, 1, 1).toordinal()


def months_of_days(days: np.ndarray) -> np.ndarray:
    """The month of each day."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months + _EPOCH_MONTH


def first_days(months: np.ndarray) -> np.ndarray:
    """The first day of each month."""
    return (months - _EPOCH_MONTH).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def day_in_month(days: np.ndarray) -> np.ndarray:
    """The day of the month, from 1."""
    return days - first_days(months_of_days(days)) + 1


def dates(days: np.ndarray, valid: np.ndarray | None = None) -> pa.Array:
    """A date column; null where `valid` is false."""
    column = pa.array(days.astype(np.int32), mask=None if valid is None else ~valid)
    return column.cast(pa.date32())


def year_month_day(days: np.ndarray) -> np.ndarray:
    """Each day as the number YYYYMMDD."""
    months = months_of_days(days)
    return months // 12 * 10_000 + (months % 12 + 1) * 100 + day_in_month(days)
