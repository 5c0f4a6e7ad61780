"""The clerk's day: what went through his hands, and the day-end that closes it (日结)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import place_name
from renshe.portals.counter.desk import DeskCase, day_of, desk_cases, desk_place, unfinished
from renshe.portals.counter.portal import COUNTER, DESK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import actor_of, powers_of
from renshe.portals.layout.casefile.words import verb_words

LEFT = "left"
SHOWN = (
    "open", "submit", "accept", "ask_correction", "not_accept", "propose", "grant", "refuse", "serve", "withdraw",
)  # fmt: skip
"""Acts that a day-end counts out; the others are noted in the record alone."""


@dataclass(frozen=True, kw_only=True)
class TodayPage:
    """What `counter/pages/today.html` may use."""

    day: dt.date
    cases: tuple[DeskCase, ...]
    most: int


@COUNTER.page(template="counter/pages/today.html", access=DESK)
def today(visit: Visit) -> TodayPage:
    """Every case on which the clerk did something today."""
    assert visit.account is not None
    start, end = day_of(visit)
    most = 200
    found = cases.cases_touched(username=visit.account.username, start=start, end=end, most=most)
    return TodayPage(day=visit.today, cases=desk_cases(found, today=visit.today), most=most)


@dataclass(frozen=True, kw_only=True)
class Count:
    """How often the clerk did something."""

    title: str
    times: int


@dataclass(frozen=True, kw_only=True)
class ClosedDay:
    """A day that was closed, with what was counted then."""

    day: dt.date
    closed_at: dt.datetime
    received: int
    accepted: int
    left: int


@dataclass(frozen=True, kw_only=True)
class DayEndPage:
    """What `counter/pages/day_end.html` may use. `closed_at` is None while today is still open."""

    day: dt.date
    place: str
    counts: tuple[Count, ...]
    left: int
    unfinished: tuple[DeskCase, ...]
    closed_at: dt.datetime | None
    earlier: tuple[ClosedDay, ...]


@COUNTER.page(template="counter/pages/day_end.html", access=DESK)
def day_end(visit: Visit) -> DayEndPage | HttpResponse:
    """Show what would be closed; a POST closes the day, once. What was counted then does not change any more."""
    assert visit.account is not None
    username = visit.account.username
    desk = desk_place(powers_of(visit))
    start, end = day_of(visit)
    if visit.request.method == "POST":
        cases.close_day(place=desk, actor=actor_of(visit), start=start, end=end)
        return HttpResponseRedirect(reverse("counter:day_end"))
    ended = cases.day_ends_of(username=username)
    closed = next((one for one in ended if one.day == visit.today), None)
    counted = closed.counts if closed else _counted(username, start, end, visit)
    return DayEndPage(
        day=visit.today,
        place=place_name(code=desk) or desk,
        counts=tuple(
            Count(title=verb_words(verb), times=int(counted[verb]))
            for verb in SHOWN
            if counted.get(verb)
        ),
        left=int(counted.get(LEFT, 0)),
        unfinished=desk_cases(unfinished(username=username), today=visit.today),
        closed_at=closed.closed_at if closed else None,
        earlier=tuple(
            ClosedDay(
                day=one.day,
                closed_at=one.closed_at,
                received=int(one.counts.get("submit", 0)),
                accepted=int(one.counts.get("accept", 0)),
                left=int(one.counts.get(LEFT, 0)),
            )
            for one in ended
            if one.day != visit.today
        ),
    )


def _counted(username: str, start: dt.datetime, end: dt.datetime, visit: Visit) -> dict[str, Any]:
    """What a day-end would count now."""
    places = powers_of(visit).look
    left = cases.queue_size(name="mine", places=places, username=username, today=visit.today)
    return {**cases.day_counts(username=username, start=start, end=end), LEFT: left}
