"""The clerk's desk: where it stands, which office decides, which items can be started, what the day is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import place_name
from renshe.kernel.codes.divisions import lies_within
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.clock import ClockBadge, clock_badge
from renshe.portals.layout.casefile.powers import Powers
from renshe.portals.layout.casefile.words import (
    applicant_of,
    item_name,
    state_of_case,
    words_of,
)
from renshe.portals.layout.states import State
from renshe.services import catalogue


@dataclass(frozen=True, kw_only=True)
class Office:
    """An office that may decide, by its code and name."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Startable:
    """An item that can be started for somebody; `key` starts it without a mouse."""

    code: str
    name: str
    summary: str
    key: str


@dataclass(frozen=True, kw_only=True)
class DeskCase:
    """A case as the counter lists it, masked."""

    number: str
    url: str
    item: str
    applicant: str
    state: State
    clock: ClockBadge


def desk_place(powers: Powers) -> str:
    """Where the desk stands: the narrowest place at which the clerk hands cases in."""
    return max(powers.apply, key=len)


def offices(*, desk: str, subject_place: str = "") -> tuple[Office, ...]:
    """Which offices may decide: the county of whom the case is about, or the desk's own where that county lies in its area.

    A desk elsewhere takes papers in and decides nothing about other people's insured.
    """
    own, theirs = desk[:6], subject_place[:6] or desk[:6]
    found = dict.fromkeys([theirs, own] if lies_within(theirs, own) else [theirs])
    return tuple(Office(code=code, name=place_name(code=code) or code) for code in found)


def startable(subject: str) -> list[cases.Item]:
    """The items that a counter takes about a person, an employer or nobody, by their names."""
    found = [one.item for one in catalogue.catalogue().values()]
    mine = [item for item in found if "counter" in item.channels and item.subject == subject]
    return sorted(mine, key=lambda item: (item.group, item.code))


def choices(items: list[cases.Item]) -> tuple[Startable, ...]:
    """Items ready for the page; the first nine have a key each."""
    return tuple(
        Startable(
            code=item.code,
            name=words_of(item.name),
            summary=words_of(item.summary),
            key=f"Alt+{number}" if number <= 9 else "",
        )
        for number, item in enumerate(items, 1)
    )


def matching(typed: str, subject: str) -> list[cases.Item]:
    """The items that a clerk means: the one of this very code or name, else all that a search in everyday words finds."""
    items, text = startable(subject), typed.strip()
    exact = [item for item in items if text in (item.code, item.name.zh, item.name.en)]
    if exact:
        return exact
    codes = {item.code for item in items}
    return [item for item in catalogue.search(text) if item.code in codes]


def desk_cases(found: list[cases.Case], *, today: dt.date) -> tuple[DeskCase, ...]:
    """Cases as the counter lists them: a draft leads to its form, another to its page."""
    names = {code: item_name(code) for code in {case.item for case in found}}
    return tuple(
        DeskCase(
            number=case.number,
            url=case_address(case),
            item=names[case.item],
            applicant=applicant_of(case),
            state=state_of_case(case.state),
            clock=clock_badge(case=case, today=today),
        )
        for case in found
    )


def case_address(case: cases.Case) -> str:
    """Where a case is at the counter: its form while it is still being filled in."""
    page = "form" if case.state in ("draft", "correcting") else "case"
    return reverse(f"counter:{page}", kwargs={"number": case.number})


def day_of(visit: Visit) -> tuple[dt.datetime, dt.datetime]:
    """When the visit's day begins and ends."""
    start = dt.datetime.combine(visit.today, dt.time(), tzinfo=visit.now.tzinfo)
    return start, start + dt.timedelta(days=1)


def unfinished(*, username: str) -> list[cases.Case]:
    """What the clerk has begun and not handed in, and what was sent back to him for correction."""
    mine = cases.cases_by(username=username, most=200)
    return [case for case in mine if case.state in ("draft", "correcting")]
