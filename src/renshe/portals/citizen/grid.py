"""From a person's months to the grid of years: what each month is, which letter its employer has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from renshe.domains.contributions.api import TimelineMonth
from renshe.kernel.periods import Month

TWELVE = 12
OWN = 0
WORDS: dict[str, Any] = {
    "paid": _("已缴"),
    "owed": _("欠缴"),
    "pending": _("已核定待到账"),
    "deemed": _("视同缴费"),
    "gap": _("断缴"),
}


@dataclass(frozen=True, kw_only=True)
class MonthState:
    """One calendar month: its `contribution` state and the employers it stands with (ids, OWN for oneself)."""

    period: Month
    state: str
    employers: tuple[int, ...]


def month_states(
    *,
    months: Sequence[TimelineMonth],
    not_yet_due: frozenset[int],
    deemed_by_year: Mapping[int, int],
    until: Month,
) -> list[MonthState]:
    """What every month is, from the first that is known to `until`, oldest first.

    `not_yet_due` names bills whose day has not passed: they are pending, not owed. A month paid through one employer
    is paid, whatever another owes for it. Deemed service is known by year only: it is laid into the free months that
    lie before the year's first contribution, or into the year's last months where it has none.
    """
    by_period: dict[Month, list[TimelineMonth]] = defaultdict(list)
    for month in months:
        by_period[month.period].append(month)
    known = {period: _one_month(period, rows, not_yet_due) for period, rows in by_period.items()}
    for year, count in deemed_by_year.items():
        for period in _deemed_places(year, count, known):
            known[period] = MonthState(period=period, state="deemed", employers=())
    if not known:
        return []
    return [
        known.get(period) or MonthState(period=period, state="gap", employers=())
        for period in range(min(known), max(until, max(known)) + 1)
    ]


def employer_letters(states: Sequence[MonthState]) -> dict[int, str]:
    """A letter for each employer, the latest first: A is where one works now."""
    letters: dict[int, str] = {}
    for month in reversed(states):
        for employer in month.employers:
            letters.setdefault(employer, _letter(len(letters)))
    return letters


def mark_of(month: MonthState, *, letters: Mapping[int, str]) -> str:
    """The sign in the cell, which tells state and employer without colour."""
    names = "".join(letters[employer] for employer in month.employers[:1])
    more = "+" if len(month.employers) > 1 else ""
    return {
        "paid": names + more,
        "owed": f"{names}!",
        "pending": "…",
        "deemed": "=",
        "gap": "–",
    }.get(month.state, "")


def words_of(state: str) -> str:
    """The state for a screen reader."""
    return str(WORDS[state])


def _one_month(
    period: Month, rows: Sequence[TimelineMonth], not_yet_due: frozenset[int]
) -> MonthState:
    states = {
        "pending" if row.state == "owed" and row.bill_id in not_yet_due else row.state
        for row in rows
    }
    state = next(one for one in ("paid", "owed", "pending", "deemed") if one in states)
    employers = tuple(row.employer_id or OWN for row in rows)
    return MonthState(period=period, state=state, employers=tuple(dict.fromkeys(employers)))


def _deemed_places(year: int, count: int, known: Mapping[Month, MonthState]) -> list[Month]:
    whole = range(year * TWELVE, (year + 1) * TWELVE)
    free = [period for period in whole if period not in known]
    taken = [period for period in whole if period in known]
    if not taken:
        return free[len(free) - min(count, len(free)) :]
    before = [period for period in free if period < taken[0]]
    after = [period for period in free if period > taken[0]]
    return (before[::-1] + after)[:count]


def _letter(number: int) -> str:
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    if number < len(alphabet):
        return alphabet[number]
    return alphabet[number // len(alphabet) - 1] + alphabet[number % len(alphabet)]
