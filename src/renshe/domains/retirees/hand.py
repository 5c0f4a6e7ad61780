"""Whose hand does something, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who records something, at which moment and on which day of this installation."""

    name: str
    at: datetime
    today: date
