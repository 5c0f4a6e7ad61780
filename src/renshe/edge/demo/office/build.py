"""`open_office`: the month's cases of a demonstration city, act by act in the order in which they happened, or none of them."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.cases import api as cases
from renshe.domains.identity import api as identity
from renshe.edge.demo.draws import Draws
from renshe.edge.demo.office.course import Course, Hands
from renshe.edge.demo.office.days import CLOSES, Days
from renshe.edge.demo.office.districts import let_people_move
from renshe.edge.demo.office.files import review_files
from renshe.edge.demo.office.plan import Planned, Planner
from renshe.edge.demo.office.powers import give_powers
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.resident_doors import leave_doors_open
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal

SHOWN = ("insured", "pensioner", "hr", "family")
Progress = Callable[[str, int, int], None]


@transaction.atomic
def open_office(
    *, place: str, people: int, seed: int, now: dt.datetime, progress: Progress
) -> dict[str, int]:
    """Let the office of a city that has lived through its month handle what people asked of it, up to `now`.

    The same seed asks for the same in the same order. Returns how many cases stand in each state, and under `stopped` how
    many went no further than where an item refused them.
    """
    days = Days.of_month(now)
    shown = {name: _account(name) for name in SHOWN}
    spared = frozenset(account.person_id for account in shown.values() if account.person_id)
    town = Town(place, Draws(seed), now.date(), days.days[0], spared)
    staff = _staff()
    give_powers(town=town, shown=shown, street=staff[0].street, days=days)
    let_people_move(town=town, days=days)
    review_files(town=town, days=days, staff=staff, employer_id=shown["hr"].employer_id)
    planner = Planner(town=town, days=days, staff=staff, shown=shown, people=people)
    done = _play(
        acts=_acts(planner.all()),
        days=days,
        place=place,
        staff=staff,
        progress=progress,
    )
    leave_doors_open(place=place, first=now.date().replace(day=1), now=now)
    counted = Counter(cases.Case.objects.values_list("state", flat=True))
    return {**dict(sorted(counted.items())), "stopped": done}


def _account(username: str) -> identity.Account:
    account = identity.account_named(username=username)
    assert account is not None, f"the city opened no account {username}"
    return account


def _staff() -> tuple[Hands, ...]:
    street = _account("street")
    (role,) = identity.Role.objects.filter(account=street)
    desk = ("street", str(role.place))
    return (
        Hands("counter", "counter2", "reviewer", "approver", "approver2", desk),
        Hands("counter2", "counter", "reviewer2", "approver2", "approver", desk),
        Hands("counter", "counter2", "reviewer2", "approver", "approver2", desk),
    )


@dataclass(order=True)
class _Act:
    """One step that waits for its moment; `turn` keeps those of one moment in a steady order."""

    at: dt.datetime
    turn: int
    course: Any
    steps: Any

    def next(self) -> _Act | None:
        """The course's next step, never before this one."""
        if not self.steps:
            return None
        (at, _), *_rest = self.steps
        return _Act(max(at, self.at + dt.timedelta(seconds=20)), self.turn, self.course, self.steps)


def _acts(planned: Iterator[Planned]) -> list[_Act]:
    waiting = [
        _Act(one.steps[0][0], turn, one.course, list(one.steps)) for turn, one in enumerate(planned)
    ]
    heapq.heapify(waiting)
    return waiting


def _play(
    *, acts: list[_Act], days: Days, place: str, staff: tuple[Hands, ...], progress: Progress
) -> int:  # fmt: skip
    """Every act in the order of time, with the office's own day: clocks in the morning, the counters' day-end in the evening."""
    total, taken, stopped, day = sum(len(one.steps) for one in acts), 0, 0, 0
    _morning(days, 0)
    while acts:
        act = heapq.heappop(acts)
        while act.at.date() > days.days[day]:
            _evening(days, day, place, staff)
            day += 1
            if day < days.last:
                _morning(days, day)
        (_, step), *act.steps = act.steps
        following = act.next() if _taken(act.course, step, act.at) else None
        stopped += following is None and bool(act.steps)
        if following is not None:
            heapq.heappush(acts, following)
        taken += 1
        if taken % 20 == 0:
            progress("办件 cases", min(taken, total), total)
    progress("办件 cases", total, total)
    return stopped


def _taken(course: Course, step: str, at: dt.datetime) -> bool:
    """Whether a step was possible. What an item refuses stays where it is, as it would in an office."""
    try:
        with transaction.atomic():
            course.do(step, at)
    except (Refused, Refusal):
        return False
    return True


def _morning(days: Days, number: int) -> None:
    """What is past its day is escalated, and the days before are sealed. Today's morning, the reminders and the notices are
    left to the daily work that `renshe up` begins with."""
    at = days.at(number, 0)
    cases.escalate_overdue(today=at.date(), at=at)
    cases.seal_days(until=at.date(), at=at)


def _evening(days: Days, number: int, place: str, staff: tuple[Hands, ...]) -> None:
    start, end = days.at(number, 0), days.at(number, CLOSES)
    midnight = start.replace(hour=0, minute=0)
    for clerk in sorted({one.clerk for one in staff}):
        actor = cases.Actor(clerk, end, end.date())
        cases.close_day(place=place, actor=actor, start=midnight, end=end + dt.timedelta(hours=2))
