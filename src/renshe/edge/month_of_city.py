"""A month of a city, as every step of it is handed: where, which, and by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from renshe.runs.context import Progress, RunContext, silent

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Month:
    """A month of a city: where, which, and the outside bodies' seed. ``people`` bounds memory, nothing else."""

    place: str
    period: int
    seed: int = 1
    people: int = 0
    roster_rows: bool = True
    progress: Progress = silent
    notes: list[str] = field(default_factory=list)

    def day(self, number: int) -> dt.date:
        """A day of the month."""
        return dt.date(self.period // 12, self.period % 12 + 1, number)

    def context(self, day: dt.date, by: str = "run_operator") -> RunContext:
        """A run's context at nine in the morning of a day."""
        at = dt.datetime.combine(day, dt.time(9), tzinfo=ZONE)
        return RunContext(self.place, self.period, self.period, at, by, self.progress)

    @property
    def text(self) -> str:
        """The month as ``2025-10``."""
        return f"{self.period // 12:04d}-{self.period % 12 + 1:02d}"
