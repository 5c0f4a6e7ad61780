"""Who runs what, when and for whom: what every run of the calendar is told from the edge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from renshe.domains.audit import api as audit
from renshe.kernel.rules import Refusal

Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class RunContext:
    """One run at a place for a period (month ordinal); ``at`` is now as the edge says it, ``by`` who started it."""

    place: str
    period: int
    accounting_month: int
    at: dt.datetime
    by: str
    progress: Progress = silent

    @property
    def today(self) -> dt.date:
        """The day of the run."""
        return self.at.date()

    def key(self, kind: str, part: str = "") -> str:
        """The unique key of a run of this kind: the same work asked for again finds what was done."""
        tail = f":{part}" if part else ""
        return f"{kind}:{self.place}:{self.period // 12:04d}-{self.period % 12 + 1:02d}{tail}"


def begin(context: RunContext, kind: str, part: str = "") -> tuple[str, bool]:
    """Enter the run in the calendar; its key, and whether it was done already."""
    key = context.key(kind, part)
    if audit.is_done(key=key):
        return key, True
    audit.start_run(key=key, kind=kind, period=context.period, at=context.at)
    return key, False


def by_reason(refused: Iterable[tuple[int, Refusal]]) -> dict[str, list[tuple[int, Refusal]]]:
    """What the law gave no amount for, grouped by reason and what it concerns: one line for a human, not thousands."""
    groups: dict[str, list[tuple[int, Refusal]]] = {}
    for number, refusal in refused:
        subject = refusal.subject.split("=")[0]
        groups.setdefault(f"{refusal.code} {subject}", []).append((number, refusal))
    return groups
