"""The desk: one bar for everything, what is unfinished, what was done today."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import guardianships_asked, places_of
from renshe.domains.registry.api import (
    Employer,
    FoundPerson,
    employer_by_uscc,
    find_employers,
    find_people,
    person_by_id_number,
    place_name,
    places_within,
)
from renshe.kernel.codes.problem import Refused
from renshe.portals.counter.desk import (
    DeskCase,
    case_address,
    day_of,
    desk_cases,
    desk_place,
    unfinished,
)
from renshe.portals.counter.portal import COUNTER, DESK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import case_for, powers_of

HITS = 20
STREET, STREET_LEVEL = 9, "street"
NUMBER_LENGTHS = (15, 18)


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What `counter/pages/home.html` may use. `guardians` counts guardians who wait for a confirmation."""

    place: str
    unfinished: tuple[DeskCase, ...]
    today: tuple[DeskCase, ...]
    guardians: int


@COUNTER.page(template="counter/pages/home.html", access=DESK)
def home(visit: Visit) -> HomePage:
    """Show the desk."""
    assert visit.account is not None
    username = visit.account.username
    desk = desk_place(powers_of(visit))
    start, end = day_of(visit)
    confirms = places_of(account=visit.account, action="mandate.confirm", on=visit.today)
    done = cases.cases_touched(username=username, start=start, end=end, most=20)
    return HomePage(
        place=place_name(code=desk) or desk,
        unfinished=desk_cases(unfinished(username=username), today=visit.today),
        today=desk_cases([case for case in done if case.state != "draft"], today=visit.today),
        guardians=len(guardianships_asked(places=confirms)),
    )


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One person or employer found, masked."""

    url: str
    name: str
    number: str
    about: str


@dataclass(frozen=True, kw_only=True)
class FindPage:
    """What `counter/pages/find.html` may use."""

    typed: str
    people: tuple[Hit, ...]
    employers: tuple[Hit, ...]
    too_short: bool
    cut: bool


@COUNTER.page(template="counter/pages/find.html", access=DESK)
def find(visit: Visit) -> FindPage | HttpResponse:
    """Go straight to the case, person or employer of a whole number; else list who is meant."""
    typed = visit.request.GET.get("q", "").strip()[:64]
    straight = _straight(visit, typed)
    if straight:
        return HttpResponseRedirect(straight)
    people = find_people(text=typed, limit=HITS)
    employers = find_employers(text=typed, limit=HITS) if len(typed) > 1 else []
    if len(people) + len(employers) == 1:
        return HttpResponseRedirect(
            _person_url(people[0].person_id) if people else _employer_url(employers[0].pk)
        )
    around = desk_place(powers_of(visit))[:6]
    streets = {one.code: one.name for one in places_within(outer=around, level=STREET_LEVEL)}
    return FindPage(
        typed=typed,
        people=tuple(_person_hit(one, streets) for one in people),
        employers=tuple(_employer_hit(one) for one in employers),
        too_short=typed.isdecimal() and len(typed) < 6,
        cut=HITS in (len(people), len(employers)),
    )


def _straight(visit: Visit, typed: str) -> str:
    """The address that a whole number leads to; empty where it is no whole number of anybody."""
    if typed.count("-") == 2:
        try:
            cases.case_by_number(number=typed)
        except Refused:
            return ""
        return case_address(case_for(visit, typed, powers=powers_of(visit), taken_in=True))
    if len(typed) not in NUMBER_LENGTHS:
        return ""
    person = person_by_id_number(id_number=typed)
    if person is not None:
        return _person_url(person.pk)
    employer = employer_by_uscc(uscc=typed)
    return _employer_url(employer.pk) if employer else ""


def _person_url(number: int) -> str:
    return reverse("counter:person", kwargs={"person": number})


def _employer_url(number: int) -> str:
    return reverse("counter:employer", kwargs={"employer": number})


def _person_hit(one: FoundPerson, streets: Mapping[str, str]) -> Hit:
    county = place_name(code=one.residence_place[:6])
    return Hit(
        url=_person_url(one.person_id),
        name=one.name,
        number=one.id_number,
        about=county + streets.get(one.residence_place[:STREET], ""),
    )


def _employer_hit(one: Employer) -> Hit:
    return Hit(
        url=_employer_url(one.pk),
        name=one.name,
        number=one.uscc,
        about=_("已注销") if one.closed_on else place_name(code=one.place[:6]),
    )
